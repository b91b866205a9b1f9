/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_HTTP_PUT_H
#define PIPIT_HTTP_PUT_H

#include "../base/pipit_compile.h"
#include "pipit/client.h"

/* Write text of the request to client->io.sink. The whole request is written each time; the sink stores only the piece
 * that is sent next and discards the rest. So a request may be longer than the buffer. A sink without room measures the
 * length. */
void pipit_i_put_byte(pipit_t *client, char c);
void pipit_i_put(pipit_t *client, const char *text);
void pipit_i_put_u32(pipit_t *client, uint32_t value);

/* Parts of every request: from " HTTP/1.1" to "Authorization: ", with Accept-Encoding: identity; the token. */
void pipit_i_put_headers(pipit_t *client);
void pipit_i_put_bearer(pipit_t *client);

/* Write a text percent-encoded (RFC 3986 section 2.1); as Basic credentials (RFC 7617); as a JSON string (RFC 8259
 * section 7). */
void pipit_i_put_percent(pipit_t *client, const char *text);
void pipit_i_put_basic(pipit_t *client, const char *user, const char *password);
void pipit_i_put_json(pipit_t *client, const char *text);
/* Write a row, a structure of pointers to texts, as a JSON object. `members` lists its members in the order of the row:
 * PIPIT_I_TEXT for a text (left out if it is NULL); PIPIT_I_OBJECT for an object that contains the members up to
 * PIPIT_I_OBJECT_END. */
#define PIPIT_I_TEXT(name) name "\0"
#define PIPIT_I_OBJECT(name) "{" name "\0"
#define PIPIT_I_OBJECT_END "}\0"
void pipit_i_put_object(pipit_t *client, const char *members, const void *row);

/* Write `c` for a URI (RFC 3986 section 2): unchanged if it is unreserved or equal to `also`, otherwise
 * percent-encoded.
 * @return how many bytes of `out` were written, 1 or 3. */
size_t pipit_i_percent(char c, char also, char *out);

#endif
