/* SPDX-License-Identifier: MIT */
#include "pipit/config.h"
#include "pipit/text.h"
#include <string.h>

/* @return the position of character number `index`, counted from `at`; text.len if there are not so many. */
static size_t character_find(pipit_str_t text, size_t at, uint32_t index) {
    for (; at < text.len; at++) {
        bool begins = ((uint8_t)text.ptr[at] & 0xc0u) != 0x80u;
        if (begins && index-- == 0) return at;
    }
    return text.len;
}

pipit_str_t pipit_text_slice(pipit_str_t text, uint32_t start, uint32_t end) {
    size_t from = character_find(text, 0, start);
    size_t to = end > start ? character_find(text, from, end - start) : from;
    if (text.ptr) text.ptr += from;
    text.len = to - from;
    return text;
}

/* X escapes only these characters. @return the name of the entity at `text`, followed by the character that it means;
 * NULL if there is none. */
static const char *entity_find(const char *text, size_t len) {
    for (const char *entity = "amp;&\0lt;<\0gt;>\0quot;\"\0#39;'\0"; *entity != '\0'; entity += strlen(entity) + 1) {
        size_t name_len = strlen(entity) - 1;
        if (len > name_len && memcmp(text + 1, entity, name_len) == 0) return entity;
    }
    return NULL;
}

size_t pipit_html_decode(char *text, size_t len) {
    PIPIT_ASSERT(text || len == 0);
    size_t out = 0;
    size_t at = 0;
    /*@ dynamic_split at; */
    for (; at < len; at++, out++) {
        const char *entity = text[at] == '&' ? entity_find(text + at, len - at) : NULL;
        char c = text[at];
        if (entity) {
            size_t name_len = strlen(entity) - 1;
            at += name_len;
            c = entity[name_len];
        }
        text[out] = c;
    }
    return out;
}
