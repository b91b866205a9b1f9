/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_HTTP_PUT_H
#define PIPIT_HTTP_PUT_H

#include "../base/pipit_compile.h"
#include "pipit/client.h"

/* Where request text goes: client->io.sink. The generator always produces the whole request; the sink keeps the part
 * that is wanted, so a request longer than the buffer is sent in pieces, and a sink without room measures. */
void pipit_i_put_byte(pipit_t *client, char c);
void pipit_i_put(pipit_t *client, const char *text);
void pipit_i_put_u32(pipit_t *client, uint32_t value);

/* Parts that every request has: from " HTTP/1.1" to "Authorization: "; the token; the line that asks for no
 * compression. */
void pipit_i_put_headers(pipit_t *client);
void pipit_i_put_bearer(pipit_t *client);

/* Percent-encoded (RFC 3986 section 2.1); as Basic credentials (RFC 7617); as a JSON string (RFC 8259 section 7). */
void pipit_i_put_percent(pipit_t *client, const char *text);
void pipit_i_put_basic(pipit_t *client, const char *user, const char *password);
void pipit_i_put_json(pipit_t *client, const char *text);
/* The members of an object of texts, in the order of the row's members (const char *): a text, which is left out where
 * it is NULL, or an object with those that follow, up to its end. */
#define PIPIT_I_TEXT(name) name "\0"
#define PIPIT_I_OBJECT(name) "{" name "\0"
#define PIPIT_I_OBJECT_END "}\0"
void pipit_i_put_object(pipit_t *client, const char *members, const void *row);

/* `c` as it stands in a URI (RFC 3986 section 2): as it is when it is unreserved or `also`, else percent-encoded.
 * @return how many bytes of `out` it takes, 1 or 3. */
size_t pipit_i_percent(char c, char also, char *out);

#endif
