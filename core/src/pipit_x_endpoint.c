/* SPDX-License-Identifier: MIT */
#include "pipit_int.h"

bool pipit_i_endpoint_is_stream(uint8_t endpoint) {
    return endpoint != PIPIT_I_RULES;
}

const char *pipit_i_endpoint_path(uint8_t endpoint) {
    switch (endpoint) {
    case PIPIT_I_FILTER: return "/2/tweets/search/stream";
    case PIPIT_I_SAMPLE: return "/2/tweets/sample/stream";
    default: return "/2/tweets/search/stream/rules";
    }
}

const char pipit_i_list_names[] = "expansions\0media.fields\0place.fields\0poll.fields\0tweet.fields\0user.fields";
