/* SPDX-License-Identifier: MIT */
/* Generates Posts like those of X, in three sizes, in a chunked response. A seed gives the same bytes each time. */
#include "bench.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const bench_size_names[BENCH_SIZES] = {"small", "medium", "large"};

#define ID_BASE 1400000000000000000u
#define COUNT(array) ((unsigned)(sizeof(array) / sizeof(array)[0]))

typedef struct {
    char *bytes;
    size_t len;
    size_t room;
    uint64_t random;
    const struct language *language; /* language of the present Post */
} out_t;

/* Each Post is in one language. Six of ten are plain ASCII, except emoji and quotation marks. */
#define WORDS 24
typedef struct language {
    const char *code;
    const char *words[WORDS];
} language_t;
static const language_t languages[] = {
    {"en", {"the",   "a",       "about",  "launch",   "today",   "new",     "people", "thread",
            "just",  "release", "stream", "watching", "weather", "morning", "coffee", "market",
            "photo", "win",     "goal",   "update",   "it’s",    "tonight", "this",   "why"}},
    {"es",
     {"el",    "la",      "que",  "mañana", "está", "nuevo", "gente",  "también", "hoy",   "más",   "para",    "año",
      "señal", "corazón", "todo", "fútbol", "con",  "día",   "porque", "así",     "noche", "mejor", "gracias", "sólo"}},
    {"ja", {"今日は",   "ありがとう", "こんにちは", "新しい", "写真",     "天気",     "東京",     "面白い",
            "楽しみ",   "ですね",     "思います",   "明日",   "朝ごはん", "コーヒー", "ニュース", "映画",
            "見ました", "大好き",     "最高",       "始まる", "みなさん", "おはよう", "行きたい", "笑"}},
};
/* The language of each tenth of the Posts. */
static const unsigned char language_of[] = {0, 0, 0, 0, 0, 0, 1, 1, 2, 2};

static const char *const emoji[] = {"\\uD83D\\uDE00", "\\uD83E\\uDD41", "\\uD83D\\uDD25", "\\uD83C\\uDF89"};
static const char *const tags[] = {"cats with images", "news", "c99", "weather in Berlin", "t1"};
static const char *const domains[] = {"Brand", "Interests and Hobbies", "Entities [Entity Service]",
                                      "Unified Twitter Taxonomy"};
static const char *const places[] = {"Berlin", "São Paulo", "東京", "New York, USA", "Zürich"};

static uint64_t draw(out_t *out) { /* xorshift64* */
    out->random ^= out->random >> 12;
    out->random ^= out->random << 25;
    out->random ^= out->random >> 27;
    return out->random * 0x2545f4914f6cdd1du;
}

static unsigned below(out_t *out, unsigned n) {
    return (unsigned)((draw(out) >> 33) % n);
}

static void put_bytes(out_t *out, const char *bytes, size_t len) {
    if (out->len + len > out->room) {
        out->room = (out->len + len) * 2 + 65536;
        out->bytes = realloc(out->bytes, out->room);
        if (out->bytes == NULL) bench_fail("no memory");
    }
    memcpy(out->bytes + out->len, bytes, len);
    out->len += len;
}

static void put(out_t *out, const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof text) bench_fail("generator: text too long");
    put_bytes(out, text, (size_t)len);
}

static void language_choose(out_t *out) {
    out->language = &languages[language_of[below(out, COUNT(language_of))]];
}

static void put_word(out_t *out) {
    put(out, "%s", out->language->words[below(out, WORDS)]);
}

/* Like X: characters up to U+FFFF are not escaped, others are surrogate pairs in upper case. */
static void put_text(out_t *out, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        unsigned kind = below(out, 40);
        if (i > 0) put_bytes(out, kind == 0 ? "\\n" : " ", kind == 0 ? 2 : 1);
        if (kind == 1) {
            put(out, "%s", emoji[below(out, COUNT(emoji))]);
        } else if (kind == 2) {
            put(out, "&amp; \\\"");
            put_word(out);
            put(out, "\\\"");
        } else {
            put_word(out);
        }
    }
}

