/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Lists that X delivers in pages: rules, connections, subscriptions. Each page is a call of its own. You keep a
 *  pipit_page_t, which says which page is next.
 *
 *      pipit_page_t page = {0};
 *      do {
 *          more = false;
 *          pipit_rules_list(client, &page);
 *          ... for each event: if (pipit_page_next(&page, &event) == PIPIT_OK) more = true; ...
 *      } while (more);
 *
 *  Source: pagination_token, max_results and next_token in the OpenAPI description of X API v2. */
#ifndef PIPIT_PAGE_H
#define PIPIT_PAGE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The longest page token that fits, in bytes. X's tokens have 16. */
#define PIPIT_PAGE_TOKEN_MAX 64u

/** The bound of a list, if you set none: 1,000,000 rules, or 100,000 connections or subscriptions. */
#define PIPIT_MAX_PAGES 1000u

/** Which page to request. A zeroed pipit_page_t requests the first page with X's default page size. */
typedef struct pipit_page {
    char token[PIPIT_PAGE_TOKEN_MAX + 1]; /**< pagination_token, zero-terminated: written by pipit_page_next() or by
                                               you; "" is the first page */
    uint16_t max_results;                 /**< entries in a page, 1 to the maximum of the call; 0: X's default */
    uint16_t max_pages;                   /**< after so many pages pipit_page_next() returns PIPIT_E_PAGES, so that no
                                               server keeps a list going for ever; 0: PIPIT_MAX_PAGES */
    uint16_t taken;                       /**< private: how many tokens were taken */
} pipit_page_t;

/** Take the token of the next page from an event. Call it for every event of a list call, or only for PIPIT_EV_META,
 *  before the next pipit_next(). Start the call for the next page after PIPIT_EV_DISCONNECT. Does not block.
 *  @param page  the page that the list call was given; changed only as said below.
 *  @param event any event; its next_token is decoded in place.
 *  @return PIPIT_OK: there is a next page, and page->token is its token now. PIPIT_E_ABSENT: the event is not
 *  PIPIT_EV_META, or it has no token: then this was the last page, and page->token is "" now, for a new list. On every
 * other error `page` is unchanged. PIPIT_E_NO_SPACE: the token is longer than PIPIT_PAGE_TOKEN_MAX. PIPIT_E_REFUSED: X
 * gave the token of the same page again, so the list would never end. PIPIT_E_PAGES: there is a next page, but
 * max_pages pages were requested; to go on, raise max_pages and call again, for the same event. PIPIT_E_JSON,
 * PIPIT_E_TOKENS, PIPIT_E_DEPTH: event->err, Pipit could not read the meta object. */
pipit_err_t pipit_page_next(pipit_page_t *page, pipit_event_t *event);

#ifdef __cplusplus
}
#endif

#endif
