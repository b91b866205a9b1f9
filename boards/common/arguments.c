/* SPDX-License-Identifier: MIT */
#include "arguments.h"
#include <string.h>

static size_t word_length(const char *word) {
    return strcspn(word, " ");
}

pipit_str_t argument_text(const char *words, const char *name) {
    size_t name_len = strlen(name);
    for (const char *word = words; *word; word += strspn(word, " ")) {
        size_t len = word_length(word);
        bool named = len >= name_len && memcmp(word, name, name_len) == 0;
        if (named && len == name_len) return (pipit_str_t){word + len, 0};
        if (named && word[name_len] == '=') return (pipit_str_t){word + name_len + 1, len - name_len - 1};
        word += len;
    }
    return (pipit_str_t){NULL, 0};
}

bool argument_given(const char *words, const char *name) {
    return argument_text(words, name).ptr != NULL;
}

uint32_t argument_number(const char *words, const char *name, uint32_t otherwise) {
    pipit_str_t text = argument_text(words, name);
    uint32_t number = 0;
    if (text.len == 0) return otherwise;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return otherwise;
        number = number * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return number;
}

const char *argument_copy(const char *words, const char *name, const char *otherwise, char *out, size_t size) {
    pipit_str_t text = argument_text(words, name);
    if (!text.ptr) return otherwise;
    size_t len = text.len < size ? text.len : size - 1;
    memcpy(out, text.ptr, len);
    out[len] = '\0';
    return out;
}