static void put_link(out_t *out) {
    put(out, " https://t.co/%010llx", (unsigned long long)(draw(out) & 0xffffffffffu));
}

static uint64_t new_id(out_t *out) {
    return ID_BASE + (draw(out) >> 6);
}

static void put_time(out_t *out, const char *name) {
    put(out, "\"%s\":\"20%02u-%02u-%02uT%02u:%02u:%02u.000Z\"", name, 10 + below(out, 15), 1 + below(out, 12),
        1 + below(out, 28), below(out, 24), below(out, 60), below(out, 60));
}

static void put_url_entity(out_t *out) {
    unsigned start = below(out, 100);
    put(out, "{\"start\":%u,\"end\":%u,\"url\":\"https://t.co/%010llx\",", start, start + 23,
        (unsigned long long)(draw(out) & 0xffffffffffu));
    put(out, "\"expanded_url\":\"https://example.com/articles/%u/%u\",", below(out, 9999), below(out, 99999));
    put(out, "\"display_url\":\"example.com/articles/%u\"}", below(out, 9999));
}

static void put_annotations(out_t *out, unsigned count) {
    put(out, "\"context_annotations\":[");
    for (unsigned i = 0; i < count; i++) {
        const char *domain = domains[below(out, COUNT(domains))];
        put(out, "%s{\"domain\":{\"id\":\"%u\",\"name\":\"%s\",\"description\":\"%s and what belongs to them\"},",
            i > 0 ? "," : "", below(out, 200), domain, domain);
        put(out, "\"entity\":{\"id\":\"%u\",\"name\":\"", below(out, 1u << 30));
        put_text(out, 2);
        put(out, "\"}}");
    }
    put(out, "],");
}

static void put_entities(out_t *out, unsigned urls) {
    put(out, "\"entities\":{\"hashtags\":[{\"start\":%u,\"end\":%u,\"tag\":\"", below(out, 100), 100 + below(out, 99));
    put_word(out);
    put(out, "\"}],\"mentions\":[{\"start\":0,\"end\":12,\"username\":\"user_%u\",\"id\":\"%u\"}],\"urls\":[",
        below(out, 9999), below(out, 1u << 30));
    for (unsigned i = 0; i < urls; i++) {
        if (i > 0) put(out, ",");
        put_url_entity(out);
    }
    put(out, "]},");
}

static void put_metrics(out_t *out) {
    put(out, "\"public_metrics\":{\"retweet_count\":%u,\"reply_count\":%u,\"like_count\":%u,", below(out, 900),
        below(out, 90), below(out, 9000));
    put(out, "\"quote_count\":%u,\"bookmark_count\":%u,\"impression_count\":%u},", below(out, 90), below(out, 90),
        below(out, 99999));
}

static void put_references(out_t *out) {
    put(out, "\"attachments\":{\"media_keys\":[\"13_%llu\"]},", (unsigned long long)new_id(out));
    put(out,
        "\"geo\":{\"place_id\":\"3078869807f9dd36\"},\"referenced_tweets\":[{\"type\":\"quoted\",\"id\":\"%llu\"}],",
        (unsigned long long)new_id(out));
}

/* A Post with all of tweet.fields; with `references` also references to objects of `includes`. */
static void put_full_post(out_t *out, uint64_t author, bool references, unsigned annotations, unsigned urls,
                          unsigned text_words) {
    uint64_t id = new_id(out);
    put(out, "{");
    if (references) put_references(out);
    put(out, "\"author_id\":\"%llu\",", (unsigned long long)author);
    if (annotations > 0) put_annotations(out, annotations);
    put(out, "\"conversation_id\":\"%llu\",", (unsigned long long)id);
    put_time(out, "created_at");
    put(out, ",\"edit_controls\":{\"edits_remaining\":5,\"is_edit_eligible\":%s,", below(out, 2) ? "true" : "false");
    put_time(out, "editable_until");
    put(out, "},\"edit_history_tweet_ids\":[\"%llu\"],", (unsigned long long)id);
    put_entities(out, urls);
    put(out, "\"id\":\"%llu\",\"lang\":\"%s\",\"possibly_sensitive\":false,", (unsigned long long)id,
        out->language->code);
    put_metrics(out);
    put(out, "\"reply_settings\":\"everyone\",\"text\":\"");
    put_text(out, text_words);
    put_link(out);
    put(out, "\"}");
}

