/* SPDX-License-Identifier: MIT */
/* Names of fields that the compiler checks, compared with X's OpenAPI description 2.167. fields_refused.c tests that
 * other names do not compile. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *preset;
    const char *made;
    size_t count;
    const char *facts;
} list_t;

/* A list of names, once as the text that a macro makes, and once as text. */
#define LIST(preset, make, count, ...)                                                                                 \
    { preset, make(__VA_ARGS__), count, #__VA_ARGS__ }

/* The names of X's OpenAPI description 2.167, written here a second time, so that a mistake in the header is found. */
static const list_t lists[] = {
    {PIPIT_ALL_EXPANSIONS,
     PIPIT_EXPANSIONS(article_cover_media, article_media_entities, attachments_media_keys,
                      attachments_media_source_tweet, attachments_poll_ids, author_id, edit_history_tweet_ids,
                      entities_mentions_username, entities_note_mentions_username, geo_place_id, in_reply_to_user_id,
                      referenced_tweets_id, referenced_tweets_id_attachments_media_keys,
                      referenced_tweets_id_author_id),
     14,
     "article.cover_media, article.media_entities, attachments.media_keys, attachments.media_source_tweet, "
     "attachments.poll_ids, author_id, edit_history_tweet_ids, entities.mentions.username, "
     "entities.note.mentions.username, geo.place_id, in_reply_to_user_id, referenced_tweets.id, "
     "referenced_tweets.id.attachments.media_keys, referenced_tweets.id.author_id"},
    {PIPIT_ALL_LIKE_EXPANSIONS, PIPIT_LIKE_EXPANSIONS(attachments_media_keys, liked_tweet_author_id, liked_tweet_id), 3,
     "attachments.media_keys, liked_tweet_author_id, liked_tweet_id"},
    LIST(PIPIT_ALL_MEDIA_FIELDS, PIPIT_MEDIA_FIELDS, 13, alt_text, duration_ms, height, media_key, non_public_metrics,
         organic_metrics, preview_image_url, promoted_metrics, public_metrics, type, url, variants, width),
    LIST(PIPIT_ALL_PLACE_FIELDS, PIPIT_PLACE_FIELDS, 8, contained_within, country, country_code, full_name, geo, id,
         name, place_type),
    LIST(PIPIT_ALL_POLL_FIELDS, PIPIT_POLL_FIELDS, 5, duration_minutes, end_datetime, id, options, voting_status),
    LIST(PIPIT_ALL_TWEET_FIELDS, PIPIT_TWEET_FIELDS, 34, article, attachments, author_id, card_uri, community_id,
         context_annotations, conversation_id, created_at, display_text_range, edit_controls, edit_history_tweet_ids,
         entities, geo, id, in_reply_to_user_id, lang, matched_media_notes, media_metadata, non_public_metrics,
         note_request_suggestions, note_tweet, organic_metrics, paid_partnership, possibly_sensitive, promoted_metrics,
         public_metrics, referenced_tweets, reply_settings, scopes, source, suggested_source_links,
         suggested_source_links_with_counts, text, withheld),
    LIST(PIPIT_ALL_USER_FIELDS, PIPIT_USER_FIELDS, 26, affiliation, confirmed_email, connection_status, created_at,
         description, entities, id, is_identity_verified, location, most_recent_tweet_id, name, parody, pinned_tweet_id,
         profile_banner_url, profile_image_url, protected, public_metrics, receives_your_dm, subscription,
         subscription_type, url, username, verified, verified_followers_count, verified_type, withheld),
    LIST(PIPIT_ALL_LIKE_FIELDS, PIPIT_LIKE_FIELDS, 6, attachments_media_keys, created_at, id, liked_tweet_author_id,
         liked_tweet_id, timestamp_ms),
};
#define LISTS (sizeof lists / sizeof lists[0])

/* @return `text` without its spaces. */
static const char *packed(const char *text) {
    static char out[2048];
    size_t len = 0;
    for (; *text; text++)
        if (*text != ' ') out[len++] = *text;
    out[len] = '\0';
    return out;
}

static size_t names_in(const char *list) {
    size_t n = 1;
    for (; *list; list++)
        n += *list == ',';
    return n;
}

static void test_every_name(void **state) {
    (void)state;
    for (size_t i = 0; i < LISTS; i++) {
        assert_string_equal(lists[i].made, packed(lists[i].facts));
        assert_int_equal(names_in(lists[i].made), lists[i].count);
    }
}

static bool needs_a_user(const char *name, size_t len) {
    static const char *const names[] = {"non_public_metrics", "organic_metrics",  "promoted_metrics",
                                        "connection_status",  "receives_your_dm", "confirmed_email"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0) return true;
    return false;
}

/* The presets have the same names, without those that need more than an app's token. */
static void test_presets_are_these_names(void **state) {
    (void)state;
    for (size_t i = 0; i < LISTS; i++) {
        char expected[2048] = "";
        for (const char *name = lists[i].made, *end; *name; name = *end ? end + 1 : end) {
            end = name + strcspn(name, ",");
            if (needs_a_user(name, (size_t)(end - name))) continue;
            if (*expected) strcat(expected, ",");
            strncat(expected, name, (size_t)(end - name));
        }
        assert_string_equal(lists[i].preset, expected);
    }
}

PIPIT_DEFINE(feed, 4096, 64);

/* Requests with lists of one name, of several names, and with a name that Pipit does not know. */
static void test_lists_go_out(void **state) {
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "T"};
    pipit_stream_t stream = {.expansions = PIPIT_EXPANSIONS(geo_place_id),
                             .tweet_fields = PIPIT_TWEET_FIELDS(id, text) ",brand_new",
                             .user_fields = PIPIT_USER_FIELDS(protected, url, id)};
    static const char expected[] = "GET /2/tweets/search/stream?expansions=geo.place_id"
                                   "&tweet.fields=id,text,brand_new&user.fields=protected,url,id HTTP/1.1\r\n";
    size_t len;
    (void)state;
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, &stream), PIPIT_OK);
    pipit_open_ack(&feed);
    const uint8_t *bytes = pipit_tx_buf(&feed, &len);
    assert_true(len > strlen(expected));
    assert_memory_equal(bytes, expected, strlen(expected));
    stream.tweet_fields = PIPIT_TWEET_FIELDS(id, text, id); /* a repeated name compiles; it is refused at run time */
    assert_int_equal(pipit_init(&feed, &config), PIPIT_OK);
    assert_int_equal(pipit_filter(&feed, &stream), PIPIT_E_INVALID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_name),
        cmocka_unit_test(test_presets_are_these_names),
        cmocka_unit_test(test_lists_go_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
