/* SPDX-License-Identifier: MIT */
/* Used by streams and calls to read answers. */
#include "../engine/pipit_engine.h"
#include "../json/pipit_json_int.h"
#include "pipit_x.h"

pipit_err_t pipit_i_text_parse(pipit_t *client, pipit_json_t *json) {
    json->text = (char *)client->config.rx + client->io.text.at;
    json->tokens = client->config.tokens;
    json->len = client->io.text.len;
    return pipit_i_json_parse(json, client->config.token_count);
}
