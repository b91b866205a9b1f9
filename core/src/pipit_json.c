/* SPDX-License-Identifier: MIT */
#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "pipit/json.h"
#include "pipit_int.h"
#include <string.h>

/* The tokens after a successful walk: `parent` is the container of an element, of a member's name its object, of a
 * member's value its name. `size` is re-used: of a container the number of the token after all that is inside. */
#define SIZE_NAME 1
#define SIZE_VALUE 0
#define SIZE_DECODED (-1)

typedef char token_sizes_agree[sizeof(pipit_token_t) == sizeof(jsmntok_t) ? 1 : -1];

typedef struct {
    const char *text;
    jsmntok_t *tokens;
    int len;
    int count;
    int at;        /* how much of the text is accounted for */
    int container; /* the innermost one that is open, -1 for none */
} walk_t;

static jsmntok_t *tokens_of(const pipit_json_t *json) {
    return (jsmntok_t *)(void *)json->tokens;
}
static bool is_container(const jsmntok_t *t) {
    return t->type == JSMN_OBJECT || t->type == JSMN_ARRAY;
}
static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_space(walk_t *walk) {
    while (walk->at < walk->len && is_space(walk->text[walk->at]))
        walk->at++;
}

static bool skip_one(walk_t *walk, char c) {
    skip_space(walk);
    if (walk->at >= walk->len || walk->text[walk->at] != c) return false;
    walk->at++;
    return true;
}

/* The token number of the container around `i`, which may be a member's value. */
static int container_of(const jsmntok_t *tokens, int i) {
    int parent = tokens[i].parent;
    return parent >= 0 && tokens[parent].type == JSMN_STRING ? tokens[parent].parent : parent;
}

static bool close_container(walk_t *walk, int next) {
    jsmntok_t *t = &walk->tokens[walk->container];
    if (!skip_one(walk, t->type == JSMN_OBJECT ? '}' : ']') || walk->at != t->end) return false;
    t->size = next;
    walk->container = container_of(walk->tokens, walk->container);
    return true;
}

/* Everything that stands between the last token and token `i`. */
static bool gap_valid(walk_t *walk, int i) {
    int parent = walk->tokens[i].parent;
    if (parent >= 0 && walk->tokens[parent].type == JSMN_STRING) return i == parent + 1 && skip_one(walk, ':');
    while (walk->container != parent) {
        if (walk->container < 0 || !close_container(walk, i)) return false;
    }
    if (parent < 0) return i == 0;
    const jsmntok_t *around = &walk->tokens[parent];
    if (around->type == JSMN_OBJECT && (walk->tokens[i].type != JSMN_STRING || walk->tokens[i].size != SIZE_NAME)) {
        return false;
    }
    return walk->at == around->start + 1 || skip_one(walk, ',');
}

static bool literal_is(const char *text, int len, const char *literal) {
    return (size_t)len == strlen(literal) && memcmp(text, literal, (size_t)len) == 0;
}

static bool primitive_valid(const char *text, int len) {
    switch (text[0]) {
    case 't': return literal_is(text, len, "true");
    case 'f': return literal_is(text, len, "false");
    case 'n': return literal_is(text, len, "null");
    default: return pipit_i_number_valid(text, (size_t)len);
    }
}

static bool is_name(const walk_t *walk, int i) {
    int parent = walk->tokens[i].parent;
    return parent >= 0 && walk->tokens[parent].type == JSMN_OBJECT;
}

static bool token_valid(walk_t *walk, int i) {
    jsmntok_t *t = &walk->tokens[i];
    const char *text = walk->text + t->start;
    int len = t->end - t->start;
    skip_space(walk);
    switch (t->type) {
    case JSMN_STRING:
        if (walk->at != t->start - 1 || (!is_name(walk, i) && t->size != SIZE_VALUE)) return false;
        walk->at = t->end + 1;
        return pipit_i_string_scan(text, (size_t)len) == (size_t)len;
    case JSMN_PRIMITIVE:
        if (walk->at != t->start || t->size != SIZE_VALUE) return false;
        walk->at = t->end;
        return primitive_valid(text, len);
    default:
        if (walk->at != t->start) return false;
        walk->at = t->start + 1;
        walk->container = i;
        return true;
    }
}

