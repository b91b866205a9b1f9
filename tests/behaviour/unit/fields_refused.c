/* SPDX-License-Identifier: MIT */
/* This file compiles with LIST=PIPIT_TWEET_FIELDS(created_at), and must not compile with a list that has a mistake. */
#include "pipit/fields.h"

const char *fields_refused(void);

const char *fields_refused(void) {
    static const char list[] = LIST;
    return list;
}