static void put_user(out_t *out, uint64_t id) {
    put(out, "{");
    put_time(out, "created_at");
    put(out, ",\"description\":\"");
    put_text(out, 6 + below(out, 12));
    put(out, "\",\"id\":\"%llu\",\"location\":\"", (unsigned long long)id);
    put(out, "%s", places[below(out, COUNT(places))]);
    put(out, "\",\"name\":\"");
    put_text(out, 2);
    put(out, "\",\"profile_image_url\":\"https://pbs.twimg.com/profile_images/%u/photo_normal.jpg\",",
        below(out, 1u << 30));
    put(out, "\"protected\":false,\"public_metrics\":{\"followers_count\":%u,\"following_count\":%u,",
        below(out, 99999), below(out, 5000));
    put(out, "\"tweet_count\":%u,\"listed_count\":%u},\"url\":\"https://t.co/%010llx\",", below(out, 99999),
        below(out, 900), (unsigned long long)(draw(out) & 0xffffffffffu));
    put(out, "\"username\":\"user_%u\",\"verified\":%s}", below(out, 99999), below(out, 3) ? "false" : "true");
}

static void put_media(out_t *out) {
    put(out, "{\"alt_text\":\"");
    put_text(out, 8);
    put(out, "\",\"duration_ms\":%u,\"height\":1080,\"media_key\":\"13_%llu\",", below(out, 99999),
        (unsigned long long)new_id(out));
    put(out, "\"preview_image_url\":\"https://pbs.twimg.com/ext_tw_video_thumb/%u/pu/img/a.jpg\",",
        below(out, 1u << 30));
    put(out, "\"public_metrics\":{\"view_count\":%u},\"type\":\"video\",\"variants\":[", below(out, 99999));
    for (unsigned rate = 256; rate <= 2048; rate *= 2) {
        put(out, "%s{\"bit_rate\":%u000,\"content_type\":\"video/mp4\",\"url\":\"", rate > 256 ? "," : "", rate);
        put(out, "https://video.twimg.com/ext_tw_video/%u/pu/vid/%ux720/b.mp4?tag=12\"}", below(out, 1u << 30), rate);
    }
    put(out, "],\"width\":1920}");
}

static void put_place(out_t *out) {
    put(out, "{\"country\":\"Deutschland\",\"country_code\":\"DE\",\"full_name\":\"");
    put(out, "%s", places[below(out, COUNT(places))]);
    put(out, "\",\"geo\":{\"type\":\"Feature\",\"bbox\":[13.088%u,52.338%u,13.761%u,52.675%u],\"properties\":{}},",
        below(out, 99), below(out, 99), below(out, 99), below(out, 99));
    put(out, "\"id\":\"3078869807f9dd36\",\"name\":\"Berlin\",\"place_type\":\"city\"}");
}

static void put_rules(out_t *out, unsigned count) {
    put(out, "\"matching_rules\":[");
    for (unsigned i = 0; i < count; i++) {
        put(out, "%s{\"id\":\"%llu\",\"tag\":\"%s\"}", i > 0 ? "," : "", (unsigned long long)new_id(out),
            tags[below(out, COUNT(tags))]);
    }
    put(out, "]}\r\n");
}

static void put_small(out_t *out) {
    unsigned long long id = new_id(out);
    put(out, "{\"data\":{\"edit_history_tweet_ids\":[\"%llu\"],\"id\":\"%llu\",\"text\":\"", id, id);
    put_text(out, 8 + below(out, 22));
    if (below(out, 2)) put_link(out);
    put(out, "\"},");
    put_rules(out, 1);
}