/* What jsmn lets pass: missing and repeated punctuation, names that are not strings, several roots, control
 * characters, text that is not UTF-8, numbers like 1.2.3. No recursion: the parent links are the stack. */
static bool walk_valid(walk_t *walk) {
    for (int i = 0; i < walk->count; i++) {
        if (!gap_valid(walk, i) || !token_valid(walk, i)) return false;
    }
    while (walk->container >= 0) {
        if (!close_container(walk, walk->count)) return false;
    }
    skip_space(walk);
    return walk->count > 0 && walk->at == walk->len;
}

/* jsmn in strict mode wants something after a number or literal, which the outermost value does not have. */
static int lone_primitive(jsmntok_t *t, const char *text, size_t len) {
    int begin = 0;
    int end = (int)len;
    while (begin < end && is_space(text[begin]))
        begin++;
    while (end > begin && is_space(text[end - 1]))
        end--;
    if (begin == end || !primitive_valid(text + begin, end - begin)) return 0;
    *t = (jsmntok_t){JSMN_PRIMITIVE, begin, end, SIZE_VALUE, -1};
    return 1;
}

static int tokenise(const char *text, size_t len, jsmntok_t *tokens, size_t token_count) {
    jsmn_parser parser;
    jsmn_init(&parser);
    int count = jsmn_parse(&parser, text, len, tokens, (unsigned)token_count);
    if (count == JSMN_ERROR_PART && token_count > 0) return lone_primitive(tokens, text, len);
    return count;
}

pipit_err_t pipit_json_parse(pipit_json_t *json, char *text, size_t len, pipit_token_t *tokens, size_t token_count) {
    json->text = text;
    json->tokens = tokens;
    json->len = (uint32_t)len;
    json->count = 0;
    int count = tokenise(text, len, tokens_of(json), token_count);
    if (count == JSMN_ERROR_NOMEM) return PIPIT_E_TOKENS;
    if (count <= 0) return PIPIT_E_JSON;
    walk_t walk = {text, tokens_of(json), (int)len, count, 0, -1};
    if (!walk_valid(&walk)) return PIPIT_E_JSON;
    json->count = (uint32_t)count;
    return PIPIT_OK;
}

static const jsmntok_t *token_at(const pipit_json_t *json, pipit_node_t node) {
    return node >= 0 && (uint32_t)node < json->count ? &tokens_of(json)[node] : NULL;
}

uint8_t pipit_json_kind(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    if (!t) return PIPIT_JSON_NONE;
    switch (t->type) {
    case JSMN_OBJECT: return PIPIT_JSON_OBJECT;
    case JSMN_ARRAY: return PIPIT_JSON_ARRAY;
    case JSMN_STRING: return PIPIT_JSON_STRING;
    default: break;
    }
    switch (json->text[t->start]) {
    case 't': return PIPIT_JSON_TRUE;
    case 'f': return PIPIT_JSON_FALSE;
    case 'n': return PIPIT_JSON_NULL;
    default: return PIPIT_JSON_NUMBER;
    }
}

/* The value at token `i` if it is a direct child of `container`, which is an object for names. */
static pipit_node_t child_at(const pipit_json_t *json, int container, int i) {
    const jsmntok_t *t = token_at(json, i);
    if (!t || t->parent != container) return PIPIT_NODE_NONE;
    return tokens_of(json)[container].type == JSMN_OBJECT ? i + 1 : i;
}

pipit_node_t pipit_json_first(const pipit_json_t *json, pipit_node_t container) {
    const jsmntok_t *t = token_at(json, container);
    return t && is_container(t) ? child_at(json, container, container + 1) : PIPIT_NODE_NONE;
}

