/* SPDX-License-Identifier: MIT */
/* pipit-shapes SHAPE BYTES: about BYTES bytes of one shape go through a client and its callbacks, in shapes_body();
 * shapes.py counts the instructions. Prints how many bytes there were. Without arguments: the names of the shapes. */
#include "peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLAIN "HTTP/1.0 200 OK\r\n\r\n"
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define CHUNK_MAX 4096u
#define WORDS "some words of a Post that is as long as most of them are, with https://t.co/abcdefghij "
#define POST                                                                                                           \
    "{\"data\":{\"author_id\":\"2244994945\",\"created_at\":\"2026-11-30T00:00:00.000Z\","                             \
    "\"edit_history_tweet_ids\":[\"#\"],\"id\":\"#\",\"lang\":\"en\",\"text\":\"" WORDS WORDS "\"},"                   \
    "\"includes\":{\"users\":[{\"id\":\"2244994945\",\"name\":\"X Dev\",\"username\":\"XDev\"}]},"                     \
    "\"matching_rules\":[{\"id\":\"1166916266197536768\",\"tag\":\"cats\"}]}\r\n"
#define DATA "{\"data\":{\"id\":\"#\",\"text\":\"a\",\"author_id\":\"0000000001\"},"
#define DEEP16 "[[[[[[[[[[[[[[[["
#define DEEP64 DEEP16 DEEP16 DEEP16 DEEP16
#define DEEP256 DEEP64 DEEP64 DEEP64 DEEP64
#define UP16 "]]]]]]]]]]]]]]]]"
#define UP64 UP16 UP16 UP16 UP16
#define UP256 UP64 UP64 UP64 UP64
#define IN16                                                                                                           \
    "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
#define OUT16 "}}}}}}}}}}}}}}}}"
#define BLANKS "                                                                "
#define RULE "from:# (cats OR dogs OR birds OR fish OR horses) lang:en -is:retweet has:images"

enum { STREAM, SEEN, RULES, SYNC };

/* The text is `before`, `part` as often as it takes to have BYTES bytes, `back` as often as `part`, and `after`. A '#'
 * is a number of ten digits, another one in each part. */
typedef struct {
    const char *name;
    const char *before, *part, *back, *after;
    uint8_t request;
    uint8_t kind;     /* of the last event, to check that the shape has arrived as meant */
    int8_t err;       /* of it */
    uint16_t chunk;   /* bytes of a chunk; 0: no chunks */
    uint16_t receive; /* bytes of one recv(); 0: all */
    uint16_t rx;      /* bytes of the buffer; 0: all of the text fits */
    const char *select;
} shape_t;

