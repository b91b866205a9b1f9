/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_calls
 *  Lists that come in pages (facts 2.1, 2.3, 2.4): one place that the caller keeps, and one call a page.
 *
 *      pipit_page_t page = {0};
 *      do {
 *          more = false;
 *          pipit_rules_list(client, &page);
 *          ... at each event: if (pipit_page_next(&page, &event) == PIPIT_OK) more = true; ...
 *      } while (more); */
#ifndef PIPIT_PAGE_H
#define PIPIT_PAGE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The longest token of a page that is kept; X's have 16 characters. */
#define PIPIT_PAGE_TOKEN_MAX 64u

/** Which page. Zeroed: the first one, as long as X likes. */
typedef struct pipit_page {
    char token[PIPIT_PAGE_TOKEN_MAX + 1]; /**< pagination_token, as pipit_page_next() left it, or a text of yours; "" is
                                               the first page */
    uint16_t max_results;                 /**< entries a page, 1 to what the call allows; 0: X's default */
} pipit_page_t;

/** Give it the events of a list call, all or just PIPIT_EV_META: what X says about the next page goes into `page`.
 *  @return PIPIT_OK: there is a next page, `page` names it now. PIPIT_E_ABSENT: the event says nothing of one; after
 *  META this was the last page and page->token is empty. PIPIT_E_NO_SPACE: the token is longer than
 *  PIPIT_PAGE_TOKEN_MAX; PIPIT_E_REFUSED: X names the same page again, which would never end; `page` is as it was. */
pipit_err_t pipit_page_next(pipit_page_t *page, pipit_event_t *event);

#ifdef __cplusplus
}
#endif

#endif
