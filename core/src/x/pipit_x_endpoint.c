/* SPDX-License-Identifier: MIT */
/* All paths of X, and the names of its parameters (OpenAPI description of X API v2). */
#include "../json/pipit_json_int.h"
#include "pipit/endpoint.h"
#include "pipit_x.h"
#include <string.h>

#define BACKFILL PIPIT_ENDPOINT_BACKFILL
#define BOTH (PIPIT_ENDPOINT_BACKFILL | PIPIT_ENDPOINT_REPLAY)

/* Each text is a separate object, so the linker removes those of streams that the program does not name. */
#define TEXT(text) ((const char[]){text})

/* clang-format off */
#define STREAM(name, path, connections_id, partitions, lists, features) \
    const pipit_endpoint_t pipit_endpoint_##name = {TEXT(#name), TEXT(path), connections_id, partitions, lists, features}

STREAM(filter,            "/2/tweets/search/stream",           TEXT("filtered_stream"),          0,  PIPIT_LISTS_POSTS, BOTH | PIPIT_ENDPOINT_RULES);
STREAM(sample,            "/2/tweets/sample/stream",           TEXT("sample_stream"),            0,  PIPIT_LISTS_POSTS, BACKFILL);
STREAM(sample10,          "/2/tweets/sample10/stream",         TEXT("sample10_stream"),          2,  PIPIT_LISTS_POSTS, BOTH);
STREAM(firehose,          "/2/tweets/firehose/stream",         TEXT("firehose_stream"),          20, PIPIT_LISTS_POSTS, BOTH);
STREAM(firehose_en,       "/2/tweets/firehose/stream/lang/en", TEXT("firehose_stream_lang_en"),  8,  PIPIT_LISTS_POSTS, BOTH);
STREAM(firehose_ja,       "/2/tweets/firehose/stream/lang/ja", TEXT("firehose_stream_lang_ja"),  2,  PIPIT_LISTS_POSTS, BOTH);
STREAM(firehose_ko,       "/2/tweets/firehose/stream/lang/ko", TEXT("firehose_stream_lang_ko"),  2,  PIPIT_LISTS_POSTS, BOTH);
STREAM(firehose_pt,       "/2/tweets/firehose/stream/lang/pt", TEXT("firehose_stream_lang_pt"),  2,  PIPIT_LISTS_POSTS, BOTH);
STREAM(likes_firehose,    "/2/likes/firehose/stream",          TEXT("likes_firehose_stream"),    20, PIPIT_LISTS_LIKES, BOTH);
STREAM(likes_sample10,    "/2/likes/sample10/stream",          TEXT("likes_sample10_stream"),    2,  PIPIT_LISTS_LIKES, BOTH);
STREAM(tweets_compliance, "/2/tweets/compliance/stream",       TEXT("tweets_compliance_stream"), 4,  PIPIT_LISTS_NONE,  BOTH);
STREAM(users_compliance,  "/2/users/compliance/stream",        TEXT("users_compliance_stream"),  4,  PIPIT_LISTS_NONE,  BOTH);
STREAM(likes_compliance,  "/2/likes/compliance/stream",        TEXT("likes_compliance_stream"),  0,  PIPIT_LISTS_NONE,  BOTH);
STREAM(tweet_labels,      "/2/tweets/label/stream",            TEXT("tweet_label_stream"),       0,  PIPIT_LISTS_NONE,  BOTH);
STREAM(activity,          "/2/activity/stream",                NULL,                             0,  PIPIT_LISTS_NONE,  BOTH);
STREAM(powerstream,       "/2/powerstream",                    NULL,                             0,  PIPIT_LISTS_NONE,
       BOTH | PIPIT_ENDPOINT_CAMEL_CASE | PIPIT_ENDPOINT_RULES);
/* clang-format on */

const pipit_endpoint_t *const pipit_endpoints[PIPIT_ENDPOINTS] = {&pipit_endpoint_filter,
                                                                  &pipit_endpoint_sample,
                                                                  &pipit_endpoint_sample10,
                                                                  &pipit_endpoint_firehose,
                                                                  &pipit_endpoint_firehose_en,
                                                                  &pipit_endpoint_firehose_ja,
                                                                  &pipit_endpoint_firehose_ko,
                                                                  &pipit_endpoint_firehose_pt,
                                                                  &pipit_endpoint_likes_firehose,
                                                                  &pipit_endpoint_likes_sample10,
                                                                  &pipit_endpoint_tweets_compliance,
                                                                  &pipit_endpoint_users_compliance,
                                                                  &pipit_endpoint_likes_compliance,
                                                                  &pipit_endpoint_tweet_labels,
                                                                  &pipit_endpoint_activity,
                                                                  &pipit_endpoint_powerstream};

const pipit_endpoint_t *pipit_endpoint_find(const char *name) {
    for (size_t i = 0; name && i < PIPIT_ENDPOINTS; i++) {
        if (strcmp(pipit_endpoints[i]->name, name) == 0) return pipit_endpoints[i];
    }
    return NULL;
}

const char pipit_i_list_names[] =
    "expansions\0media.fields\0place.fields\0poll.fields\0tweet.fields\0user.fields\0like_with_tweet_author.fields";

/* clang-format off */
const char pipit_i_path_connections[] = "/2/connections"; /* used by the kill of stale streams too */
const char pipit_i_path_rules[] = "/2/tweets/search/stream/rules";
const char pipit_i_path_rules_all[] = "/2/tweets/search/stream/rules?delete_all=true";
const char pipit_i_path_powerstream_rules[] = "/2/powerstream/rules";
const char pipit_i_path_subscriptions[] = "/2/activity/subscriptions";
const char pipit_i_path_token[] = "/oauth2/token";
/* clang-format on */