static const shape_t shapes[] = {
    {.name = "posts", .part = POST, .kind = PIPIT_EV_LINE, .chunk = CHUNK_MAX, .rx = 8192},
    {.name = "keep-alives", .part = "\r\n", .kind = PIPIT_EV_KEEP_ALIVE, .rx = 8192},
    {.name = "chunks-of-1", .part = POST, .kind = PIPIT_EV_LINE, .chunk = 1, .rx = 8192},
    {.name = "recv-of-1", .part = POST, .kind = PIPIT_EV_LINE, .chunk = CHUNK_MAX, .receive = 1, .rx = 8192},
    {.name = "escapes", .before = DATA "\"x\":\"", .part = "\\ud83d\\ude00\\n", .after = "\"}", .kind = PIPIT_EV_LINE},
    {.name = "escaped-text",
     .before = "{\"data\":{\"id\":\"#\",\"text\":\"",
     .part = "\\ud83d\\ude00\\u65e5",
     .after = "\"}}",
     .kind = PIPIT_EV_LINE},
    {.name = "utf8",
     .before = "{\"data\":{\"id\":\"#\",\"text\":\"",
     .part = "\xf0\x9f\x98\x80\xe6\x97\xa5",
     .after = "\"}}",
     .kind = PIPIT_EV_LINE},
    {.name = "long-text",
     .before = "{\"data\":{\"id\":\"#\",\"text\":\"",
     .part = WORDS,
     .after = "\"}}",
     .kind = PIPIT_EV_LINE},
    {.name = "errors",
     .before = DATA "\"errors\":[",
     .part = "{\"title\":\"Not Found Error\",\"detail\":\"no "
             "#\",\"type\":\"https://api.twitter.com/2/problems/resource-not-found\"},",
     .after = "{}]}",
     .kind = PIPIT_EV_LINE},
    {.name = "rules",
     .before = DATA "\"matching_rules\":[",
     .part = "{\"id\":\"#\",\"tag\":\"t\"},",
     .after = "{}]}",
     .kind = PIPIT_EV_LINE},
    {.name = "users",
     .before = DATA "\"includes\":{\"users\":[",
     .part = "{\"id\":\"#\",\"name\":\"n#\",\"username\":\"u#\"},",
     .after = "{}]}}",
     .kind = PIPIT_EV_LINE},
    {.name = "members", .before = DATA, .part = "\"m#\":1,", .after = "\"x\":1}", .kind = PIPIT_EV_LINE},
    {.name = "members-of-a-post",
     .before = "{\"data\":{\"id\":\"#\",\"text\":\"a\",",
     .part = "\"m#\":1,",
     .after = "\"x\":1}}",
     .kind = PIPIT_EV_LINE},
    {.name = "names-with-escapes",
     .before = DATA,
     .part = "\"\\u006d#\":1,",
     .after = "\"x\":1}",
     .kind = PIPIT_EV_LINE},
    {.name = "numbers", .before = DATA "\"x\":[", .part = "1,", .after = "1]}", .kind = PIPIT_EV_LINE},
    {.name = "empty-strings", .before = DATA "\"x\":[", .part = "\"\",", .after = "1]}", .kind = PIPIT_EV_LINE},
    {.name = "empty-arrays", .before = DATA "\"x\":[", .part = "[],", .after = "1]}", .kind = PIPIT_EV_LINE},
    {.name = "blanks", .before = DATA "\"x\":[", .part = BLANKS, .after = "1]}", .kind = PIPIT_EV_LINE},
    {.name = "deep-arrays",
     .before = "[",
     .part = DEEP64 DEEP64 DEEP64 UP64 UP64 UP64 ",",
     .after = "1]",
     .kind = PIPIT_EV_LINE},
    {.name = "deep-objects",
     .before = "[",
     .part = IN16 IN16 IN16 IN16 "1" OUT16 OUT16 OUT16 OUT16 ",",
     .after = "1]",
     .kind = PIPIT_EV_LINE},
    {.name = "too-deep", .part = "[", .back = "]", .after = "", .kind = PIPIT_EV_LINE, .err = PIPIT_E_DEPTH},
    {.name = "too-deep-objects",
     .part = "{\"a\":",
     .back = "}",
     .after = "",
     .kind = PIPIT_EV_LINE,
     .err = PIPIT_E_DEPTH},
    {.name = "too-deep-at-the-end",
     .before = "[",
     .part = DEEP64 UP64 ",",
     .after = DEEP256 UP256 "]",
     .kind = PIPIT_EV_LINE,
     .err = PIPIT_E_DEPTH},
    {.name = "no-json", .part = ",", .after = "", .kind = PIPIT_EV_LINE, .err = PIPIT_E_JSON},
    {.name = "lines-without-json", .part = "x\r\n", .kind = PIPIT_EV_LINE, .err = PIPIT_E_JSON, .rx = 8192},
    {.name = "oversize",
     .before = DATA "\"x\":\"",
     .part = WORDS,
     .after = "\"}",
     .kind = PIPIT_EV_OVERSIZE,
     .rx = 4096},
    {.name = "oversize-in-chunks",
     .before = DATA "\"x\":\"",
     .part = WORDS,
     .after = "\"}",
     .kind = PIPIT_EV_OVERSIZE,
     .chunk = 64,
     .rx = 4096},
    {.name = "select-passes-over",
     .before = DATA "\"x\":\"",
     .part = WORDS,
     .after = "\"}",
     .kind = PIPIT_EV_LINE,
     .rx = 4096,
     .select = "data.id"},
    {.name = "select-passes-over-members",
     .before = DATA "\"x\":{",
     .part = "\"m#\":1,",
     .after = "\"n\":1}}",
     .kind = PIPIT_EV_LINE,
     .rx = 4096,
     .select = "data.id"},
    {.name = "select-of-posts",
     .part = POST,
     .kind = PIPIT_EV_LINE,
     .chunk = CHUNK_MAX,
     .rx = 8192,
     .select = "data.text"},
    {.name = "select-is-full",
     .before = DATA "\"x\":[",
     .part = "123,",
     .after = "1]}",
     .kind = PIPIT_EV_LINE,
     .rx = 4096,
     .select = "x"},
    {.name = "select-cuts",
     .before = DATA "\"x\":\"",
     .part = WORDS,
     .after = "\"}",
     .kind = PIPIT_EV_LINE,
     .rx = 4096,
     .select = "x"},
    {.name = "seen-is-full",
     .part = "{\"data\":{\"id\":\"#\",\"text\":\"" WORDS "\"}}\r\n",
     .kind = PIPIT_EV_LINE,
     .request = SEEN,
     .chunk = CHUNK_MAX,
     .rx = 8192},
    {.name = "list",
     .before = "{\"data\":[",
     .part = "{\"id\":\"#\",\"value\":\"" RULE "\",\"tag\":\"t#\"},",
     .after = "{\"id\":\"1\",\"value\":\"a\"}],\"meta\":{}}",
     .request = RULES,
     .kind = PIPIT_EV_META,
     .rx = 4096},
    {.name = "list-of-errors",
     .before = "{\"meta\":{},\"errors\":[",
     .part = "{\"title\":\"Invalid Rule\",\"value\":\"" RULE "\"},",
     .after = "{}]}",
     .request = RULES,
     .kind = PIPIT_EV_ITEM_ERROR,
     .rx = 4096},
    {.name = "list-oversize",
     .before = "{\"data\":[{\"id\":\"1\",\"value\":\"",
     .part = WORDS,
     .after = "\"}],\"meta\":{}}",
     .request = RULES,
     .kind = PIPIT_EV_META,
     .rx = 4096},
    {.name = "sync",
     .before = "{\"data\":[",
     .part = "{\"id\":\"#\",\"value\":\"" RULE "\"},",
     .after = "{\"id\":\"1\",\"value\":\"a\"}],\"meta\":{}}",
     .request = SYNC,
     .kind = PIPIT_EV_META,
     .rx = 4096},
};

