/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_http
 *  HTTP/1.1 responses (RFC 9112), byte-resumable: the head, and the body by chunked coding, by length, or by end of
 *  connection. Both are plain state machines over a span of bytes; they keep no pointer and call nothing. Usable
 *  alone. */
#ifndef PIPIT_HTTP_H
#define PIPIT_HTTP_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Room for the value of a header that matters; a longer value of such a header is cut (only `date` comes near). */
#define PIPIT_HEAD_VALUE_BYTES 28

/** "Not sent" in the numeric fields of pipit_head_t. */
#define PIPIT_HEAD_ABSENT 0xffffffffu

/** What the response head said. Header names are matched while they stream past and no header is stored, so a 6 KB
 *  cookie costs nothing. Names are matched in any case; repeated headers, folded lines and surrounding white space are
 *  understood (RFC 9112 section 5). */
typedef struct {
    uint16_t status; /**< 100 .. 999; 1xx answers are skipped and never seen here */
    bool chunked;    /**< Transfer-Encoding: chunked */
    bool encoded;    /**< Content-Encoding other than identity, or a transfer coding besides chunked */
    bool json;       /**< Content-Type names JSON (application/json, application/problem+json) */
    bool bad_length; /**< private, as are the next three: where the parser stands */
    uint8_t state;
    uint8_t value_len;
    uint32_t word;
    uint32_t content_length;       /**< bytes, PIPIT_HEAD_ABSENT when not sent */
    uint32_t retry_after_s;        /**< Retry-After in seconds; absent when not sent or a date */
    uint32_t rate_limit_limit;     /**< x-rate-limit-limit: requests per window */
    uint32_t rate_limit_remaining; /**< x-rate-limit-remaining */
    uint32_t rate_limit_reset_s;   /**< x-rate-limit-reset: Unix seconds */
    uint32_t date_s;               /**< Date, as Unix seconds (RFC 9110 section 5.6.7; "UTC" is accepted for "GMT") */
    char value[PIPIT_HEAD_VALUE_BYTES]; /**< private */
} pipit_head_t;

/** Make `head` ready for a new response. */
void pipit_head_init(pipit_head_t *head);

/** Read up to `len` bytes of a response head. `*used` says how many were taken; on completion the first byte of the
 *  body is `bytes[*used]`. Any split of the input gives the same result.
 *  @return 1 complete; 0 more bytes needed (all were taken); PIPIT_E_HTTP when it is not an HTTP/1.x response;
 *  PIPIT_E_FRAMING when lengths contradict each other, overflow, or come together with chunked coding. */
int32_t pipit_head_read(pipit_head_t *head, const uint8_t *bytes, size_t len, size_t *used);

/** Where a body's decoder stands. 8 bytes. */
typedef struct {
    uint32_t left; /**< bytes left of the present chunk, or of the body */
    uint8_t mode;  /**< PIPIT_BODY_ value */
    uint8_t state; /**< private */
} pipit_body_t;

enum {
    PIPIT_BODY_CHUNKED = 1, /**< RFC 9112 section 7.1 */
    PIPIT_BODY_LENGTH = 2,  /**< Content-Length; 0 where no body may follow */
    PIPIT_BODY_EOF = 3      /**< until the connection ends */
};

/** Prepare for the body that follows `head` (RFC 9112 section 6.3). */
void pipit_body_init(pipit_body_t *body, const pipit_head_t *head);

/** Read from `bytes`: framing is taken, then at most one span of payload is found inside the input.
 *  `*used` is the number of bytes taken, the payload included; payload is the last `*payload` of these bytes, so it
 *  starts at `bytes + *used - *payload`. `*payload` may be 0.
 *  @return 1 when the body is complete (trailers read, RFC 9112 section 7.1.2); 0 to go on with the rest or with more
 *  bytes; PIPIT_E_CHUNK for malformed coding or a chunk of 2^32 bytes and more. Extensions, trailers, leading zeros,
 *  and both cases of hex digits are accepted; a bare LF as line end too. */
int32_t pipit_body_read(pipit_body_t *body, const uint8_t *bytes, size_t len, size_t *used, size_t *payload);

/** Give back the last `n` bytes of the payload that the last pipit_body_read() found: they will be found again. */
void pipit_body_unread(pipit_body_t *body, size_t n);

/** Has everything of the body been read, trailers included? Never true for a body that ends with the connection. */
bool pipit_body_complete(const pipit_body_t *body);

/** The connection ended in order here. @return PIPIT_OK when that is an acceptable end: the body was complete, it runs
 *  to the end of the connection, or the end fell where a chunk size was expected (X does that instead of a last chunk,
 *  facts 3.3); PIPIT_E_TRUNCATED otherwise. */
pipit_err_t pipit_body_end(const pipit_body_t *body);

#ifdef __cplusplus
}
#endif

#endif
