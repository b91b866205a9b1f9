/* SPDX-License-Identifier: MIT */
/* Between the bytes of a line and its text: lets through the members that select names, as a smaller text of the
 * same shape, with its tokens. All state is in the scan, so the line may be cut anywhere. What is written never takes
 * more bytes than have come, so it goes where they were. */
#include "../base/pipit_scan.h"
#include "../base/pipit_word.h"
#include "../x/pipit_x.h"
#include "pipit_select_int.h"
#include <string.h>

static pipit_select_scan_t *scan_of(const pipit_t *client) {
    return &client->select->scan;
}

/* ---- paths ---- */

static pipit_str_t name_of(const pipit_t *client) {
    const uint32_t at = scan_of(client)->value;
    pipit_str_t name = {(const char *)client->config.rx + client->io.text.at + at, client->io.text.len - at};
    return name;
}

/* The paths that led here, a bit each. */
static uint32_t candidates(const pipit_select_t *select) {
    const uint32_t level = select->scan.level;
    return level > 0 ? select->scan.wanted[level - 1u] : UINT32_MAX >> (32u - (uint32_t)select->path_count);
}

/* How much of `wanted`, to its dot or end, is this name? 0: another name. Names of paths are not empty. */
PIPIT_I_INLINE uint32_t name_matches(pipit_str_t name, const char *wanted) {
    uint32_t n = 0;
    while (n < name.len && wanted[n] == name.ptr[n] && wanted[n] != '.' && wanted[n] != '\0')
        n++;
    return n == name.len && (wanted[n] == '.' || wanted[n] == '\0') ? n : 0;
}

/* Path `i` has this name, of so many bytes: it goes on, or ends with it. */
static void path_take(pipit_select_t *select, uint32_t i, uint32_t len) {
    pipit_select_scan_t *s = &select->scan;
    if (select->paths[i][s->prefix + len] == '.') {
        s->wanted[s->level] |= (uint32_t)1 << i;
        s->behind = s->prefix + len + 1u;
    } else {
        s->wish = WISH_KEEP;
    }
}

/* One name up again. */
static void level_leave(pipit_select_t *select) {
    pipit_select_scan_t *s = &select->scan;
    uint32_t left = --s->level;
    const char *const *path = select->paths;
    for (uint32_t bits = candidates(select); (bits & 1u) == 0; bits >>= 1)
        path++;
    for (s->prefix = 0; left > 0; s->prefix++)
        left -= (*path)[s->prefix] == '.';
}

void pipit_i_select_match(pipit_select_t *select, pipit_str_t name) {
    pipit_select_scan_t *s = &select->scan;
    s->wish = WISH_SKIP;
    s->wanted[s->level] = 0;
    for (uint32_t i = 0, left = candidates(select); left != 0; i++, left >>= 1) {
        if ((left & 1u) == 0) continue;
        uint32_t len = name_matches(name, select->paths[i] + s->prefix);
        if (len > 0) path_take(select, i, len);
    }
    if (s->wish == WISH_SKIP && s->wanted[s->level] != 0) s->wish = WISH_WALK;
}

static void match_end(pipit_select_scan_t *s) {
    s->state = s->depth == 1 && !s->post ? STATE_NOTICE : STATE_NAMED;
}

PIPIT_I_OWN_FRAME uint32_t name_match(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = STATE_MATCH_ESCAPED;
    s->path = 0;
    s->wish = WISH_SKIP;
    s->wanted[s->level] = 0;
    if (s->escaped) return 0;
    pipit_i_select_match(client->select, name_of(client));
    match_end(s);
    return 0;
}

/* The same for one path, and a name with escapes. */
PIPIT_I_OWN_FRAME uint32_t name_match_escaped(pipit_t *client) {
    pipit_select_t *select = client->select;
    pipit_select_scan_t *s = scan_of(client);
    if (candidates(select) >> s->path & 1u) {
        const char *wanted = select->paths[s->path] + s->prefix;
        size_t len = strcspn(wanted, ".");
        if (pipit_i_name_is(name_of(client), wanted, len)) path_take(select, s->path, (uint32_t)len);
    }
    if (++s->path < select->path_count) return 0;
    if (s->wish == WISH_SKIP && s->wanted[s->level] != 0) s->wish = WISH_WALK;
    match_end(s);
    return 0;
}

/* ---- the text and its tokens ---- */

