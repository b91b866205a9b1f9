/* SPDX-License-Identifier: MIT */
/* A faster way for members and elements that have arrived completely: each is processed as a whole, with the position
 * in registers. The rest (escapes in names, members that are not complete, too little room) is left to the steps of
 * pipit_select_steps.c, which process the same bytes state by state. Members that are kept one after another are moved
 * together, by one memmove(), when a member after them is not kept. */
#include "../base/pipit_scan.h"
#include "pipit_select_int.h"
#if PIPIT_CFG_WORD_SCAN

/* If the text has room for all received bytes and this many more, no check of the room is needed. */
#define ROOM (PIPIT_SELECT_DEPTH + MEMBER_MIN)

/* The first six are constant. */
typedef struct {
    pipit_select_t *select;
    pipit_select_scan_t *scan;
    jsmntok_t *tokens;
    int32_t count_most;  /* with more tokens than this, there are too few for another member */
    uint8_t *text;       /* the first byte of the text */
    const uint8_t *end;  /* the end of the received bytes */
    const uint8_t *at;   /* all bytes before it are processed */
    const uint8_t *kept; /* from here to `at`: kept, but not moved yet */
    size_t gap;          /* how many bytes they must be moved towards the front */
    int32_t count;       /* as in the scan, like the next one */
    int32_t open;
    bool whole;                            /* the innermost open container is kept whole */
    bool object;                           /* it is an object */
    bool first;                            /* nothing of it was processed so far */
    bool empty;                            /* nothing of it was kept so far */
    uint32_t initials[PIPIT_SELECT_NAMES]; /* pipit_i_select_initials() for each level; 0: unknown */
} run_t;

/* @return the position in the text that the byte at `from` will have after the move. */
PIPIT_I_INLINE uint32_t place_of(const run_t *run, const uint8_t *from) {
    return (uint32_t)((size_t)(from - run->text) - run->gap);
}

PIPIT_I_INLINE void kept_move(run_t *run) {
    size_t len = (size_t)(run->at - run->kept);
    if (len > 0 && run->gap > 0) memmove(run->text + place_of(run, run->kept), run->kept, len);
    run->kept = run->at;
}

/* Discard the bytes from `at` to `to`. */
PIPIT_I_INLINE void drop(run_t *run, const uint8_t *to) {
    kept_move(run);
    run->gap += (size_t)(to - run->at);
    run->kept = to;
    run->at = to;
}

PIPIT_I_INLINE void put_token(run_t *run, uint32_t kind, const uint8_t *from, const uint8_t *to, int size,
                              int32_t parent) {
    jsmntok_t *t = run->tokens + run->count++;
    t->type = (jsmntype_t)kind;
    t->start = (int)place_of(run, from);
    t->end = (int)place_of(run, to);
    t->size = size;
    t->parent = parent;
}

/* ---- values ---- */

/* @return the end of a number or literal that begins at `from`; `end`: it has not arrived. */
PIPIT_I_INLINE const uint8_t *primitive_end(const uint8_t *from, const uint8_t *end) {
    while (from < end && !pipit_i_ends_primitive(*from))
        from++;
    return from;
}

/* `value` begins an array. @return its end, if it has one string without escapes, as many arrays have; else NULL. */
PIPIT_I_INLINE const uint8_t *short_array_end(const uint8_t *value, const uint8_t *end) {
    if (end - value < 2 || value[1] != '"') return NULL;
    const uint8_t *quote = pipit_i_find(value + 2, end, '\\');
    return end - quote > 1 && *quote == '"' && quote[1] == ']' ? quote + 2 : NULL;
}

/* @return the end of a value, if it is easy to find; else NULL. */
PIPIT_I_INLINE const uint8_t *easy_end(const uint8_t *value, const uint8_t *end) {
    if (*value == '"') {
        const uint8_t *quote = pipit_i_find(value + 1, end, '\\');
        return quote < end && *quote == '"' ? quote + 1 : NULL;
    }
    if (*value == '[') return short_array_end(value, end);
    if (*value == '{' || *value == ':') return NULL;
    const uint8_t *to = primitive_end(value, end);
    return to > value && to < end ? to : NULL;
}

/* Discard the bytes from `at` to the end of the value. @return whether the end has arrived. */
PIPIT_I_INLINE bool skip(run_t *run, const uint8_t *value) {
    pipit_select_scan_t *s = run->scan;
    const uint8_t *to = easy_end(value, run->end);
    run->first = false;
    if (to) {
        drop(run, to);
        return true;
    }
    s->state = STATE_SKIP;
    while (value < run->end && s->state >= STATE_SKIP && s->state < STATE_RAW)
        value += pipit_i_select_skip(s, value, (uint32_t)(run->end - value));
    drop(run, value);
    return s->state == STATE_AFTER;
}

