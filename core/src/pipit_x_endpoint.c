/* SPDX-License-Identifier: MIT */
#include "pipit_int.h"

const pipit_endpoint_t pipit_i_endpoints[] = {
    [PIPIT_I_FILTER] = {"/2/tweets/search/stream", true},
    [PIPIT_I_SAMPLE] = {"/2/tweets/sample/stream", true},
    [PIPIT_I_RULES] = {"/2/tweets/search/stream/rules", false},
};

const char *const pipit_i_parameter_names[PIPIT_I_PARAMETERS] = {
    "expansions", "media.fields", "place.fields", "poll.fields", "tweet.fields", "user.fields", "backfill_minutes",
};