/* What can be written so that every container can still be closed. */
static uint32_t room(const pipit_t *client) {
    return pipit_i_text_limit(client) - client->io.text.len - scan_of(client)->depth;
}

static void put(pipit_t *client, uint32_t at, uint32_t len) {
    uint8_t *to = client->config.rx + client->io.text.at + client->io.text.len;
    memmove(to, client->config.rx + at, len);
    client->io.text.len += len;
}

static void put_byte(pipit_t *client, uint8_t c) {
    client->config.rx[client->io.text.at + client->io.text.len++] = c;
}

static void token_add(pipit_t *client, uint32_t kind, uint32_t start, uint32_t end, int size) {
    pipit_select_scan_t *s = scan_of(client);
    jsmntok_t *t = token_at(client, s->count);
    t->type = (jsmntype_t)kind;
    t->start = (int)start;
    t->end = (int)end;
    t->size = size;
    t->parent = s->depth == 0 ? -1 : size == PIPIT_I_SIZE_VALUE && in_object(client) ? s->count - 1 : s->open;
    s->count++;
}

/* Before what may follow a comma. The comma is written at once, into the place that it came from: later there might be
 * none, because the free bytes of the buffer are gathered between two pieces of a line. */
static void put_comma(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    uint8_t last = client->config.rx[client->io.text.at + client->io.text.len - 1u];
    s->begin = client->io.text.len;
    s->kept = s->count;
    if (last != '{' && last != '[' && room(client) > 0) put_byte(client, ',');
}

/* The present member or element is not wanted, or has no room. The comma before it goes as well. */
static void skip(pipit_t *client, bool cut) {
    pipit_select_scan_t *s = scan_of(client);
    client->io.text.len = s->begin;
    s->count = s->kept;
    s->wish = WISH_SKIP;
    if (cut) s->cut = true;
}

/* ---- containers ---- */

void pipit_i_select_enter(pipit_t *client, uint8_t bracket) {
    pipit_select_scan_t *s = scan_of(client);
    bool object = bracket == '{';
    bool member = s->depth > 0 && in_object(client);
    token_add(client, object ? PIPIT_JSON_OBJECT : PIPIT_JSON_ARRAY, client->io.text.len, 0, PIPIT_I_SIZE_VALUE);
    s->open = s->count - 1;
    if (s->whole == 0 && s->wish == WISH_KEEP) s->whole = s->open;
    if (s->whole == 0 && member) {
        s->level++;
        s->prefix = s->behind;
    }
    s->depth++;
    s->begin = client->io.text.len + 1u;
    s->kept = s->count;
    s->state = object ? STATE_FIRST_NAME : STATE_FIRST_ELEMENT;
}

static void container_open(pipit_t *client, uint8_t bracket) {
    pipit_i_select_enter(client, bracket);
    put_byte(client, bracket);
}

uint8_t pipit_i_select_leave(pipit_t *client, uint8_t bracket) {
    pipit_select_scan_t *s = scan_of(client);
    jsmntok_t *t = token_at(client, s->open);
    if (bracket != (in_object(client) ? '}' : ']')) return STATE_BROKEN;
    t->end = (int)client->io.text.len + 1;
    t->size = s->count;
    s->depth--;
    if (s->depth == 0) return STATE_DONE;
    bool was_walked = s->whole == 0;
    if (s->open == s->whole) s->whole = 0;
    s->open = t->parent;
    t = token_at(client, s->open);
    if ((uint32_t)t->type == PIPIT_JSON_STRING) { /* a member */
        s->open = t->parent;
        if (was_walked) level_leave(client->select);
    }
    return STATE_AFTER;
}

static uint8_t container_close(pipit_t *client, uint8_t bracket) {
    uint8_t state = pipit_i_select_leave(client, bracket);
    if (state != STATE_BROKEN) put_byte(client, bracket);
    return state;
}

/* ---- strings ---- */

static bool is_hex(uint8_t c) {
    return (uint8_t)(c - '0') <= 9 || (uint8_t)((c | 0x20) - 'a') <= 5;
}

/* u and four hexadecimal digits, as nearly all escapes are. */
static bool is_unit(const uint8_t *text) {
    return text[0] == 'u' && is_hex(text[1]) && is_hex(text[2]) && is_hex(text[3]) && is_hex(text[4]);
}