/* Add the token of a string or a primitive. @return its end; NULL: the end has not arrived, or the value is not valid.
 */
PIPIT_I_INLINE const uint8_t *scalar(run_t *run, const uint8_t *value, int32_t parent) {
    if (*value == '"') {
        int size;
        const uint8_t *quote = pipit_i_select_string_check(run->scan, value + 1, run->end, &size);
        if (!quote) return NULL;
        put_token(run, PIPIT_JSON_STRING, value + 1, quote, size, parent);
        return quote + 1;
    }
    const uint8_t *to = primitive_end(value, run->end);
    if (to == value || to == run->end) return NULL;
    const uint8_t kind = pipit_i_primitive_kind((const char *)value, (size_t)(to - value));
    if (kind == PIPIT_JSON_NONE) return NULL;
    put_token(run, kind, value, to, PIPIT_I_SIZE_VALUE, parent);
    return to;
}

/* ---- containers ---- */

/* Enter the container at `value`. @return false: it is too deep. */
PIPIT_I_INLINE bool enter(run_t *run, const uint8_t *value, int32_t parent) {
    pipit_select_scan_t *s = run->scan;
    if (s->depth == PIPIT_SELECT_DEPTH) return false;
    const int32_t container = run->count;
    const bool object = *value == '{';
    put_token(run, object ? PIPIT_JSON_OBJECT : PIPIT_JSON_ARRAY, value, value, PIPIT_I_SIZE_VALUE, parent);
    run->open = container;
    if (!run->whole && s->wish == WISH_KEEP) {
        s->whole = container;
        run->whole = true;
    } else if (!run->whole && run->object) {
        s->level++;
        s->prefix = s->behind;
        run->initials[s->level] = 0;
    }
    s->depth++;
    run->object = object;
    run->first = true;
    run->empty = true;
    run->at = value + 1;
    return true;
}

/* Leave the container that ends at `at`. @return false: it is the outermost one, or the bracket is the wrong one. */
PIPIT_I_INLINE bool leave(run_t *run) {
    pipit_select_scan_t *s = run->scan;
    jsmntok_t *t = run->tokens + run->open;
    s->state = STATE_BROKEN;
    if (*run->at != (run->object ? '}' : ']')) return false;
    run->at++;
    t->end = (int)place_of(run, run->at);
    t->size = run->count;
    s->state = STATE_DONE;
    if (--s->depth == 0) return false;
    s->state = STATE_AFTER;
    const bool was_walked = !run->whole;
    if (run->open == s->whole) {
        s->whole = 0;
        run->whole = false;
    }
    run->open = t->parent;
    t = run->tokens + run->open;
    run->object = (uint32_t)t->type != PIPIT_JSON_ARRAY;
    run->first = false;
    run->empty = false;
    if ((uint32_t)t->type != PIPIT_JSON_STRING) return true;
    run->open = t->parent; /* it was the value of a member */
    if (!was_walked) return true;
    pipit_i_select_level_leave(run->select);
    return true;
}

/* Keep the bytes from `at` to the end of the value, or to the first bracket of a container.
 * @return false: this was not possible, and nothing was changed. */
PIPIT_I_INLINE bool keep(run_t *run, const uint8_t *value, int32_t parent) {
    if (opens(*value)) return enter(run, value, parent);
    const uint8_t *to = scalar(run, value, parent);
    if (!to) return false;
    run->at = to;
    run->first = false;
    run->empty = false;
    return true;
}

/* ---- members and elements ---- */

/* Pipit itself reads names at the top of a message that is not a Post. They are left to the steps; only `data`, which
 * tells that it is a Post, is handled here. */
PIPIT_I_INLINE bool is_notice(pipit_select_scan_t *s, const uint8_t *name, const uint8_t *quote) {
    if (s->depth > 1 || s->post) return false;
    s->post = quote - name == 4 && memcmp(name, "data", 4) == 0;
    return !s->post;
}

/* @return the quote at the end of a name; NULL: it has not arrived, or the name has escapes or is not valid. */
PIPIT_I_INLINE const uint8_t *name_end(run_t *run, const uint8_t *name) {
    int size = PIPIT_I_SIZE_DECODED;
    const uint8_t *quote =
        run->whole ? pipit_i_select_string_check(run->scan, name, run->end, &size) : pipit_i_find(name, run->end, '\\');
    return quote && run->end - quote > 2 && *quote == '"' && quote[1] == ':' ? quote : NULL;
}

