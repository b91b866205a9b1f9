/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  Helpers for the texts of a Post: times, parts of a text counted in characters, and X's HTML escapes. You can use
 *  them without the rest of Pipit. All are legal at any time, never block and keep no state. */
#ifndef PIPIT_TEXT_H
#define PIPIT_TEXT_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The length in bytes of a time that pipit_time_put() writes. */
#define PIPIT_TIME_BYTES 20u

/** Read a time, for example created_at. Two forms are accepted: RFC 3339 (`2021-01-06T18:40:40.000Z`, with any number
 *  of digits after the second or none, with `Z`, `+00:00` or another offset), and the form of X's API v1.1
 *  (`Wed Jan 06 18:40:40 +0000 2021`). Second 60 is read as the first second of the next minute. Digits after the
 *  millisecond are ignored.
 *  @param text    the time, `len` bytes; may be NULL if len is 0.
 *  @param len     its length.
 *  @param unix_ms receives milliseconds since 1970-01-01T00:00:00Z, negative before it; written only on PIPIT_OK.
 *  @return PIPIT_OK; PIPIT_E_ABSENT if len is 0; PIPIT_E_INVALID if the text is not a time: it has another form, no
 *  zone, or a date or hour that does not exist (month 13, 30 February, hour 24). */
pipit_err_t pipit_time_ms(const char *text, size_t len, int64_t *unix_ms);

/** Write a time in the form of X's parameters `start_time` and `end_time`: `YYYY-MM-DDTHH:MM:SSZ`.
 *  @param unix_s the time in Unix seconds.
 *  @param out    your buffer of at least PIPIT_TIME_BYTES bytes; all of them are written, without a terminating zero.
 */
void pipit_time_put(uint32_t unix_s, char *out);

/** Get a part of a text by the `start` and `end` of a hashtag, cashtag, mention or url. X counts these in Unicode code
 *  points (checked with a sample of X's documentation). Do not use it for `annotations`: X counts them in another way.
 *  @param text  the text as X delivered it: decoded by pipit_json_string(), not yet by pipit_html_decode(), because X
 *  counts `&amp;` as five characters. Use the text of note_tweet with the entities of note_tweet.
 *  @param start the first character, counted from 0.
 *  @param end   the character after the last one.
 *  @return a view into `text`, valid as long as `text`. An offset beyond the end of the text means its end. If nothing
 *  is left, the view is empty and points into `text`. For an absent text it is absent. */
pipit_str_t pipit_text_slice(pipit_str_t text, uint32_t start, uint32_t end);

/** Replace the HTML escapes `&amp; &lt; &gt;` (X writes these three) and `&quot; &#39;` by their characters, in place.
 *  Nothing else is changed. Call it once for a text: a second call would also replace what the author wrote.
 *  For a view from a Post, `text.len = pipit_html_decode((char *)text.ptr, text.len)` is legal, but only after you read
 *  the entities of this text, and as the last access to this string of the message.
 *  @param text your text, `len` bytes; changed in place.
 *  @param len  its length.
 *  @return the new length, never greater than len. */
size_t pipit_html_decode(char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