static uint8_t after_backslash(pipit_select_scan_t *s, uint8_t c) {
    s->digits = 4;
    if (c == 'u') return STRING_HEX;
    return c != '\0' && strchr("\"\\/bfnrt", c) ? STRING_RUN : STRING_BROKEN;
}

static uint8_t after_digit(pipit_select_scan_t *s, uint8_t c) {
    if (!is_hex(c)) return STRING_BROKEN;
    return --s->digits == 0 ? STRING_RUN : STRING_HEX;
}

/* From a quote or a backslash on. @return how many bytes were taken. */
static uint32_t string_mark(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    if (*from == '"') {
        s->string = STRING_OVER;
        return 1;
    }
    s->escaped = true;
    if (len >= 6u && is_unit(from + 1)) return 6;
    s->string = STRING_ESCAPE;
    return 1;
}

uint32_t pipit_i_select_string(pipit_select_scan_t *s, const uint8_t *from, uint32_t len) {
    uint32_t i = 0;
    while (i < len && s->string < STRING_OVER) {
        if (s->string == STRING_ESCAPE) {
            s->string = after_backslash(s, from[i++]);
        } else if (s->string == STRING_HEX) {
            s->string = after_digit(s, from[i++]);
        } else {
            i = (uint32_t)(pipit_i_find(from + i, from + len, '\\') - from);
            if (i < len) i += string_mark(s, from + i, len - i);
        }
    }
    return i;
}

/* ---- names ---- */

static void name_begin(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = STATE_IN_NAME;
    s->string = STRING_RUN;
    s->escaped = false;
    s->wish = WISH_WALK;
    if (room(client) < MEMBER_MIN || !has_tokens(client, MEMBER_TOKENS)) {
        skip(client, true);
        return;
    }
    put_byte(client, '"');
    s->value = client->io.text.len;
}

static uint32_t word_of(pipit_str_t name) {
    uint32_t word = 0;
    for (size_t at = 0; at < name.len;) {
        uint32_t character = pipit_i_character_read(name.ptr + at, name.len - at);
        word = PIPIT_I_WORD_NEXT(word, PIPIT_I_CHARACTER_CODE(character));
        at += PIPIT_I_CHARACTER_LENGTH(character);
    }
    return word;
}

/* Names at the top that Pipit itself reads are wanted in a message that is no Post. */
PIPIT_I_OWN_FRAME uint32_t name_notice(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    uint32_t word = word_of(name_of(client));
    if (word == PIPIT_I_WORD_DATA) s->post = true;
    if (pipit_i_notice_has(word)) s->wish = WISH_KEEP;
    s->state = STATE_NAMED;
    return 0;
}

PIPIT_I_OWN_FRAME uint32_t name_end(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = STATE_COLON;
    if (s->wish == WISH_SKIP) {
        skip(client, false);
        return 0;
    }
    token_add(client, PIPIT_JSON_STRING, s->value, client->io.text.len, PIPIT_I_SIZE_NAME);
    put_byte(client, '"');
    return 0;
}

PIPIT_I_OWN_FRAME uint32_t name_take(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    uint32_t taken = pipit_i_select_string(s, client->config.rx + at, len);
    uint32_t n = s->string == STRING_OVER ? taken - 1u : taken;
    if (s->string == STRING_BROKEN) s->state = STATE_BROKEN;
    if (s->wish != WISH_SKIP && n + MEMBER_MIN > room(client) + 1u) skip(client, true);
    if (s->wish != WISH_SKIP) put(client, at, n);
    if (s->string != STRING_OVER) return taken;
    s->state = s->wish == WISH_SKIP ? STATE_COLON : s->whole != 0 ? STATE_NAMED : STATE_MATCH;
    if (s->whole != 0 && s->wish != WISH_SKIP) s->wish = WISH_KEEP;
    return taken;
}

/* ---- values that are wanted ---- */

/* Ends the text behind the last whole character of the string that begins at `from`. */
PIPIT_I_OWN_FRAME void string_trim(pipit_t *client, uint32_t from) {
    const char *text = (const char *)client->config.rx + client->io.text.at;
    uint32_t at = from;
    while (at < client->io.text.len) {
        uint32_t n = pipit_i_character_length(text + at, client->io.text.len - at);
        if (n == 0) break;
        at += n;
    }
    client->io.text.len = at;
}

static void string_end(pipit_t *client) {
    token_add(client, PIPIT_JSON_STRING, scan_of(client)->value + 1u, client->io.text.len - 1u, PIPIT_I_SIZE_VALUE);
}

