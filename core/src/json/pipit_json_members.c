/* SPDX-License-Identifier: MIT */
#include "pipit_json_int.h"
#include <string.h>

bool pipit_i_flag(const pipit_json_t *json, pipit_node_t object, const char *name) {
    return pipit_json_kind(json, pipit_i_member(json, object, name)) == PIPIT_JSON_TRUE;
}

void pipit_i_counts(const pipit_json_t *json, pipit_node_t object, const char *names, void *at) {
    char *to = at;
    for (; *names != '\0'; names += strlen(names) + 1, to += sizeof(uint32_t)) {
        uint32_t *count = (void *)to;
        uint64_t value;
        pipit_node_t node = pipit_i_member(json, object, names);
        *count = pipit_json_u64(json, node, &value) == PIPIT_OK ? (uint32_t)value : 0;
        for (node = pipit_json_first(json, node); node != PIPIT_NODE_NONE; node = pipit_json_next(json, node))
            ++*count;
    }
}