static const shape_t *shape;
static size_t bytes; /* of the text */
static peer_t peer;
static pipit_port_t port;
static struct {
    uint8_t kind;
    pipit_err_t err;
} last;

/* ---- the text, and its bytes on the wire ---- */

typedef struct {
    char *at;
    size_t len;
} text_t;

static void add(text_t *to, const char *what, unsigned number) {
    for (; what && *what != '\0'; what++) {
        if (*what != '#')
            to->at[to->len++] = *what;
        else
            to->len += (size_t)sprintf(to->at + to->len, "%010u", number);
    }
}

static unsigned text_make(text_t *text) {
    unsigned parts = 0;
    text->at = memory(2u * bytes + 64u * 1024u);
    add(text, shape->before, 0);
    while (text->len < bytes)
        add(text, shape->part, ++parts);
    for (unsigned i = 0; i < parts; i++)
        add(text, shape->back, 0);
    add(text, shape->after, 0);
    if (shape->request < RULES && shape->after) add(text, "\r\n", 0);
    return parts;
}

static text_t wire_make(const text_t *text) {
    const size_t chunk = shape->chunk > 0 ? shape->chunk : text->len;
    text_t wire = {memory(text->len + (text->len / chunk + 1u) * 10u + 100u), 0};
    add(&wire, shape->chunk > 0 ? CHUNKED : PLAIN, 0);
    for (size_t gone = 0; gone < text->len; gone += chunk) {
        const size_t n = text->len - gone < chunk ? text->len - gone : chunk;
        if (shape->chunk > 0) wire.len += (size_t)sprintf(wire.at + wire.len, "%zx\r\n", n);
        memcpy(wire.at + wire.len, text->at + gone, n);
        wire.len += n;
        if (shape->chunk > 0) add(&wire, "\r\n", 0);
    }
    return wire;
}

/* ---- a program that reads all that there is in a message ---- */

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    pipit_event_t *event = ctx;
    pipit_user_t author;
    (void)client;
    (void)pipit_author_read(&event->json, tweet, &author);
}

static void on_includes(void *ctx, pipit_t *client, const pipit_part_t *part) {
    pipit_event_t *event = ctx;
    pipit_user_t user;
    (void)client;
    (void)part;
    pipit_node_t node = pipit_includes_first(&event->json, "users");
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node))
        (void)pipit_user_read(&event->json, node, &user);
}

static void on_errors(void *ctx, pipit_t *client, const pipit_part_t *part) {
    pipit_event_t *event = ctx;
    pipit_problem_t problem;
    (void)client;
    pipit_node_t node = pipit_json_first(&event->json, part->node);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node))
        pipit_problem_read(&event->json, node, &problem);
}

static void on_matching_rules(void *ctx, pipit_t *client, const pipit_part_t *part) {
    pipit_event_t *event = ctx;
    pipit_matching_rule_t rule;
    (void)client;
    pipit_node_t node = pipit_json_first(&event->json, part->node);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node))
        (void)pipit_matching_rule_read(event, node, &rule);
}