/* Its `n` bytes at `at` have no room. Half of the room that it had is for what follows. @return n. */
PIPIT_I_OWN_FRAME uint32_t string_cut(pipit_t *client, uint32_t at, uint32_t n) {
    pipit_select_scan_t *s = scan_of(client);
    put(client, at, room(client) - 1u);
    client->io.text.len -= (client->io.text.len - s->value) / 2u;
    string_trim(client, s->value + 1u);
    put_byte(client, '"');
    string_end(client);
    s->cut = true;
    s->skipping = 0;
    if (s->state == STATE_BROKEN) return n;
    s->state = s->string == STRING_OVER     ? STATE_AFTER
               : s->string == STRING_ESCAPE ? STATE_SKIP_ESCAPE
                                            : STATE_SKIP_STRING;
    return n;
}

PIPIT_I_OWN_FRAME uint32_t string_take(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    const uint32_t most = room(client); /* behind it the string is passed over, however it came */
    uint32_t n = pipit_i_select_string(s, client->config.rx + at, len < most ? len : most);
    if (s->string == STRING_BROKEN) s->state = STATE_BROKEN;
    if (n + (s->string == STRING_OVER ? 0u : 1u) > room(client)) return string_cut(client, at, n);
    put(client, at, n);
    if (s->string != STRING_OVER) return n;
    string_end(client);
    s->state = STATE_AFTER;
    return n;
}

/* Numbers and literals. */
PIPIT_I_OWN_FRAME uint32_t primitive_take(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    uint32_t n = 0;
    while (n < len && !ends_primitive(client->config.rx[at + n]))
        n++;
    if (n > room(client)) {
        skip(client, true);
        s->state = STATE_SKIP_PRIMITIVE;
        return n;
    }
    put(client, at, n);
    if (n == len) return n;
    uint8_t kind = pipit_i_primitive_kind((const char *)client->config.rx + client->io.text.at + s->value,
                                          client->io.text.len - s->value);
    if (kind != PIPIT_JSON_NONE) token_add(client, kind, s->value, client->io.text.len, PIPIT_I_SIZE_VALUE);
    s->state = kind == PIPIT_JSON_NONE ? STATE_BROKEN : STATE_AFTER;
    return n;
}

/* ---- between names and values ---- */

static bool container_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    if (s->depth == PIPIT_SELECT_DEPTH || room(client) < 2u || !has_tokens(client, 1)) return false;
    container_open(client, c);
    return true;
}

/* @return whether the first byte of a value was taken; else it is to be passed over. */
static bool value_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    bool container = opens(c);
    if (container && container_take(client, c)) return true;
    if (container || s->wish == WISH_WALK || room(client) < 2u || !has_tokens(client, 1)) {
        skip(client, container || s->wish == WISH_KEEP);
        s->state = STATE_SKIP;
        return false;
    }
    s->value = client->io.text.len;
    s->string = STRING_RUN;
    s->state = c == '"' ? STATE_IN_STRING : STATE_IN_PRIMITIVE;
    if (c == '"') put_byte(client, c);
    if (ends_primitive(c) || c == ':') s->state = STATE_BROKEN;
    return c == '"';
}

static bool element_take(pipit_t *client, uint8_t c) {
    scan_of(client)->wish = scan_of(client)->whole != 0 ? WISH_KEEP : WISH_WALK;
    return value_take(client, c);
}

static bool root_take(pipit_t *client, uint8_t c) {
    scan_of(client)->state = STATE_RAW;
    if (c == '{') container_open(client, c);
    return c == '{';
}

static bool name_mark_take(pipit_t *client, uint8_t c) {
    scan_of(client)->state = STATE_BROKEN;
    if (c == '"') name_begin(client);
    return c == '"';
}

static bool colon_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = c != ':' ? STATE_BROKEN : s->wish == WISH_SKIP ? STATE_SKIP : STATE_VALUE;
    if (s->state == STATE_VALUE) put_byte(client, c);
    return true;
}

static bool after_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    if (c != ',') {
        s->state = container_close(client, c);
        return true;
    }
    put_comma(client);
    s->state = in_object(client) ? STATE_NAME : STATE_VALUE;
    if (s->state == STATE_VALUE) s->wish = s->whole != 0 ? WISH_KEEP : WISH_WALK;
    return true;
}

