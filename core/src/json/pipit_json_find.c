/* SPDX-License-Identifier: MIT */
#include "pipit/config.h"
#include "pipit/json.h"
#include "pipit_json_int.h"
#include <string.h>

/* Compare a name with escapes and one without: decode escapes, compare all other bytes as they are. */
static bool escaped_is(const char *raw, const char *end, const char *name, size_t len) {
    while (raw < end) {
        char bytes[4] = {*raw, 0, 0, 0};
        size_t n = 1;
        uint32_t character = pipit_i_character_read(raw, (size_t)(end - raw));
        uint32_t used = PIPIT_I_CHARACTER_LENGTH(character);
        if (used > 1) n = pipit_i_utf8_put(PIPIT_I_CHARACTER_CODE(character), bytes);
        if (n > len || memcmp(bytes, name, n) != 0) return false;
        raw += used;
        name += n;
        len -= n;
    }
    return len == 0;
}

bool pipit_i_name_is(pipit_str_t raw, const char *name, size_t len) {
    if (raw.len == len) return memcmp(raw.ptr, name, len) == 0; /* a name with escapes is longer than its meaning */
    if (raw.len < len || !memchr(raw.ptr, '\\', raw.len)) return false;
    return escaped_is(raw.ptr, raw.ptr + raw.len, name, len);
}

static pipit_node_t member(const pipit_json_t *json, pipit_node_t object, const char *name, size_t len) {
    if (pipit_json_kind(json, object) != PIPIT_JSON_OBJECT) return PIPIT_NODE_NONE;
    pipit_node_t node = pipit_json_first(json, object);
    while (node != PIPIT_NODE_NONE && !pipit_i_name_is(pipit_json_key(json, node), name, len))
        node = pipit_json_next(json, node);
    return node;
}

static pipit_node_t element(const pipit_json_t *json, pipit_node_t array, uint32_t number) {
    if (pipit_json_kind(json, array) != PIPIT_JSON_ARRAY) return PIPIT_NODE_NONE;
    pipit_node_t node = pipit_json_first(json, array);
    while (node != PIPIT_NODE_NONE && number-- > 0)
        node = pipit_json_next(json, node);
    return node;
}

/* Read an index of the form "[12]". @return the length of its text; 0 if there is no index. */
static size_t index_read(const char *path, uint32_t *number) {
    size_t at = 1;
    *number = 0;
    while (path[at] >= '0' && path[at] <= '9' && *number < 0x0fffffffu / 10u) {
        *number = *number * 10u + (uint32_t)(path[at++] - '0');
    }
    return at > 1 && path[at] == ']' ? at + 1 : 0;
}

pipit_node_t pipit_json_find(const pipit_json_t *json, pipit_node_t from, const char *path) {
    pipit_node_t node = from;
    PIPIT_ASSERT(path);
    while (*path != '\0' && node != PIPIT_NODE_NONE) {
        size_t used = strcspn(path, ".[");
        if (used > 0) {
            node = member(json, node, path, used);
        } else if (*path == '[') {
            uint32_t number = 0;
            used = index_read(path, &number);
            if (used == 0) return PIPIT_NODE_NONE;
            node = element(json, node, number);
        }
        path += used;
        if (*path == '.') path++;
    }
    return node;
}
