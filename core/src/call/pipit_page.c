/* SPDX-License-Identifier: MIT */
#include "../engine/pipit_engine.h"
#include "../http/pipit_http_put.h"
#include "../json/pipit_json_int.h"
#include "../x/pipit_x.h"
#include "pipit/page.h"
#include "pipit_call_int.h"
#include <string.h>

static pipit_err_t token_keep(pipit_page_t *page, pipit_str_t token) {
    if (token.len > PIPIT_PAGE_TOKEN_MAX) return PIPIT_E_NO_SPACE;
    if (token.len == 0) {
        page->taken = 0;
        page->token[0] = '\0';
        return PIPIT_E_ABSENT;
    }
    if (strlen(page->token) == token.len && memcmp(page->token, token.ptr, token.len) == 0) return PIPIT_E_REFUSED;
    if (page->taken + 1u >= (page->max_pages > 0 ? page->max_pages : PIPIT_MAX_PAGES)) return PIPIT_E_PAGES;
    page->taken++;
    memcpy(page->token, token.ptr, token.len);
    page->token[token.len] = '\0';
    return PIPIT_OK;
}

pipit_err_t pipit_page_next(pipit_page_t *page, pipit_event_t *event) {
    PIPIT_ASSERT(page && event);
    pipit_json_t *json = &event->json;
    if (event->kind != PIPIT_EV_META) return PIPIT_E_ABSENT;
    if (event->err != PIPIT_OK) return event->err;
    pipit_str_t token;
    pipit_i_string_read(json, pipit_i_member(json, PIPIT_NODE_ROOT, "next_token"), &token);
    return token_keep(page, token);
}
