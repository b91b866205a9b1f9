/* SPDX-License-Identifier: MIT */
/* jsmn finds the tokens in one pass; a second pass is strict and finds the errors that jsmn accepts. */
#define PIPIT_I_JSMN_BODY
#include "pipit_token.h"

#include "../base/pipit_scan.h"
#include "pipit/config.h"
#include "pipit_json_int.h"
#include <string.h>

#define PORTION 256u    /* of tokens */
#define ESCAPE_LENGTH 6 /* of \\u and four digits */

typedef struct {
    const char *text;
    int at;            /* all of the text before it is checked */
    uint32_t depth;    /* of the containers that are open */
    uint32_t controls; /* control characters of the text that were not found between tokens so far */
} walk_t;

static jsmntok_t *tokens_of(const pipit_json_t *json) {
    PIPIT_ASSERT(json);
    return pipit_i_tokens(json->tokens);
}

static bool is_container(uint32_t kind) {
    return kind == PIPIT_JSON_OBJECT || kind == PIPIT_JSON_ARRAY;
}

/* Check the text between the last token and `begin`, where the next token begins or the text ends. Allowed are: spaces;
 * brackets that end containers; and after them `mark`, exactly once (\0: no mark). jsmn has already checked that
 * brackets match, and that no control characters except tabs and line ends are between tokens. */
static bool gap_valid(walk_t *walk, char mark, int begin) {
    bool closing = mark != ':';
    if (mark != '\0' && walk->at + 1 == begin && walk->text[walk->at] == mark) return true; /* a shortcut */
    for (; walk->at < begin; walk->at++) {
        char c = walk->text[walk->at];
        if (c == mark) {
            mark = '\0';
            closing = false;
        } else if (c != ' ' && (uint8_t)c < ' ') {
            walk->controls--;
        } else if (c != ' ' && !(closing && (c == ']' || c == '}'))) {
            return false;
        }
    }
    return mark == '\0' && walk->at == begin;
}

static uint8_t kind_of(const char *text, const jsmntok_t *t) {
    switch (t->type) { /* releases of jsmn number the types in two ways */
    case JSMN_OBJECT: return PIPIT_JSON_OBJECT;
    case JSMN_ARRAY: return PIPIT_JSON_ARRAY;
    case JSMN_STRING: return PIPIT_JSON_STRING;
    default: return pipit_i_primitive_kind(text + t->start, (size_t)(t->end - t->start));
    }
}

/* @return the mark that must be before a token whose parent has the kind `around`. */
static char mark_before(bool first, uint32_t around) {
    if (!first) return ',';
    if (around == PIPIT_JSON_STRING) return ':';
    return '\0';
}

static bool token_valid(walk_t *walk, jsmntok_t *tokens, int i) {
    jsmntok_t *t = &tokens[i];
    uint32_t around = t->parent >= 0 ? (uint32_t)tokens[t->parent].type : PIPIT_JSON_NONE;
    uint8_t kind = kind_of(walk->text, t);
    bool string = kind == PIPIT_JSON_STRING;
    bool name = around == PIPIT_JSON_OBJECT;
    if (kind == PIPIT_JSON_NONE || (around == PIPIT_JSON_NONE && i > 0) || (name && !string)) return false;
    if (!gap_valid(walk, mark_before(t->parent == i - 1, around), t->start - string)) return false;
    t->type = (jsmntype_t)kind;
    if (is_container(kind)) {
        walk->at = t->start + 1;
        walk->depth++;
        return walk->depth <= PIPIT_JSON_DEPTH;
    }
    walk->at = t->end + string;
    return t->size == (name ? PIPIT_I_SIZE_NAME : PIPIT_I_SIZE_VALUE);
}

/* Token `i` is a child of `parent`, so all containers inside `parent` that are still open end before it: store this. */
static void containers_end(walk_t *walk, jsmntok_t *tokens, int i, int parent) {
    for (int open = i - 1; open > parent; open = tokens[open].parent) {
        if (!is_container((uint32_t)tokens[open].type)) continue;
        tokens[open].size = i;
        walk->depth--;
    }
}

/* Are the tokens around the next one too many? For each level there are at most two: a name and a container. */
static bool is_deep(const jsmntok_t *tokens, int around) {
    uint32_t count = 0;
    for (; around >= 0; around = tokens[around].parent)
        count++;
    return count > 2u * PIPIT_JSON_DEPTH;
}

