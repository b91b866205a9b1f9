/* SPDX-License-Identifier: MIT */
/* jsmn finds the tokens, once; the strict walk then refuses what jsmn lets pass. Without JSMN_STRICT: the walk is
 * stricter, and jsmn then reads a number that ends with the text. */
#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "pipit/json.h"
#include "pipit_int.h"
#include <string.h>

/* The tokens after a successful walk. `type` is a PIPIT_JSON_ value. `parent` is the container of an element, of a
 * member's name its object, of a member's value its name. `size` is of a container the number of the token after all
 * that is inside, of a string whether it is decoded. */
#define SIZE_DECODED (-1)

typedef char token_sizes_agree[sizeof(pipit_token_t) == sizeof(jsmntok_t) ? 1 : -1];

typedef struct {
    const char *text;
    jsmntok_t *tokens;
    int at;            /* how much of the text is accounted for */
    int container;     /* the innermost one that is open, -1 for none */
    uint32_t controls; /* control characters that are still to be met between tokens */
} walk_t;

static jsmntok_t *tokens_of(const pipit_json_t *json) {
    return (jsmntok_t *)(void *)json->tokens;
}

static bool is_container(uint32_t kind) {
    return kind == PIPIT_JSON_OBJECT || kind == PIPIT_JSON_ARRAY;
}

/* The token number of the container around `i`, which may be a member's value. */
static int container_of(const jsmntok_t *tokens, int i) {
    int parent = tokens[i].parent;
    return parent >= 0 && (uint32_t)tokens[parent].type == PIPIT_JSON_STRING ? tokens[parent].parent : parent;
}

static void space_skip(walk_t *walk, int end) {
    for (; walk->at < end && (uint8_t)walk->text[walk->at] <= ' '; walk->at++) {
        if (walk->text[walk->at] != ' ') walk->controls--; /* jsmn lets no other than tabs and line ends pass here */
    }
}

/* Token `next` is not in these containers any more. jsmn has seen to it that the brackets match. */
static bool containers_close(walk_t *walk, int around, int next, int end) {
    while (walk->container != around) {
        if (walk->container < 0) return false;
        jsmntok_t *t = &walk->tokens[walk->container];
        space_skip(walk, end);
        if (++walk->at != t->end) return false;
        t->size = next;
        walk->container = container_of(walk->tokens, walk->container);
    }
    space_skip(walk, end);
    return true;
}

/* `mark` and space up to `begin`. */
static bool mark_valid(walk_t *walk, char mark, int begin) {
    space_skip(walk, begin);
    if (walk->at == begin || walk->text[walk->at] != mark) return false;
    walk->at++;
    space_skip(walk, begin);
    return walk->at == begin;
}

/* What stands between token i - 1 and token `i`, which begins at `begin`. */
static bool gap_valid(walk_t *walk, int i, int begin) {
    int parent = walk->tokens[i].parent;
    if (parent != i - 1) {
        if (parent < 0 || !containers_close(walk, parent, i, begin)) return false;
        return mark_valid(walk, ',', begin);
    }
    if (parent >= 0 && (uint32_t)walk->tokens[parent].type == PIPIT_JSON_STRING) return mark_valid(walk, ':', begin);
    space_skip(walk, begin);
    return walk->at == begin;
}

/* @return PIPIT_JSON_NONE when it is neither a number nor a literal. */
static uint8_t primitive_kind(const char *text, size_t len) {
    if (len == 4 && memcmp(text, "true", 4) == 0) return PIPIT_JSON_TRUE;
    if (len == 5 && memcmp(text, "false", 5) == 0) return PIPIT_JSON_FALSE;
    if (len == 4 && memcmp(text, "null", 4) == 0) return PIPIT_JSON_NULL;
    return pipit_i_number_valid(text, len) ? PIPIT_JSON_NUMBER : PIPIT_JSON_NONE;
}

