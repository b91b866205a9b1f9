/* SPDX-License-Identifier: MIT */
/* Search in X's messages. */
#include "pipit_view.h"
#include "../json/pipit_json_int.h"
#include "pipit/message.h"
#include <string.h>

/* @return the length of "tweet" or "post" at the beginning of `text`; 0 if it begins with neither. */
static size_t post_length(const char *text, size_t len) {
    if (len >= 5 && memcmp(text, "tweet", 5) == 0) return 5;
    return len >= 4 && memcmp(text, "post", 4) == 0 ? 4 : 0;
}

/* @return the length of the character at text.ptr[at], escaped or not, if it is `c`; 0 if it is another. */
static size_t character_length(pipit_str_t text, size_t at, char c) {
    if (text.ptr[at] == c) return 1;
    if (text.ptr[at] != '\\') return 0;
    const uint32_t character = pipit_i_character_read(text.ptr + at, text.len - at);
    return PIPIT_I_CHARACTER_CODE(character) == (uint8_t)c ? PIPIT_I_CHARACTER_LENGTH(character) : 0;
}

bool pipit_i_word_is(pipit_str_t text, const char *word) {
    size_t len = strlen(word);
    size_t at = 0;
    while (at < text.len && len > 0) {
        size_t here = post_length(text.ptr + at, text.len - at);
        size_t there = post_length(word, len);
        if (here == 0 || there == 0) {
            here = character_length(text, at, *word);
            there = 1;
            if (here == 0) return false;
        }
        at += here;
        word += there;
        len -= there;
    }
    return at == text.len && len == 0;
}

uint8_t pipit_i_word_index(pipit_str_t text, const char *words) {
    for (uint8_t index = 1; *words != '\0'; index++, words += strlen(words) + 1) {
        if (pipit_i_word_is(text, words)) return index;
    }
    return 0;
}

pipit_node_t pipit_message_member(const pipit_json_t *json, pipit_node_t object, const char *name) {
    PIPIT_ASSERT(name);
    pipit_node_t node = pipit_json_first(json, object);
    if (pipit_json_kind(json, object) != PIPIT_JSON_OBJECT) return PIPIT_NODE_NONE;
    while (node != PIPIT_NODE_NONE && !pipit_i_word_is(pipit_json_key(json, node), name))
        node = pipit_json_next(json, node);
    return node;
}

static pipit_node_t present(const pipit_json_t *json, pipit_node_t node) {
    return pipit_json_kind(json, node) == PIPIT_JSON_NULL ? PIPIT_NODE_NONE : node;
}

static uint32_t number(const pipit_json_t *json, pipit_node_t node) {
    uint64_t value = 0;
    (void)pipit_json_u64(json, node, &value);
    return value <= UINT32_MAX ? (uint32_t)value : 0;
}

/* One member. It is copied into the structure with memcpy(), because it may not be aligned there. */
typedef union {
    pipit_str_t text;
    uint32_t number;
    pipit_node_t node;
    bool is_true;
} value_t;

/* Read a member of this type. @return how many bytes of *value belong into the structure. */
static size_t value_read(pipit_json_t *json, pipit_node_t node, char type, value_t *value) {
    switch (type) {
    case '#': value->number = number(json, node); return sizeof value->number;
    case '*': value->node = present(json, node); return sizeof value->node;
    case '?': value->is_true = pipit_json_kind(json, node) == PIPIT_JSON_TRUE; return sizeof value->is_true;
    default: pipit_i_string_read(json, node, &value->text); return sizeof value->text;
    }
}

static bool is_mark(char c) {
    return c < 'a';
}

bool pipit_i_view_read(pipit_json_t *json, pipit_node_t node, const char *format, void *out, size_t size) {
    PIPIT_ASSERT(json && out);
    uint8_t *at = out;
    const pipit_str_t *id = out;
    pipit_node_t object = node;
    memset(out, 0, size);
    for (; *format != '\0'; format += strlen(format) + 1) {
        char type = *format;
        value_t value;
        const char *name = is_mark(type) ? format + 1 : format;
        pipit_node_t found = *name == '\0' ? node : pipit_message_member(json, type == '>' ? node : object, name);
        if (type == '>') {
            object = found;
            continue;
        }
        if (type == '/') {
            at -= sizeof *id;
            PIPIT_I_COPY(&value.text, at, sizeof value.text);
        }
        size_t len = type == '/' && value.text.ptr ? sizeof value.text : value_read(json, found, type, &value);
        memcpy(at, &value, len);
        at += len;
    }
    if (id->ptr) return true;
    memset(out, 0, size);
    return false;
}

pipit_node_t pipit_i_only_member(const pipit_json_t *json, pipit_node_t object) {
    pipit_node_t value = pipit_json_first(json, object);
    bool named = pipit_json_kind(json, object) == PIPIT_JSON_OBJECT;
    bool only = pipit_json_kind(json, value) == PIPIT_JSON_OBJECT && pipit_json_next(json, value) == PIPIT_NODE_NONE;
    return named && only ? value : PIPIT_NODE_NONE;
}

pipit_node_t pipit_message_next(const pipit_json_t *json, pipit_node_t node) {
    bool array = pipit_json_kind(json, PIPIT_NODE_ROOT) == PIPIT_JSON_ARRAY;
    return array ? pipit_json_next(json, node) : PIPIT_NODE_NONE;
}