pipit_node_t pipit_json_next(const pipit_json_t *json, pipit_node_t node) {
    const jsmntok_t *t = token_at(json, node);
    if (!t || t->parent < 0) return PIPIT_NODE_NONE;
    return child_at(json, container_of(tokens_of(json), node), is_container(t) ? t->size : node + 1);
}

pipit_str_t pipit_json_key(const pipit_json_t *json, pipit_node_t node) {
    pipit_str_t key = {NULL, 0};
    const jsmntok_t *t = token_at(json, node);
    if (t && t->parent >= 0 && tokens_of(json)[t->parent].type == JSMN_STRING) {
        const jsmntok_t *name = &tokens_of(json)[t->parent];
        key.ptr = json->text + name->start;
        key.len = (size_t)(name->end - name->start);
    }
    return key;
}

pipit_str_t pipit_json_raw(const pipit_json_t *json, pipit_node_t node) {
    pipit_str_t raw = {NULL, 0};
    const jsmntok_t *t = token_at(json, node);
    if (!t) return raw;
    int quote = t->type == JSMN_STRING ? 1 : 0;
    raw.ptr = json->text + t->start - quote;
    raw.len = (size_t)(t->end - t->start + 2 * quote);
    return raw;
}

pipit_str_t pipit_json_string(pipit_json_t *json, pipit_node_t node) {
    pipit_str_t s = {NULL, 0};
    uint8_t kind = pipit_json_kind(json, node);
    if (kind < PIPIT_JSON_STRING || kind == PIPIT_JSON_NULL) return s;
    jsmntok_t *t = &tokens_of(json)[node];
    if (kind == PIPIT_JSON_STRING && t->size == SIZE_VALUE) {
        t->end = t->start + (int)pipit_unescape(json->text + t->start, (size_t)(t->end - t->start));
        t->size = SIZE_DECODED;
    }
    s.ptr = json->text + t->start;
    s.len = (size_t)(t->end - t->start);
    return s;
}

pipit_err_t pipit_json_u64(const pipit_json_t *json, pipit_node_t node, uint64_t *value) {
    uint8_t kind = pipit_json_kind(json, node);
    if (kind == PIPIT_JSON_NONE || kind == PIPIT_JSON_NULL) return PIPIT_E_ABSENT;
    if (kind != PIPIT_JSON_STRING && kind != PIPIT_JSON_NUMBER) return PIPIT_E_JSON;
    const jsmntok_t *t = token_at(json, node);
    uint64_t sum = 0;
    if (t->start == t->end) return PIPIT_E_JSON;
    for (int i = t->start; i < t->end; i++) {
        if (json->text[i] < '0' || json->text[i] > '9') return PIPIT_E_JSON;
        uint32_t digit = (uint32_t)(json->text[i] - '0');
        if (sum > UINT64_MAX / 10u || (sum == UINT64_MAX / 10u && digit > UINT64_MAX % 10u)) return PIPIT_E_JSON;
        sum = sum * 10u + digit;
    }
    *value = sum;
    return PIPIT_OK;
}

static bool key_is(pipit_str_t key, const char *name, size_t len) {
    if (key.len == len && memcmp(key.ptr, name, len) == 0) return true;
    if (key.len <= len || !memchr(key.ptr, '\\', key.len)) return false;
    size_t matched = 0;
    for (size_t at = 0; at < key.len;) {
        char one[4];
        size_t n = 0;
        at += pipit_i_unescape_one(key.ptr + at, key.len - at, one, &n);
        if (n > len - matched || memcmp(one, name + matched, n) != 0) return false;
        matched += n;
    }
    return matched == len;
}

static pipit_node_t member(const pipit_json_t *json, pipit_node_t object, const char *name, size_t len) {
    if (pipit_json_kind(json, object) != PIPIT_JSON_OBJECT) return PIPIT_NODE_NONE;
    pipit_node_t node = pipit_json_first(json, object);
    while (node != PIPIT_NODE_NONE && !key_is(pipit_json_key(json, node), name, len))
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

pipit_str_t pipit_i_member(pipit_json_t *json, pipit_node_t node, const char *name) {
    return pipit_json_string(json, pipit_json_find(json, node, name));
}