/* At a closing bracket jsmn walks from the last token up to the container that ends. To bound this walk, it gets the
 * tokens in portions, and the depth is checked between them.
 * @return the number of tokens, or an error (below 0). */
static int32_t tokens_find(pipit_json_t *json, size_t token_count) {
    jsmn_parser parser;
    size_t most = 0;
    int count;
    if (!json->tokens) return PIPIT_E_TOKENS;
    jsmn_init(&parser);
    do {
        if (most == token_count) return PIPIT_E_TOKENS;
        most = token_count - most > PORTION ? most + PORTION : token_count;
        count = jsmn_parse(&parser, json->text, json->len, tokens_of(json), (unsigned)most);
        if (count == JSMN_ERROR_NOMEM && is_deep(tokens_of(json), parser.toksuper)) return PIPIT_E_DEPTH;
    } while (count == JSMN_ERROR_NOMEM);
    return count > 0 && parser.pos == json->len ? count : PIPIT_E_JSON; /* jsmn stops at a zero byte */
}

/* Find the errors that jsmn accepts: missing and repeated punctuation, names that are not strings, more than one value
 * at the top, control characters, numbers like 1.2.3, unknown words. The parent links of the tokens take the place of
 * recursion. */
PIPIT_I_OWN_FRAME pipit_err_t tokens_check(pipit_json_t *json, int count) {
    walk_t walk = {json->text, 0, 0, 0};
    jsmntok_t *tokens = tokens_of(json);
    if (!pipit_i_utf8_scan(json->text, json->len, &walk.controls)) return PIPIT_E_JSON;
    for (int i = 0;; i++) {
        containers_end(&walk, tokens, i, i < count ? tokens[i].parent : PIPIT_NODE_NONE);
        if (i == count) break;
        if (!token_valid(&walk, tokens, i)) return walk.depth > PIPIT_JSON_DEPTH ? PIPIT_E_DEPTH : PIPIT_E_JSON;
    }
    if (!gap_valid(&walk, '\0', (int)json->len) || walk.controls != 0) return PIPIT_E_JSON;
    json->count = (uint32_t)count;
    return PIPIT_OK;
}

pipit_err_t pipit_i_json_parse(pipit_json_t *json, size_t token_count) {
    int32_t count = tokens_find(json, token_count);
    return count < 0 ? count : tokens_check(json, count);
}

pipit_err_t pipit_json_parse(pipit_json_t *json, char *text, size_t len, pipit_token_t *tokens, size_t token_count) {
    PIPIT_ASSERT(json && (text || len == 0));
    json->text = text;
    json->tokens = tokens;
    json->len = (uint32_t)len;
    json->count = 0;
    if ((len | token_count) > INT32_MAX) return PIPIT_E_INVALID;
    return pipit_i_json_parse(json, token_count);
}

static jsmntok_t *token_at(const pipit_json_t *json, pipit_node_t node) {
    PIPIT_ASSERT(json);
    return (uint32_t)node < json->count ? &tokens_of(json)[node] : NULL;
}

uint8_t pipit_json_kind(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    return t ? (uint8_t)t->type : PIPIT_JSON_NONE;
}

/* @return the child of `container` that begins with token `i`; PIPIT_NODE_NONE if `i` is after the last one. */
static pipit_node_t child_at(const jsmntok_t *tokens, int container, int i) {
    while (i < tokens[container].size && tokens[i].end == PIPIT_I_END_REMOVED)
        i = tokens[i].size;
    if (i >= tokens[container].size) return PIPIT_NODE_NONE;
    return (uint32_t)tokens[container].type == PIPIT_JSON_OBJECT ? i + 1 : i;
}

pipit_node_t pipit_json_first(const pipit_json_t *json, pipit_node_t container) {
    if (!is_container(pipit_json_kind(json, container))) return PIPIT_NODE_NONE;
    return child_at(tokens_of(json), container, container + 1);
}

/* @return the index of the token after token `i` and everything inside it. */
static int after(const jsmntok_t *tokens, int i) {
    return is_container((uint32_t)tokens[i].type) ? tokens[i].size : i + 1;
}

pipit_node_t pipit_json_next(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *tokens = tokens_of(json);
    const jsmntok_t *t = token_at(json, node);
    if (!t || t->parent < 0) return PIPIT_NODE_NONE;
    int container = t->parent;
    if (!is_container((uint32_t)tokens[container].type)) container = tokens[container].parent;
    return child_at(tokens, container, after(tokens, node));
}