static bool token_valid(walk_t *walk, int i) {
    jsmntok_t *t = &walk->tokens[i];
    bool string = t->type == JSMN_STRING;
    bool name = t->parent >= 0 && (uint32_t)walk->tokens[t->parent].type == PIPIT_JSON_OBJECT;
    if (!gap_valid(walk, i, t->start - string) || (name && !string)) return false;
    if (t->type == JSMN_OBJECT || t->type == JSMN_ARRAY) {
        t->type = (jsmntype_t)(t->type == JSMN_OBJECT ? PIPIT_JSON_OBJECT : PIPIT_JSON_ARRAY);
        walk->at = t->start + 1;
        walk->container = i;
        return true;
    }
    uint8_t kind = PIPIT_JSON_STRING;
    if (!string) kind = primitive_kind(walk->text + t->start, (size_t)(t->end - t->start));
    t->type = (jsmntype_t)kind;
    walk->at = t->end + string;
    return kind != PIPIT_JSON_NONE && t->size == name;
}

/* What jsmn lets pass: missing and repeated punctuation, names that are not strings, several roots, control
 * characters, numbers like 1.2.3, words. No recursion: the parent links are the stack. */
static bool walk_valid(walk_t *walk, int count, int len) {
    for (int i = 0; i < count; i++) {
        if (!token_valid(walk, i)) return false;
    }
    return containers_close(walk, -1, count, len) && walk->at == len && walk->controls == 0;
}

pipit_err_t pipit_json_parse(pipit_json_t *json, char *text, size_t len, pipit_token_t *tokens, size_t token_count) {
    jsmn_parser parser;
    walk_t walk = {text, (jsmntok_t *)(void *)tokens, 0, -1, 0};
    json->text = text;
    json->tokens = tokens;
    json->len = (uint32_t)len;
    json->count = 0;
    jsmn_init(&parser);
    int count = jsmn_parse(&parser, text, len, walk.tokens, (unsigned)token_count);
    if (count == JSMN_ERROR_NOMEM) return PIPIT_E_TOKENS;
    if (count <= 0 || parser.pos < len) return PIPIT_E_JSON; /* a zero byte stops jsmn */
    if (!pipit_i_utf8_scan(text, len, &walk.controls)) return PIPIT_E_JSON;
    if (!walk_valid(&walk, count, (int)len)) return PIPIT_E_JSON;
    json->count = (uint32_t)count;
    return PIPIT_OK;
}

static jsmntok_t *token_at(const pipit_json_t *json, pipit_node_t node) {
    return (uint32_t)node < json->count ? &tokens_of(json)[node] : NULL;
}

uint8_t pipit_json_kind(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    return t ? (uint8_t)t->type : PIPIT_JSON_NONE;
}

/* The value at token `i` if it is a direct child of `container`. */
static pipit_node_t child_at(const pipit_json_t *json, int container, int i) {
    const jsmntok_t *t = token_at(json, i);
    if (!t || t->parent != container) return PIPIT_NODE_NONE;
    return pipit_json_kind(json, container) == PIPIT_JSON_OBJECT ? i + 1 : i;
}

pipit_node_t pipit_json_first(const pipit_json_t *json, pipit_node_t container) {
    return is_container(pipit_json_kind(json, container)) ? child_at(json, container, container + 1) : PIPIT_NODE_NONE;
}

static int token_after(const jsmntok_t *tokens, int i) {
    return is_container((uint32_t)tokens[i].type) ? tokens[i].size : i + 1;
}

pipit_node_t pipit_json_next(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    if (!t || t->parent < 0) return PIPIT_NODE_NONE;
    return child_at(json, container_of(tokens_of(json), node), token_after(tokens_of(json), node));
}

static pipit_str_t content(const pipit_json_t *json, const jsmntok_t *t, int quote) {
    pipit_str_t s = {NULL, 0};
    if (t) {
        s.ptr = json->text + t->start - quote;
        s.len = (size_t)(t->end - t->start + 2 * quote);
    }
    return s;
}

pipit_str_t pipit_json_key(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    int parent = t ? t->parent : -1;
    return content(json, pipit_json_kind(json, parent) == PIPIT_JSON_STRING ? token_at(json, parent) : NULL, 0);
}

pipit_str_t pipit_json_raw(const pipit_json_t *json, pipit_node_t node) {
    return content(json, token_at(json, node), pipit_json_kind(json, node) == PIPIT_JSON_STRING);
}

