/* SPDX-License-Identifier: MIT */
#include "pipit_int.h"

#define LIST(name) name ": names separated by commas, none empty or repeated"

const char *pipit_offender(const pipit_t *client) {
    static const char *const texts[] = {
        [PIPIT_I_GOOD] = "",
        [PIPIT_I_BAD_EXPANSIONS] = LIST("expansions"),
        [PIPIT_I_BAD_MEDIA_FIELDS] = LIST("media_fields"),
        [PIPIT_I_BAD_PLACE_FIELDS] = LIST("place_fields"),
        [PIPIT_I_BAD_POLL_FIELDS] = LIST("poll_fields"),
        [PIPIT_I_BAD_TWEET_FIELDS] = LIST("tweet_fields"),
        [PIPIT_I_BAD_USER_FIELDS] = LIST("user_fields"),
        [PIPIT_I_BAD_BACKFILL] = "backfill_minutes: 1 to 5",
        [PIPIT_I_BAD_RX] = "rx: a buffer of at least 512 bytes",
        [PIPIT_I_BAD_RX_LARGE] = "rx_bytes: less than 2 GB",
        [PIPIT_I_BAD_TOKENS] = "tokens: at least 32",
        [PIPIT_I_BAD_BEARER_ABSENT] = "bearer_token: is missing",
        [PIPIT_I_BAD_BEARER] = "bearer_token: visible ASCII without spaces",
        [PIPIT_I_BAD_HOST] = "host: a name or an address, visible ASCII",
        [PIPIT_I_BAD_USER_AGENT] = "user_agent: printable ASCII",
        [PIPIT_I_BAD_CLIENT] = "client: pipit_init() has to succeed first",
        [PIPIT_I_BAD_RULES] = "rules: at least one",
        [PIPIT_I_BAD_RULE_LENGTH] = "rule value: 1 to 2048 characters",
        [PIPIT_I_BAD_RULE_TEXT] = "rule value and tag: UTF-8 text",
        [PIPIT_I_BAD_IDS] = "rule ids: at least one",
        [PIPIT_I_BAD_ID] = "rule ids: 1 to 19 digits each",
    };
    return texts[client->offender];
}
