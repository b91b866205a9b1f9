/* SPDX-License-Identifier: MIT */
/* Checks of the texts that a program gives for a request. */
#include "../json/pipit_json_int.h"
#include "pipit_x.h"
#include <string.h>

const char pipit_i_bytes[] = ".-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool pipit_i_word_fits(const char *text, const char *set, size_t most) {
    size_t len = text ? strlen(text) : 0;
    return len >= 1 && len <= most && strspn(text, set) == len;
}

bool pipit_i_words_fit(const char *const *texts, size_t count, const char *set, size_t most) {
    for (size_t i = 0; i < count; i++) {
        if (!pipit_i_word_fits(texts[i], set, most)) return false;
    }
    return true;
}

bool pipit_i_is_among(const char *text, const char *texts) {
    while (*texts != '\0' && strcmp(text, texts) != 0)
        texts += strlen(texts) + 1;
    return *texts != '\0';
}

bool pipit_i_text_fits(const char *text, size_t most) {
    size_t characters = 0;
    if (!pipit_utf8_valid(text, strlen(text))) return false;
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text & 0xc0u) != 0x80u) characters++;
    }
    return characters >= 1 && characters <= most;
}

bool pipit_i_event_is(const pipit_event_t *event, uint8_t kind) {
    return event->kind == kind && pipit_json_kind(&event->json, PIPIT_NODE_ROOT) == PIPIT_JSON_OBJECT;
}

bool pipit_i_view_begin(const pipit_event_t *event, uint8_t kind, void *out, size_t size) {
    memset(out, 0, size);
    return pipit_i_event_is(event, kind);
}

static bool is_name_byte(char c) {
    char letter = (char)(c | 0x20);
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static size_t name_length(const char *text) {
    size_t len = 0;
    while (is_name_byte(text[len]))
        len++;
    return len;
}

bool pipit_i_list_fits(const char *list) {
    const char *name = list;
    size_t len = name_length(name);
    for (;; name += len + 1, len = name_length(name)) {
        for (const char *other = list; other < name; other += name_length(other) + 1) {
            if (name_length(other) == len && memcmp(other, name, len) == 0) return false;
        }
        if (len == 0) return false;
        if (name[len] != ',') return name[len] == '\0';
    }
}