static void put_medium(out_t *out) {
    uint64_t author = new_id(out);
    put(out, "{\"data\":");
    put_full_post(out, author, false, below(out, 4), 1, 12 + below(out, 30));
    put(out, ",\"includes\":{\"users\":[");
    put_user(out, author);
    put(out, "]},");
    put_rules(out, 1 + below(out, 2));
}

static void put_large(out_t *out) {
    uint64_t author = new_id(out);
    unsigned users = 2 + below(out, 3), media = 1 + below(out, 2), posts = 1 + below(out, 2);
    put(out, "{\"data\":");
    put_full_post(out, author, true, 4 + below(out, 5), 2, 30 + below(out, 20));
    put(out, ",\"includes\":{\"media\":[");
    for (unsigned i = 0; i < media; i++) {
        if (i > 0) put(out, ",");
        put_media(out);
    }
    put(out, "],\"places\":[");
    put_place(out);
    put(out, "],\"tweets\":[");
    for (unsigned i = 0; i < posts; i++) {
        if (i > 0) put(out, ",");
        put_full_post(out, new_id(out), false, 1 + below(out, 4), 1, 30);
    }
    put(out, "],\"users\":[");
    for (unsigned i = 0; i < users; i++) {
        if (i > 0) put(out, ",");
        put_user(out, i == 0 ? author : new_id(out));
    }
    put(out, "]},");
    put_rules(out, 1 + below(out, 3));
}

static void put_chunk(out_t *out, const char *bytes, size_t len) {
    put(out, "%zx\r\n", len);
    put_bytes(out, bytes, len);
    put_bytes(out, "\r\n", 2);
}

/* A response head as large as X's; most of its headers are ignored. */
static void put_head(out_t *out) {
    put(out, "HTTP/1.1 200 OK\r\ndate: Tue, 07 May 2024 10:00:00 GMT\r\nperf: 7402827104\r\nserver: envoy\r\n");
    put(out, "set-cookie: guest_id=v1%%3A%u; Max-Age=34214400; Path=/; Domain=.x.com; Secure; SameSite=None\r\n",
        below(out, 1u << 30));
    put(out, "content-type: application/json; charset=utf-8\r\ncache-control: no-cache, no-store, max-age=0\r\n");
    put(out, "x-access-level: read\r\nx-frame-options: SAMEORIGIN\r\nx-content-type-options: nosniff\r\n");
    put(out, "x-rate-limit-limit: 50\r\nx-rate-limit-remaining: 49\r\nx-rate-limit-reset: 1715076900\r\n");
    put(out, "strict-transport-security: max-age=631138519\r\nx-transaction-id: %016llx\r\n",
        (unsigned long long)draw(out));
    put(out, "x-connection-hash: %016llx%016llx\r\ntransfer-encoding: chunked\r\n\r\n", (unsigned long long)draw(out),
        (unsigned long long)draw(out));
}

/* Usually each message is one chunk. Some messages are in two chunks, and there is a keep-alive after about 50
 * messages. */
static void put_message(out_t *out, const out_t *message) {
    if (below(out, 50) == 0) put_chunk(out, "\r\n", 2);
    size_t first = below(out, 10) == 0 ? 1 + below(out, (unsigned)message->len - 1) : message->len;
    put_chunk(out, message->bytes, first);
    if (first < message->len) put_chunk(out, message->bytes + first, message->len - first);
}

void bench_wire_make(bench_wire_t *wire, int size, uint64_t messages, uint64_t seed) {
    static void (*const makers[BENCH_SIZES])(out_t *) = {put_small, put_medium, put_large};
    out_t out = {.random = seed * 2 + 1}, message = {.random = seed * 2 + 0x9e3779b9u};
    put_head(&out);
    wire->head_len = out.len;
    for (uint64_t i = 0; i < messages; i++) {
        message.len = 0;
        language_choose(&message);
        makers[size](&message);
        put_message(&out, &message);
    }
    free(message.bytes);
    wire->bytes = out.bytes;
    wire->len = out.len;
    wire->messages = messages;
}