pipit_str_t pipit_json_string(pipit_json_t *json, pipit_node_t node) {
    jsmntok_t *t = token_at(json, node);
    uint8_t kind = pipit_json_kind(json, node);
    if (kind == PIPIT_JSON_STRING && t->size != SIZE_DECODED) {
        t->end = t->start + (int)pipit_unescape(json->text + t->start, (size_t)(t->end - t->start));
        t->size = SIZE_DECODED;
    }
    return content(json, kind >= PIPIT_JSON_STRING && kind != PIPIT_JSON_NULL ? t : NULL, 0);
}

/* 19 digits always fit into 64 bits. */
pipit_err_t pipit_i_u64(pipit_str_t digits, uint64_t *value) {
    uint64_t sum = 0;
    if (digits.len == 0 || digits.len > 20) return PIPIT_E_JSON;
    for (size_t i = 0; i < digits.len; i++) {
        uint32_t digit = (uint32_t)(digits.ptr[i] - '0');
        if (digit > 9 || (i == 19 && (sum > UINT64_MAX / 10u || sum * 10u > UINT64_MAX - digit))) return PIPIT_E_JSON;
        sum = sum * 10u + digit;
    }
    *value = sum;
    return PIPIT_OK;
}

pipit_err_t pipit_json_u64(const pipit_json_t *json, pipit_node_t node, uint64_t *value) {
    uint8_t kind = pipit_json_kind(json, node);
    if (kind == PIPIT_JSON_NONE || kind == PIPIT_JSON_NULL) return PIPIT_E_ABSENT;
    if (kind < PIPIT_JSON_STRING) return PIPIT_E_JSON;
    return pipit_i_u64(content(json, token_at(json, node), 0), value);
}

/* Names compare after unescaping, and no name that is asked for has a backslash: the names of X are compared byte by
 * byte, and only one that goes on with an escape is decoded. */
static bool name_is(const char *key, size_t key_len, const char *name, size_t len) {
    size_t at = 0;
    while (at < key_len && at < len && key[at] == name[at])
        at++;
    size_t matched = at;
    while (at < key_len && key[at] == '\\') {
        char one[4];
        size_t n = 0;
        at += pipit_i_unescape_one(key + at, key_len - at, one, &n);
        if (n > len - matched || memcmp(one, name + matched, n) != 0) return false;
        matched += n;
        while (at < key_len && matched < len && key[at] == name[matched])
            at++, matched++;
    }
    return at == key_len && matched == len;
}

static pipit_node_t member(const pipit_json_t *json, pipit_node_t object, const char *name, size_t len) {
    const jsmntok_t *tokens = tokens_of(json);
    if (pipit_json_kind(json, object) != PIPIT_JSON_OBJECT) return PIPIT_NODE_NONE;
    int end = tokens[object].size;
    for (int i = object + 1; i < end; i = token_after(tokens, i + 1)) {
        const jsmntok_t *t = &tokens[i];
        if (name_is(json->text + t->start, (size_t)(t->end - t->start), name, len)) return i + 1;
    }
    return PIPIT_NODE_NONE;
}

static pipit_node_t element(const pipit_json_t *json, pipit_node_t array, uint32_t number) {
    if (pipit_json_kind(json, array) != PIPIT_JSON_ARRAY) return PIPIT_NODE_NONE;
    pipit_node_t node = pipit_json_first(json, array);
    while (node != PIPIT_NODE_NONE && number-- > 0)
        node = pipit_json_next(json, node);
    return node;
}

/* "[12]" @return the length, 0 if it is not that. */
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

pipit_node_t pipit_i_member(const pipit_json_t *json, pipit_node_t object, const char *name) {
    return member(json, object, name, strlen(name));
}

/* `names` is "id\0text\0": the values of these members as texts, into the strings that `out` begins with. */
void pipit_i_texts(pipit_json_t *json, pipit_node_t object, const char *names, void *out) {
    for (pipit_str_t *s = out; *names != '\0'; s++) {
        *s = pipit_json_string(json, pipit_i_member(json, object, names));
        names += strlen(names) + 1;
    }
}
