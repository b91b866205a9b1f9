/* SPDX-License-Identifier: MIT */
/* Shared by all calls: the start of a call, and checks of its arguments. */
#include "../base/pipit_hash.h"
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit_call_int.h"
#include <string.h>

pipit_err_t pipit_i_call(pipit_t *client, const pipit_i_call_t *call, uint8_t offender, const void *rows,
                         size_t count) {
    PIPIT_ASSERT(client);
    pipit_request_t *request = &client->request;
    pipit_err_t err = pipit_i_ready(client, (call->answer & PIPIT_I_ANSWER_TOKEN) == 0);
    if (err != PIPIT_OK) return err;
    if (offender != PIPIT_I_GOOD) return pipit_i_invalid(client, offender);
    memset(request, 0, sizeof *request);
    request->of.call.kind = call;
    request->of.call.rows = rows;
    request->of.call.row_count = (uint32_t)count;
    return pipit_i_start(client, &pipit_i_call_driver, 0);
}

uint8_t pipit_i_page_offender(const pipit_page_t *page, uint16_t max_results) {
    bool valid = !page || (page->max_results <= max_results && memchr(page->token, '\0', sizeof page->token));
    return valid ? PIPIT_I_GOOD : PIPIT_I_BAD_PAGE;
}

pipit_err_t pipit_i_call_list(pipit_t *client, const pipit_i_call_t *call, const pipit_page_t *page,
                              uint16_t max_results) {
    pipit_err_t err = pipit_i_call(client, call, pipit_i_page_offender(page, max_results), NULL, 0);
    if (err == PIPIT_OK) client->request.of.call.page = page;
    return err;
}
