/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  A bearer token from an app's key and secret (facts 1.5). A short request on an idle client, whose
 * config.bearer_token may be NULL; give the token to pipit_init() of the client that streams. It stays valid until it
 * is revoked: store it rather than ask for it at each start.
 *
 *  Its events: PIPIT_EV_ITEM for pipit_token_read(), then PIPIT_EV_DISCONNECT with PIPIT_OK. Wrong credentials are
 *  PIPIT_EV_REQUEST_ERROR with status 403 and X's message, and PIPIT_E_AUTH. A 200 without a bearer token
 *  (token_type is not "bearer", in any case, or access_token is no text or empty) is PIPIT_E_REFUSED, after
 *  PIPIT_EV_REQUEST_ERROR.
 *  Request and answer are wiped from the receive buffer before PIPIT_EV_DISCONNECT.
 *
 *  Not there with PIPIT_CFG_CALLS=0. */
#ifndef PIPIT_TOKEN_H
#define PIPIT_TOKEN_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Ask for the token, POST. @param key,secret of the app ("API key and secret"), borrowed until PIPIT_EV_DISCONNECT.
 *  @return PIPIT_OK; PIPIT_E_STATE; PIPIT_E_INVALID when one of them is missing or empty. Does not block. */
pipit_err_t pipit_token_request(pipit_t *client, const char *key, const char *secret);

/** Copy the token out of the PIPIT_EV_ITEM, with a zero behind it, as pipit_config_t wants it.
 *  @return PIPIT_OK; PIPIT_E_ABSENT if the event has no bearer token; PIPIT_E_NO_SPACE if `size` bytes are too few (X's
 *  tokens have about 112 characters). */
pipit_err_t pipit_token_read(pipit_event_t *event, char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
