/* SPDX-License-Identifier: MIT */
#include "pipit/stream.h"
#include "pipit_int.h"
#include <string.h>

static const char *const minutes_text[] = {NULL, "1", "2", "3", "4", "5"};
#define MINUTES_MAX 5u

/* What is said of a parameter that is not acceptable, in the order of pipit_i_parameter_names. */
static const char *const list_rules[] = {
    "expansions: names separated by commas, none empty or repeated",
    "media_fields: names separated by commas, none empty or repeated",
    "place_fields: names separated by commas, none empty or repeated",
    "poll_fields: names separated by commas, none empty or repeated",
    "tweet_fields: names separated by commas, none empty or repeated",
    "user_fields: names separated by commas, none empty or repeated",
};

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static size_t name_length(const char *text) {
    size_t len = 0;
    while (is_name_byte(text[len]))
        len++;
    return len;
}

static bool name_repeats(const char *list, const char *name, size_t len) {
    while (list < name) {
        size_t n = name_length(list);
        if (n == len && memcmp(list, name, len) == 0) return true;
        list += n + 1;
    }
    return false;
}

static bool list_valid(const char *list) {
    const char *name = list;
    for (;;) {
        size_t len = name_length(name);
        if (len == 0 || name_repeats(list, name, len)) return false;
        name += len;
        if (*name == '\0') return true;
        if (*name != ',') return false;
        name++;
    }
}

static pipit_err_t stream_start(pipit_t *client, const pipit_stream_t *stream, uint8_t endpoint) {
    static const pipit_stream_t nothing;
    const pipit_stream_t *s = stream ? stream : &nothing;
    const char *const lists[] = {s->expansions,  s->media_fields, s->place_fields,
                                 s->poll_fields, s->tweet_fields, s->user_fields};
    const size_t list_count = sizeof lists / sizeof lists[0];
    if (pipit_running(client)) return PIPIT_E_STATE;
    for (size_t i = 0; i < list_count; i++) {
        if (lists[i] && !list_valid(lists[i])) return pipit_i_invalid(client, list_rules[i]);
    }
    if (s->backfill_minutes > MINUTES_MAX) return pipit_i_invalid(client, "backfill_minutes: 1 to 5");
    memset(&client->request, 0, sizeof client->request);
    memcpy(client->request.parameters, lists, sizeof lists);
    client->request.parameters[list_count] = minutes_text[s->backfill_minutes];
    client->request.endpoint = endpoint;
    return pipit_i_start(client);
}

pipit_err_t pipit_filter(pipit_t *client, const pipit_stream_t *stream) {
    return stream_start(client, stream, PIPIT_I_FILTER);
}

pipit_err_t pipit_sample(pipit_t *client, const pipit_stream_t *stream) {
    return stream_start(client, stream, PIPIT_I_SAMPLE);
}
