/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  What X writes into texts: times, entities counted in characters, three characters escaped for HTML. Usable alone;
 *  nothing here blocks. */
#ifndef PIPIT_TEXT_H
#define PIPIT_TEXT_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The length of a time that pipit_time_put() writes. */
#define PIPIT_TIME_BYTES 20u

/** Read a time: RFC 3339 (`2021-01-06T18:40:40.000Z`, any number of digits of the second or none, `+00:00` and other
 *  offsets) or the form of X's older interfaces (`Wed Jan 06 18:40:40 +0000 2021`); facts 5.4. A second 60 is the first
 *  of the next minute. What is finer than a millisecond is cut off.
 *  @param unix_ms milliseconds since 1970-01-01T00:00:00Z, negative before; written only on PIPIT_OK.
 *  @return PIPIT_OK; PIPIT_E_ABSENT when len is 0 (text may be NULL then); PIPIT_E_INVALID when it is no time: another
 *  form, no zone, a 13th month, a 30 February, an hour 24. */
pipit_err_t pipit_time_ms(const char *text, size_t len, int64_t *unix_ms);

/** Write `YYYY-MM-DDTHH:MM:SSZ` as X's `start_time` and `end_time` want it: PIPIT_TIME_BYTES bytes, no zero behind. */
void pipit_time_put(uint32_t unix_s, char *out);

/** The part of `text` from character `start` up to, not including, character `end`: the `start` and `end` of a hashtag,
 *  cashtag, mention or url, which count Unicode code points (facts 5.4). `text` is the text that X delivered, decoded
 * by pipit_json_string() and not yet by pipit_html_decode(): X counts `&amp;` as the five characters it sends. Take
 *  note_tweet's entities with note_tweet's text, and do not use this for `annotations`, which count otherwise.
 *  Offsets behind the end of the text mean its end; what is left empty is an empty view inside `text`, absent for an
 *  absent text. */
pipit_str_t pipit_text_slice(pipit_str_t text, uint32_t start, uint32_t end);

/** Replace `&amp; &lt; &gt;` (facts 5.4), and `&quot; &#39;`, by their characters, in place; never grows. Anything else
 *  stays. Once: a second time would decode what the author wrote. A view of a Post may be decoded where it lies,
 *  `text.len = pipit_html_decode((char *)text.ptr, text.len)`, after its entities were taken and as the last that is
 *  read of this string. @return the new length. */
size_t pipit_html_decode(char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