/* @return whether the byte was taken; if not, another state was entered for it. */
PIPIT_I_OWN_FRAME bool mark_take(pipit_t *client, uint8_t c) {
    pipit_select_scan_t *s = scan_of(client);
    if (is_space(c)) return true;
    switch (s->state) {
    case STATE_ROOT: return root_take(client, c);
    case STATE_FIRST_NAME: return c == '}' ? after_take(client, c) : name_mark_take(client, c);
    case STATE_NAME: return name_mark_take(client, c);
    case STATE_COLON: return colon_take(client, c);
    case STATE_FIRST_ELEMENT: return c == ']' ? after_take(client, c) : element_take(client, c);
    case STATE_VALUE: return value_take(client, c);
    case STATE_AFTER: return after_take(client, c);
    default: s->state = STATE_BROKEN; return true; /* something after the outermost value */
    }
}

/* ---- the line ---- */

/* In the states of a name that is over no byte is taken. The next piece is too late for them, see put_comma(). */
static bool is_naming(const pipit_select_scan_t *s) {
    return s->state >= STATE_MATCH && s->state <= STATE_NAMED;
}

/* @return how many bytes were taken. */
static uint32_t step(pipit_t *client, uint32_t at, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    switch (s->state) {
    case STATE_IN_NAME: return name_take(client, at, len);
    case STATE_MATCH: return name_match(client);
    case STATE_MATCH_ESCAPED: return name_match_escaped(client);
    case STATE_NOTICE: return name_notice(client);
    case STATE_NAMED: return name_end(client);
    case STATE_IN_STRING: return string_take(client, at, len);
    case STATE_IN_PRIMITIVE: return primitive_take(client, at, len);
    case STATE_SKIP:
    case STATE_SKIP_STRING:
    case STATE_SKIP_ESCAPE:
    case STATE_SKIP_CONTAINER:
    case STATE_SKIP_PRIMITIVE: return pipit_i_select_skip(s, client->config.rx + at, len);
    default: return mark_take(client, client->config.rx[at]);
    }
}

/* rx[raw .. end) is of one line. */
static void piece_begin(pipit_t *client, uint32_t end) {
    pipit_select_scan_t *s = scan_of(client);
    if (client->io.text.total == 0) {
        memset(s, 0, sizeof *s);
        client->io.text.at = client->raw;
        client->io.text.len = 0;
    }
    if (end > client->raw) s->cr = client->config.rx[end - 1u] == '\r'; /* before it may be overwritten */
    pipit_i_text_count(client, end - client->raw);
}

void pipit_i_select_take(pipit_t *client, uint32_t len) {
    const pipit_select_scan_t *s = scan_of(client);
    const uint8_t *from = client->config.rx + client->raw;
    const uint8_t *lf = memchr(from, '\n', len);
    const uint32_t end = client->raw + (lf ? (uint32_t)(lf - from) : len);
    client->http.in.complete = lf != NULL;
    piece_begin(client, end);
    while ((client->raw < end && s->state < STATE_RAW) || is_naming(s)) {
#if PIPIT_CFG_WORD_SCAN
        uint32_t taken = pipit_i_select_run(client, client->raw, end - client->raw);
        client->raw += taken;
        if (taken > 0) continue;
#endif
        client->raw += step(client, client->raw, end - client->raw);
    }
    if (s->state == STATE_RAW) pipit_i_text_keep(client, client->raw, end - client->raw);
    client->raw = end; /* of what is broken the rest does not matter */
    if (!client->http.in.complete) return;
    client->raw++;
    if (s->cr) client->io.text.total--;
    if (s->state == STATE_RAW) pipit_i_text_close(client);
}

bool pipit_i_is_selection(const pipit_t *client) {
    return client->framing == PIPIT_I_SELECTED && scan_of(client)->state != STATE_RAW;
}

bool pipit_i_select_is_cut(const pipit_t *client) {
    return scan_of(client)->cut;
}

pipit_err_t pipit_i_select_end(const pipit_t *client, pipit_json_t *json) {
    const pipit_select_scan_t *s = scan_of(client);
    uint32_t controls;
    if (s->state != STATE_DONE || !pipit_i_utf8_scan(json->text, json->len, &controls) || controls != 0)
        return PIPIT_E_JSON;
    json->count = (uint32_t)s->count;
    return PIPIT_OK;
}
