/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/token.h"
#include "pipit_call_int.h"
#include <string.h>

static const pipit_i_call_t token_call = {.path = pipit_i_path_token,
                                          .has_body = true,
                                          .text = PIPIT_I_BODY("grant_type=client_credentials", ""),
                                          .method = PIPIT_I_POST,
                                          .answer = PIPIT_I_ANSWER_TOKEN};

pipit_err_t pipit_token_request(pipit_t *client, const char *key, const char *secret) {
    const bool valid = key && *key != '\0' && secret && *secret != '\0';
    pipit_err_t err = pipit_i_call(client, &token_call, valid ? PIPIT_I_GOOD : PIPIT_I_BAD_KEY, NULL, 0);
    if (err != PIPIT_OK) return err;
    client->request.of.token.key = key;
    client->request.of.token.secret = secret;
    return PIPIT_OK;
}

pipit_err_t pipit_token_read(pipit_event_t *event, char *out, size_t size) {
    PIPIT_ASSERT(event && (out || size == 0));
    pipit_json_t *json = &event->json;
    if (!pipit_i_event_is(event, PIPIT_EV_ITEM)) return PIPIT_E_ABSENT;
    pipit_str_t token = pipit_json_string(json, pipit_i_member(json, PIPIT_NODE_ROOT, "access_token"));
    if (token.len == 0) return PIPIT_E_ABSENT;
    if (token.len >= size) return PIPIT_E_NO_SPACE;
    memcpy(out, token.ptr, token.len);
    out[token.len] = '\0';
    return PIPIT_OK;
}