/* Decide what happens to the value of a member. */
PIPIT_I_INLINE void member_match(run_t *run, const uint8_t *name, size_t len) {
    const pipit_str_t text = {(const char *)name, len};
    uint32_t *initials = &run->initials[run->scan->level];
    run->scan->wish = WISH_KEEP;
    if (run->whole) return;
    run->scan->wish = WISH_SKIP;
    if (*initials == 0) *initials = pipit_i_select_initials(run->select);
    if ((*initials >> PIPIT_I_SELECT_INITIAL(*name) & 1u) != 0) pipit_i_select_match_again(run->select, text);
}

/* `without_comma`: the member will be the first one in its object, so the comma before it is discarded. */
PIPIT_I_INLINE bool member(run_t *run, const uint8_t *name, bool without_comma) {
    pipit_select_scan_t *s = run->scan;
    const uint8_t *quote = name_end(run, name);
    if (!quote || is_notice(s, name, quote)) return false;
    const uint8_t *value = quote + 2;
    member_match(run, name, (size_t)(quote - name));
    if (s->wish == WISH_WALK && pipit_i_is_space(*value))
        return false; /* its first byte decides whether the name is kept */
    if (s->wish == WISH_SKIP || (s->wish == WISH_WALK && !opens(*value))) return skip(run, value);
    if (without_comma) drop(run, run->at + 1);
    put_token(run, PIPIT_JSON_STRING, name, quote, PIPIT_I_SIZE_NAME, run->open);
    if (keep(run, value, run->count - 1)) return true;
    run->count--;
    if (without_comma) s->state = STATE_NAME;
    return false;
}

PIPIT_I_INLINE bool element(run_t *run, const uint8_t *value, bool without_comma) {
    pipit_select_scan_t *s = run->scan;
    s->wish = run->whole ? WISH_KEEP : WISH_WALK;
    if (s->wish == WISH_WALK && !opens(*value)) return skip(run, value);
    if (without_comma) drop(run, run->at + 1);
    if (keep(run, value, run->open)) return true;
    if (without_comma) s->state = STATE_VALUE;
    return false;
}

/* Process one member or element with the comma before it, or the end of a container. @return false: the steps must
 * process it, or continue inside it. */
PIPIT_I_INLINE bool unit(run_t *run) {
    const uint8_t *at = run->at;
    if (run->count > run->count_most || run->end - at < 2) return false;
    if (*at == '}' || *at == ']') return leave(run);
    const bool comma = *at == ',';
    if (comma == run->first) return false;
    const bool without_comma = comma && run->empty;
    at += comma;
    if (run->object) return *at == '"' && member(run, at + 1, without_comma);
    return !pipit_i_is_space(*at) && !pipit_i_ends_primitive(*at) && *at != ':' && element(run, at, without_comma);
}

static bool begins(const pipit_t *client, uint32_t len) {
    uint8_t state = client->select->scan.state;
    return (state == STATE_AFTER || state == STATE_FIRST_NAME || state == STATE_FIRST_ELEMENT) &&
           client->io.text.len + len + ROOM <= pipit_i_text_limit(client) && has_tokens(client, MEMBER_TOKENS);
}

static void run_begin(run_t *run, const pipit_t *client, const uint8_t *from, uint32_t len) {
    pipit_select_scan_t *s = scan_of(client);
    run->select = client->select;
    run->scan = s;
    run->tokens = token_at(client, 0);
    run->count_most = (int32_t)(client->config.token_count - MEMBER_TOKENS);
    run->text = client->config.rx + client->io.text.at;
    run->end = from + len;
    run->at = from;
    run->kept = from;
    run->gap = (size_t)(from - run->text) - client->io.text.len;
    run->count = s->count;
    run->open = s->open;
    run->whole = s->whole != 0;
    run->object = in_object(client);
    run->first = s->state != STATE_AFTER;
    run->empty = opens(run->text[client->io.text.len - 1u]);
    memset(run->initials, 0, sizeof run->initials);
    s->state = STATE_AFTER;
}

static void run_end(run_t *run, pipit_t *client) {
    pipit_select_scan_t *s = run->scan;
    if (s->state == STATE_AFTER && run->first) s->state = run->object ? STATE_FIRST_NAME : STATE_FIRST_ELEMENT;
    kept_move(run);
    client->io.text.len = place_of(run, run->at);
    s->count = run->count;
    s->open = run->open;
    s->begin = client->io.text.len;
    s->kept = run->count;
}

uint32_t pipit_i_select_run(pipit_t *client, uint32_t at, uint32_t len) {
    const uint8_t *from = client->config.rx + at;
    run_t run;
    if (!begins(client, len)) return 0;
    run_begin(&run, client, from, len);
    while (unit(&run))
        ;
    run_end(&run, client);
    return (uint32_t)(run.at - from);
}
#endif
