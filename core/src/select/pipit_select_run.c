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

typedef struct {
    pipit_t *client;
    pipit_select_scan_t *scan;
    uint8_t *text;       /* the first byte of the text */
    const uint8_t *end;  /* the end of the received bytes */
    const uint8_t *at;   /* all bytes before it are processed */
    const uint8_t *kept; /* from here to `at`: kept, but not moved yet */
    size_t gap;          /* how many bytes they must be moved towards the front */
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

/* @return whether no member of the container was kept so far. */
PIPIT_I_INLINE bool is_first(const run_t *run) {
    return opens(run->at == run->kept ? run->text[place_of(run, run->at) - 1u] : run->at[-1]);
}

PIPIT_I_INLINE void put_token(run_t *run, uint32_t kind, const uint8_t *from, const uint8_t *to, int32_t parent) {
    jsmntok_t *t = token_at(run->client, run->scan->count);
    t->type = (jsmntype_t)kind;
    t->start = (int)place_of(run, from);
    t->end = (int)place_of(run, to);
    t->size = PIPIT_I_SIZE_VALUE;
    t->parent = parent;
    run->scan->count++;
}

/* ---- values ---- */

/* Discard the bytes from `at` to the end of the value. @return whether the end has arrived. */
PIPIT_I_INLINE bool skip(run_t *run, const uint8_t *value) {
    pipit_select_scan_t *s = run->scan;
    if (*value == '"') {
        const uint8_t *quote = pipit_i_find(value + 1, run->end, '\\');
        if (quote < run->end && *quote == '"') {
            s->state = STATE_AFTER;
            drop(run, quote + 1);
            return true;
        }
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
    const uint8_t *to = value + 1;
    if (*value == '"') {
        to = pipit_i_find(to, run->end, '\\');
        run->scan->string = STRING_RUN;
        to += pipit_i_select_string(run->scan, to, (uint32_t)(run->end - to));
        if (run->scan->string != STRING_OVER) return NULL;
        put_token(run, PIPIT_JSON_STRING, value + 1, to - 1, parent);
        return to;
    }
    while (to < run->end && !pipit_i_ends_primitive(*to))
        to++;
    if (to == run->end) return NULL;
    uint8_t kind = pipit_i_primitive_kind((const char *)value, (size_t)(to - value));
    if (kind == PIPIT_JSON_NONE) return NULL;
    put_token(run, kind, value, to, parent);
    return to;
}

/* Keep the bytes from `at` to the end of the value, or to the first bracket of a container.
 * @return false: this was not possible, and nothing was changed. */
PIPIT_I_INLINE bool keep(run_t *run, const uint8_t *value, int32_t parent) {
    if (opens(*value)) {
        if (run->scan->depth == PIPIT_SELECT_DEPTH) return false;
        run->client->io.text.len = place_of(run, value);
        pipit_i_select_enter(run->client, *value);
        run->at = value + 1;
        return true;
    }
    const uint8_t *to = scalar(run, value, parent);
    if (!to) return false;
    run->scan->state = STATE_AFTER;
    run->at = to;
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

/* `without_comma`: the member will be the first one in its object, so the comma before it is discarded. */
PIPIT_I_INLINE bool member(run_t *run, const uint8_t *name, bool without_comma) {
    pipit_select_scan_t *s = run->scan;
    const uint8_t *quote = pipit_i_find(name, run->end, '\\');
    if (run->end - quote < 3 || *quote != '"' || quote[1] != ':' || is_notice(s, name, quote)) return false;
    const uint8_t *value = quote + 2;
    s->wish = WISH_KEEP;
    if (s->whole == 0) {
        pipit_str_t text = {(const char *)name, (size_t)(quote - name)};
        pipit_i_select_match(run->client->select, text);
    }
    if (s->wish == WISH_WALK && pipit_i_is_space(*value))
        return false; /* its first byte decides whether the name is kept */
    if (s->wish == WISH_SKIP || (s->wish == WISH_WALK && !opens(*value))) return skip(run, value);
    if (without_comma) drop(run, run->at + 1);
    put_token(run, PIPIT_JSON_STRING, name, quote, s->open);
    token_at(run->client, s->count - 1)->size = PIPIT_I_SIZE_NAME;
    if (keep(run, value, s->count - 1)) return true;
    s->count--;
    if (without_comma) s->state = STATE_NAME;
    return false;
}

PIPIT_I_INLINE bool element(run_t *run, const uint8_t *value, bool without_comma) {
    pipit_select_scan_t *s = run->scan;
    s->wish = s->whole != 0 ? WISH_KEEP : WISH_WALK;
    if (s->wish == WISH_WALK && !opens(*value)) return skip(run, value);
    if (without_comma) drop(run, run->at + 1);
    if (keep(run, value, s->open)) return true;
    if (without_comma) s->state = STATE_VALUE;
    return false;
}

PIPIT_I_INLINE bool leave(run_t *run) {
    pipit_select_scan_t *s = run->scan;
    run->client->io.text.len = place_of(run, run->at);
    s->state = pipit_i_select_leave(run->client, *run->at);
    run->at += s->state != STATE_BROKEN;
    return s->state == STATE_AFTER;
}

/* Process one member or element with the comma before it, or the end of a container. @return false: the steps must
 * process it, or continue inside it. */
PIPIT_I_INLINE bool unit(run_t *run) {
    const uint8_t *at = run->at;
    if (!has_tokens(run->client, MEMBER_TOKENS) || run->end - at < 2) return false;
    if (*at == '}' || *at == ']') return leave(run);
    bool comma = *at == ',';
    if (comma != (run->scan->state == STATE_AFTER)) return false;
    bool without_comma = comma && is_first(run);
    at += comma;
    if (in_object(run->client)) return *at == '"' && member(run, at + 1, without_comma);
    return !pipit_i_is_space(*at) && !pipit_i_ends_primitive(*at) && *at != ':' && element(run, at, without_comma);
}

static bool begins(const pipit_t *client, uint32_t len) {
    uint8_t state = client->select->scan.state;
    return (state == STATE_AFTER || state == STATE_FIRST_NAME || state == STATE_FIRST_ELEMENT) &&
           client->io.text.len + len + ROOM <= pipit_i_text_limit(client);
}

uint32_t pipit_i_select_run(pipit_t *client, uint32_t at, uint32_t len) {
    if (!begins(client, len)) return 0;
    const uint8_t *from = client->config.rx + at;
    run_t run = {client,
                 &client->select->scan,
                 client->config.rx + client->io.text.at,
                 from + len,
                 from,
                 from,
                 at - client->io.text.at - client->io.text.len};
    while (unit(&run))
        ;
    kept_move(&run);
    client->io.text.len = place_of(&run, run.at);
    run.scan->begin = client->io.text.len;
    run.scan->kept = run.scan->count;
    return (uint32_t)(run.at - from);
}
#endif
