/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_http
 *  Parsers for HTTP/1.1 responses (RFC 9112): the head, and the body by chunked coding, by length, or by the end of the
 *  connection. Both are state machines: you can give them the bytes of a response in pieces of any size, and any split
 *  gives the same result. They keep no pointer to your bytes, never block, and can be used without the rest of Pipit.
 *
 *  Where RFC 9112 lets a client choose, or a server breaks a rule of it, Pipit does this:
 *  - Heads: LF alone is a line end (section 2.2). Empty lines before a status line are skipped. White space and control
 *    characters before the colon of a header do not belong to its name (section 5.1), so "Transfer-Encoding : chunked"
 *    is chunked coding. A line without a colon is ignored.
 *  - Content-Length: a list of equal lengths ("32, 32") is one length, in one header or in several (RFC 9110 section
 *    8.6). Different lengths are PIPIT_E_FRAMING, and so is a length of more than PIPIT_HEAD_VALUE_BYTES digits.
 *  - Chunked coding: every line ends with CR LF, otherwise PIPIT_E_CHUNK: section 2.2 allows LF alone in heads only.
 *    After the size there may be spaces and tabs, and then a semicolon with an extension, which is ignored; any other
 *    text is PIPIT_E_CHUNK (section 7.1.1). A CR inside a line is PIPIT_E_CHUNK.
 *  - The size line of the last chunk ends the body: the connection may end after it, also inside the trailers.
 *
 *  Order of calls: pipit_head_init(); pipit_head_read() until it returns 1; pipit_body_init(); pipit_body_read() until
 *  it returns 1, or pipit_body_end() when the connection ends. */
#ifndef PIPIT_HTTP_H
#define PIPIT_HTTP_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Room for the value of one header that Pipit reads; a longer value is cut. Only `date` is nearly that long. */
#define PIPIT_HEAD_VALUE_BYTES 28

/** Value of a numeric field of pipit_head_t whose header was not sent, or has no usable value. */
#define PIPIT_HEAD_ABSENT 0xffffffffu

/** A response head: the state of its parser and, when it is complete, what it said. Place it where you like. No header
 *  is stored: names are compared byte by byte as they arrive, so a cookie of 6 KB needs no memory. Upper and lower case
 *  are equal in names; repeated headers, folded lines and white space around values are accepted (RFC 9112
 *  section 5). */
typedef struct {
    uint16_t status; /**< of a complete head 200 .. 999; 1xx answers are skipped */
    bool chunked;    /**< Transfer-Encoding: chunked */
    bool encoded;    /**< Content-Encoding other than identity, or a transfer coding other than chunked */
    bool bad_length; /**< private, like the next two: the state of the parser */
    uint8_t state;
    uint8_t value_len;
    bool rate_left : 1;          /**< x-rate-limit-remaining is a number above 0 */
    bool day_used_up : 1;        /**< x-app-limit-24hour-remaining or x-user-limit-24hour-remaining is 0 */
    uint32_t hash;               /**< private */
    uint32_t content_length;     /**< Content-Length in bytes, or PIPIT_HEAD_ABSENT, like all fields below */
    uint32_t retry_after_s;      /**< Retry-After (RFC 9110 section 10.2.3): seconds; if it is a date, Unix seconds,
                                      which are above 10^9 */
    uint32_t rate_limit_reset_s; /**< x-rate-limit-reset: Unix seconds */
    uint32_t day_reset_s;        /**< x-app-limit-24hour-reset or x-user-limit-24hour-reset, the earlier one: Unix
                                      seconds */
    uint32_t date_s;             /**< Date, as Unix seconds (RFC 9110 section 5.6.7; "UTC" is accepted for "GMT") */
    char value[PIPIT_HEAD_VALUE_BYTES]; /**< private */
} pipit_head_t;

/** Prepare `head` for a new response. Legal at any time; what it held before is overwritten. */
void pipit_head_init(pipit_head_t *head);

