/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Get a bearer token from an app's key and secret (OAuth 2.0 client credentials, RFC 6749 section 4.4; X's endpoint
 *  /oauth2/token). The token is valid until it is revoked: store it, do not request it at each start. Give it to
 *  pipit_init() of the client that streams.
 *
 *  Events: PIPIT_EV_ITEM for pipit_token_read(), then PIPIT_EV_DISCONNECT with PIPIT_OK. If key or secret is wrong:
 *  PIPIT_EV_REQUEST_ERROR with status 403 and X's message, then PIPIT_EV_DISCONNECT with PIPIT_E_AUTH. If X answers 200
 *  without a bearer token (token_type is not "bearer" in upper or lower case, or access_token is empty or not a text):
 *  PIPIT_EV_REQUEST_ERROR, then PIPIT_EV_DISCONNECT with PIPIT_E_REFUSED. Other failures end like those of any call
 *  (rules.h). The request and the answer are wiped from the receive buffer before PIPIT_EV_DISCONNECT.
 * */
#ifndef PIPIT_TOKEN_H
#define PIPIT_TOKEN_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Request the token (POST). Legal on a client that runs no request; its config.bearer_token may be NULL. Does not
 *  block.
 *  @param client yours.
 *  @param key,secret the "API key and secret" of the app, zero-terminated; borrowed until PIPIT_EV_DISCONNECT.
 *  @return PIPIT_OK: the request was started. PIPIT_E_STATE: a request is running on this client. PIPIT_E_INVALID: key
 *  or secret is NULL or empty, or pipit_init() has failed; pipit_offender() says which. */
pipit_err_t pipit_token_request(pipit_t *client, const char *key, const char *secret);

/** Copy the token from the PIPIT_EV_ITEM, with a terminating zero, as pipit_config_t.bearer_token needs it. Legal until
 *  the next pipit_next(). Does not block.
 *  @param event the event.
 *  @param out   your buffer of `size` bytes, may be NULL if that is 0; written only on PIPIT_OK. Keep its content
 * secret.
 *  @param size  its size; X's tokens have about 112 characters.
 *  @return PIPIT_OK. PIPIT_E_ABSENT: the event has no bearer token. PIPIT_E_NO_SPACE: the token and its zero do not
 *  fit. */
pipit_err_t pipit_token_read(pipit_event_t *event, char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