PIPIT_I_INLINE pipit_str_t content(const pipit_json_t *json, const jsmntok_t *t, bool quoted) {
    pipit_str_t s = {NULL, 0};
    if (t) {
        s.ptr = json->text + t->start - quoted;
        s.len = (size_t)(t->end - t->start);
        if (quoted) s.len += 2;
    }
    return s;
}

PIPIT_I_OWN_FRAME pipit_str_t content_of(const pipit_json_t *json, pipit_node_t node, bool quoted) {
    return content(json, token_at(json, node), quoted);
}

pipit_str_t pipit_json_key(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    int parent = t ? t->parent : -1;
    return content_of(json, pipit_json_kind(json, parent) == PIPIT_JSON_STRING ? parent : PIPIT_NODE_NONE, false);
}

pipit_str_t pipit_json_raw(const pipit_json_t *json, pipit_node_t node) {
    return content_of(json, node, pipit_json_kind(json, node) == PIPIT_JSON_STRING);
}

pipit_str_t pipit_i_content(const pipit_json_t *json, pipit_node_t node) {
    return content_of(json, node, false);
}

void pipit_i_string_read(pipit_json_t *json, pipit_node_t node, pipit_str_t *out) {
    jsmntok_t *t = token_at(json, node);
    uint32_t kind = t ? (uint32_t)t->type : PIPIT_JSON_NONE;
    if (kind < PIPIT_JSON_STRING || kind == PIPIT_JSON_NULL) t = NULL;
    if (kind == PIPIT_JSON_STRING && t->size != PIPIT_I_SIZE_DECODED) {
        t->end = (int)pipit_unescape(json->text + t->start, (size_t)(t->end - t->start));
        t->end += t->start;
        t->size = PIPIT_I_SIZE_DECODED;
    }
    *out = content(json, t, false);
}

pipit_str_t pipit_json_string(pipit_json_t *json, pipit_node_t node) {
    pipit_str_t text;
    pipit_i_string_read(json, node, &text);
    return text;
}

/* Only the last of these digits can overflow 64 bits. */
#define U64_DIGITS 20u

#if PIPIT_I_LITTLE_ENDIAN_WORDS
#define EIGHT 8u

/* @return whether the eight bytes are digits; *sum is then 10^8 times as much, and their number. The digits are added
 * up in pairs, then in fours, then all. */
static bool eight_read(const char *digits, uint64_t *sum) {
    uint64_t word;
    PIPIT_I_COPY(&word, digits, sizeof word);
    /* The upper four bits are 3, and still are when 6 is added: '0' to '9'. A carry needs a byte whose bits are not. */
    const uint64_t upper = (word & 0xf0f0f0f0f0f0f0f0u) | ((word + 0x0606060606060606u) & 0xf0f0f0f0f0f0f0f0u) >> 4;
    if (upper != 0x3333333333333333u) return false;
    word = (word & 0x0f0f0f0f0f0f0f0fu) * 10u + ((word & 0x0f0f0f0f0f0f0f0fu) >> 8);
    word = (word & 0x00ff00ff00ff00ffu) * 100u + ((word & 0x00ff00ff00ff00ffu) >> 16);
    word = (word & 0x0000ffff0000ffffu) * 10000u + ((word & 0x0000ffff0000ffffu) >> 32);
    *sum = *sum * 100000000u + (word & 0xffffffffu);
    return true;
}
#endif

/*@ requires \valid_read(digits.ptr + (0 .. digits.len - 1)) && \valid(value);
    requires \separated(value, digits.ptr + (0 .. digits.len - 1));
    assigns *value;
    ensures \result == 0 ==> 1 <= digits.len <= 20;
    ensures \result != 0 ==> *value == \old(*value); */