static void on_rule(void *ctx, pipit_t *client, const pipit_rule_t *rule) {
    (void)ctx;
    (void)client;
    (void)rule;
}

static void on_rule_error(void *ctx, pipit_t *client, const pipit_rule_error_t *error) {
    (void)ctx;
    (void)client;
    (void)error;
}

static const pipit_handlers_t handlers = {
    .on_tweet = on_tweet, .on_includes = on_includes, .on_errors = on_errors, .on_matching_rules = on_matching_rules};
static const pipit_call_handlers_t call_handlers = {.on_rule = on_rule, .on_rule_error = on_rule_error};

static pipit_rules_sync_t sync;

static void hear(pipit_event_t *event) {
    pipit_rules_change_t change;
    last.kind = event->kind;
    last.err = event->err;
    if (shape->request == SYNC)
        (void)pipit_rules_sync_next(&sync, &peer.client, event, &change);
    else if (!pipit_call_dispatch(&peer.client, event, &call_handlers, event))
        pipit_dispatch(&peer.client, event, &handlers, event);
}

__attribute__((noinline)) static void shapes_body(void) {
    pipit_event_t event;
    do {
        if (pipit_poll(&peer.client, &port, &event)) hear(&event);
    } while (peer.from < peer.end || event.wait_ms == 0);
}

/* ---- the requests ---- */

static void seen_begin(size_t messages) {
    static pipit_seen_t seen;
    size_t count = messages / 2u < PIPIT_SEEN_MAX ? messages / 2u + 1u : PIPIT_SEEN_MAX; /* so it is full soon */
    size_t slots = 8;
    while (slots < 2u * count)
        slots *= 2u;
    pipit_seen_init(&seen, memory(count * sizeof(uint64_t)), memory(slots * sizeof(uint16_t)), (uint32_t)count);
    if (pipit_seen_use(&peer.client, &seen) != PIPIT_OK) fail("seen");
}

static void sync_begin(size_t count) {
    pipit_rule_spec_t *rules = memory(count * sizeof *rules);
    for (size_t i = 0; i < count; i++) {
        text_t value = {memory(sizeof RULE + 16u), 0};
        add(&value, RULE, (unsigned)i + 1u);
        rules[i].value = value.at;
    }
    const pipit_rules_sync_config_t config = {.wanted = rules,
                                              .wanted_count = count,
                                              .marks = memory(count),
                                              .slots = memory(2u * count * sizeof(uint32_t)),
                                              .slot_count = 2u * count,
                                              .batch = memory(1000u * sizeof(pipit_rule_id_t)),
                                              .batch_count = 1000};
    if (pipit_rules_sync_start(&sync, &peer.client, &config) != PIPIT_OK) fail("sync");
}

static void request_begin(unsigned parts) {
    pipit_err_t err = PIPIT_OK;
    if (shape->request == SEEN) seen_begin(parts);
    if (shape->request == SYNC)
        sync_begin(parts);
    else
        err = shape->request == RULES ? pipit_rules_list(&peer.client, NULL) : pipit_filter(&peer.client, NULL);
    if (err != PIPIT_OK) fail("request");
}

int main(int argc, char **argv) {
    static const char *paths[1];
    static pipit_select_t select = PIPIT_SELECT(paths);
    text_t text = {NULL, 0};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (argc == 1) puts(shapes[i].name);
        if (argc == 3 && strcmp(argv[1], shapes[i].name) == 0) shape = &shapes[i];
    }
    if (argc == 1) return 0;
    if (!shape) fail("usage: pipit-shapes [SHAPE BYTES]");
    bytes = strtoul(argv[2], NULL, 10);
    const unsigned parts = text_make(&text);
    const text_t wire = wire_make(&text);
    peer_init(&peer, shape->rx > 0 ? shape->rx : text.len + 1024u, text.len + 64u);
    peer.at_once = shape->receive;
    port = port_of(&peer);
    paths[0] = shape->select;
    if (shape->select && pipit_select_use(&peer.client, &select) != PIPIT_OK) fail("select");
    request_begin(parts);
    hears(&peer, wire.at, wire.len);
    shapes_body();
    printf("%zu\n", wire.len);
    if (last.kind != shape->kind || last.err != shape->err) {
        fprintf(stderr, "%s: the last event is %u, %s\n", shape->name, last.kind, pipit_err_name(last.err));
        return 1;
    }
    return 0;
}