/** Read the next bytes of a response head. Legal after pipit_head_init(), until it has returned something other than 0.
 *  @param head  the parser; changed.
 *  @param bytes the next bytes of the connection; not needed after the call.
 *  @param len   how many.
 *  @param used  receives how many bytes were used. When the head is complete, bytes[*used] is the first byte of the
 *  body.
 *  @return 1: the head is complete. 0: all bytes were used, give it more. PIPIT_E_HTTP: this is not an HTTP/1.x
 *  response, or it is 101 (Switching Protocols). PIPIT_E_FRAMING: Content-Length is not a number below 2^32 - 1, was
 *  sent twice with different values, or was sent together with chunked coding; the head is complete and *used is
 *  right, so after a CONNECT, whose answer has no body (RFC 9110 section 9.3.6), this is no error. */
int32_t pipit_head_read(pipit_head_t *head, const uint8_t *bytes, size_t len, size_t *used);

/** A body: the state of its decoder. Place it where you like; 8 bytes. */
typedef struct {
    uint32_t left; /**< bytes left of the current chunk, or of the body */
    uint8_t mode;  /**< PIPIT_BODY_ value */
    uint8_t state; /**< private */
} pipit_body_t;

/** How a body ends: pipit_body_t.mode. */
enum {
    PIPIT_BODY_CHUNKED = 1, /**< chunked coding (RFC 9112 section 7.1) */
    PIPIT_BODY_LENGTH = 2,  /**< Content-Length bytes; 0 bytes after a status that has no body (204, 304) */
    PIPIT_BODY_EOF = 3      /**< all bytes until the connection ends */
};

/** Prepare the decoder for the body after `head` (RFC 9112 section 6.3). Legal when pipit_head_read() has returned 1.
 *  `head` is only read, and not needed after the call. */
void pipit_body_init(pipit_body_t *body, const pipit_head_t *head);

/** Read the next bytes of a body: skip framing, then find at most one piece of payload. The payload is not copied: it
 *  lies in your bytes, from bytes + *used - *payload on. Chunk extensions, leading zeros, and hexadecimal digits of
 *  both cases are accepted. Legal after pipit_body_init().
 *  @param body    the decoder; changed.
 *  @param bytes   the next bytes of the connection; not needed after the call.
 *  @param len     how many.
 *  @param used    receives how many bytes were used, the payload included.
 *  @param payload receives the length of the payload, which is the last part of the used bytes; may be 0.
 *  @return 1: the body is complete. Trailers are not read (RFC 9112 section 7.1.2): they and the empty line after them
 * can follow the last used byte; skip them if you use the connection again. 0: call again with the bytes that were not
 * used, or with more. PIPIT_E_CHUNK: malformed chunked coding, or a chunk of 2^32 bytes or more; then *used is not
 *  written. */
int32_t pipit_body_read(pipit_body_t *body, const uint8_t *bytes, size_t len, size_t *used, size_t *payload);

/** Give back the end of the last payload, because you have not used it: the next pipit_body_read() must begin with
 *  these bytes and finds them again. Legal after a pipit_body_read() that returned 0 or 1.
 *  @param body the decoder; changed.
 *  @param n    bytes, at most the last *payload; 0 is legal. */
void pipit_body_unread(pipit_body_t *body, size_t n);

/** Tell whether the whole body was read, without trailers. Legal after pipit_body_init().
 *  @return always false for PIPIT_BODY_EOF: such a body ends with the connection. */
bool pipit_body_complete(const pipit_body_t *body);

/** Tell whether the body may end here. Call it when the peer has closed the connection in order.
 *  @return PIPIT_OK: the body was complete, or it is PIPIT_BODY_EOF, or the connection ended where a chunk size was
 *  expected (X often closes in this way without a last chunk; observed on its servers). PIPIT_E_TRUNCATED: the
 *  connection ended inside the body. */
pipit_err_t pipit_body_end(const pipit_body_t *body);

#ifdef __cplusplus
}
#endif

#endif