pipit_err_t pipit_i_u64(pipit_str_t digits, uint64_t *value) {
    uint64_t sum = 0;
    if (digits.len == 0 || digits.len > U64_DIGITS) return PIPIT_E_JSON;
    if (digits.len == U64_DIGITS && *digits.ptr > '1') return PIPIT_E_JSON; /* so the sum can overflow only once */
#if PIPIT_I_LITTLE_ENDIAN_WORDS
    for (; digits.len > EIGHT; digits.ptr += EIGHT, digits.len -= EIGHT) {
        if (!eight_read(digits.ptr, &sum)) return PIPIT_E_JSON;
    }
#endif
    /*@ loop invariant 0 <= i <= digits.len;
        loop assigns i, sum;
        loop variant digits.len - i; */
    for (size_t i = 0; i < digits.len; i++) {
        uint32_t digit = (uint32_t)(digits.ptr[i] - '0');
        uint64_t next = sum * 10u + digit;
        if (digit > 9 || next < sum) return PIPIT_E_JSON;
        sum = next;
    }
    *value = sum;
    return PIPIT_OK;
}

pipit_err_t pipit_json_u64(const pipit_json_t *json, pipit_node_t node, uint64_t *value) {
    uint8_t kind = pipit_json_kind(json, node);
    PIPIT_ASSERT(value);
    if (kind == PIPIT_JSON_NONE || kind == PIPIT_JSON_NULL) return PIPIT_E_ABSENT;
    if (kind < PIPIT_JSON_STRING) return PIPIT_E_JSON;
    return pipit_i_u64(content_of(json, node, false), value);
}

/* @return whether an escape is at `text` that means `c`, which is below 0x80 and not 0. */
static bool is_unit(const char *text, char c) {
    return text[0] == '\\' && c != '\0' && text[1] == 'u' && (text[2] | text[3]) == '0' && text[4] == '0' + (c >> 4) &&
           pipit_i_hex_digit((uint8_t)text[5]) == ((uint8_t)c & 15u);
}

/* Names are compared decoded (RFC 8259 section 8.3). Those of Pipit are of letters, digits and underscores: only an
 * escape of the form \u00XX can mean one of them. No call, because the stack of Pipit is deepest here. */
PIPIT_I_INLINE bool is_name(const char *text, int len, const char *name) {
    const char *end = text + len;
    for (; text < end; text++, name++) {
        if (*text == *name) continue;
        if (!is_unit(text, *name)) return false;
        text += ESCAPE_LENGTH - 1;
    }
    return *name == '\0';
}

pipit_node_t pipit_i_member(const pipit_json_t *json, pipit_node_t object, const char *name) {
    const jsmntok_t *tokens = tokens_of(json);
    if (pipit_json_kind(json, object) != PIPIT_JSON_OBJECT) return PIPIT_NODE_NONE;
    const int end = tokens[object].size;
    for (int i = object + 1; i < end; i = after(tokens, i + 1)) {
        const jsmntok_t *t = &tokens[i];
        if (is_name(json->text + t->start, t->end - t->start, name)) return i + 1;
    }
    return PIPIT_NODE_NONE;
}

#if PIPIT_CFG_WORD_SCAN
/* @return the index in `names` of the name in token `t`; if it is not there, the number of names. */
PIPIT_I_INLINE uint32_t name_index(const pipit_json_t *json, const jsmntok_t *t, const char *names) {
    const char *text = json->text + t->start;
    uint32_t index = 0;
    for (; *names != '\0'; names += *names, index++) {
        if ((*text == names[1] || *text == '\\') && is_name(text, t->end - t->start, names + 1)) break;
    }
    return index;
}

/* All in one walk. On small machines that saves 2 % of the instructions, and costs 200 bytes and stack. */
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *at) {
    const jsmntok_t *tokens = tokens_of(json);
    const int end = pipit_json_kind(json, object) == PIPIT_JSON_OBJECT ? tokens[object].size : 0;
    const pipit_str_t none = {NULL, 0};
    pipit_str_t *texts = at;
    uint32_t absent = 0; /* one bit for each name that was not found so far */
    for (const char *name = names; *name != '\0'; name += *name, absent = absent * 2u + 1u)
        *texts++ = none;
    for (int i = object + 1; absent != 0 && i < end; i = after(tokens, i + 1)) {
        const uint32_t index = name_index(json, &tokens[i], names);
        if ((absent >> index & 1u) == 0) continue;
        absent &= ~((uint32_t)1 << index);
        pipit_i_string_read(json, i + 1, (pipit_str_t *)at + index);
    }
}
#else
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *at) {
    for (char *to = at; *names != '\0'; to += sizeof(pipit_str_t)) {
        pipit_i_string_read(json, pipit_i_member(json, object, names + 1), (void *)to);
        names += *names;
    }
}
#endif
