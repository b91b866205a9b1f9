/* SPDX-License-Identifier: MIT */
#include "pipit/token.h"
#include "../pipit_int.h"
#if PIPIT_CFG_CALLS
#include <string.h>

pipit_err_t pipit_token_request(pipit_t *client, const char *key, const char *secret) {
    if (pipit_running(client)) return PIPIT_E_STATE;
    if (!key || *key == '\0' || !secret || *secret == '\0') return pipit_i_invalid(client, PIPIT_I_BAD_KEY);
    memset(&client->request, 0, sizeof client->request);
    client->request.endpoint = &pipit_i_endpoint_token;
    client->request.method = PIPIT_I_POST;
    client->request.of.token.key = key;
    client->request.of.token.secret = secret;
    return pipit_i_start(client);
}

pipit_err_t pipit_token_read(pipit_event_t *event, char *out, size_t size) {
    pipit_json_t *json = &event->json;
    if (!pipit_i_event_is(event, PIPIT_EV_ITEM)) return PIPIT_E_ABSENT;
    pipit_str_t token = pipit_json_string(json, pipit_i_member(json, PIPIT_NODE_ROOT, "access_token"));
    if (token.len == 0) return PIPIT_E_ABSENT;
    if (token.len >= size) return PIPIT_E_NO_SPACE;
    memcpy(out, token.ptr, token.len);
    out[token.len] = '\0';
    return PIPIT_OK;
}
#endif
