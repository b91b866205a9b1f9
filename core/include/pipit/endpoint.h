/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  X's streams by name: the path of each stream and the parameters that it accepts. Each is a constant object of its
 *  own, so only the streams that your program names are linked.
 *
 *  Sources: the OpenAPI description of X API v2 (2.167); for the powerstream, X's documentation. */
#ifndef PIPIT_ENDPOINT_H
#define PIPIT_ENDPOINT_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many lists a request for a stream can have: expansions and six kinds of fields. */
#define PIPIT_LISTS 7

/** The lists that a stream accepts: bits of pipit_endpoint_t.lists, in the order of pipit_stream_t. */
enum {
    PIPIT_LIST_EXPANSIONS = 1,
    PIPIT_LIST_MEDIA_FIELDS = 2,
    PIPIT_LIST_PLACE_FIELDS = 4,
    PIPIT_LIST_POLL_FIELDS = 8,
    PIPIT_LIST_TWEET_FIELDS = 16,
    PIPIT_LIST_USER_FIELDS = 32,
    PIPIT_LIST_LIKE_FIELDS = 64, /**< like_with_tweet_author.fields */

    PIPIT_LISTS_NONE = 0,
    PIPIT_LISTS_POSTS = 0x3f, /**< streams of Posts: all except like_with_tweet_author.fields */
    PIPIT_LISTS_LIKES = 0x73, /**< streams of likes: all except place.fields and poll.fields */
    PIPIT_LISTS_ALL = 0x7f
};

/** The other parameters that a stream accepts: bits of pipit_endpoint_t.features. */
enum {
    PIPIT_ENDPOINT_BACKFILL = 1,   /**< backfill_minutes */
    PIPIT_ENDPOINT_REPLAY = 2,     /**< pipit_stream_t.replay */
    PIPIT_ENDPOINT_CAMEL_CASE = 4, /**< sent as backfillMinutes, startTime, endTime; localDcOnly is accepted too */
    PIPIT_ENDPOINT_RULES = 8       /**< matches rules: the status 409 means that there are none */
};

/** A stream. The constants below are X's streams. For any other path that answers GET with a stream, make your own:
 *  `static const pipit_endpoint_t mine = {"mine", "/2/something/stream", NULL, 0, PIPIT_LISTS_ALL,
 *  PIPIT_ENDPOINT_BACKFILL | PIPIT_ENDPOINT_REPLAY};`. pipit_stream_start() borrows it until PIPIT_EV_DISCONNECT. */
typedef struct {
    const char *name;           /**< Pipit's name, for example "firehose_en" */
    const char *path;           /**< begins with '/'; visible ASCII, already percent-encoded; may have a query */
    const char *connections_id; /**< X's endpoint_name in the Connections API (connections.h), 1 to 64 letters, digits,
                                     '-' and '_'; NULL: it has none */
    uint8_t partitions;         /**< 0: the stream has no partitions; else `partition` is required, 1 to this number */
    uint8_t lists;              /**< set of PIPIT_LIST_ bits */
    uint8_t features;           /**< set of PIPIT_ENDPOINT_ bits */
} pipit_endpoint_t;

extern const pipit_endpoint_t pipit_endpoint_filter;            /**< Posts that match this app's rules (rules.h) */
extern const pipit_endpoint_t pipit_endpoint_sample;            /**< about 1 % of all Posts */
extern const pipit_endpoint_t pipit_endpoint_sample10;          /**< 10 % of Posts, 2 partitions; Enterprise plans */
extern const pipit_endpoint_t pipit_endpoint_firehose;          /**< all Posts, 20 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_firehose_en;       /**< Posts in English, 8 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_firehose_ja;       /**< Posts in Japanese, 2 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_firehose_ko;       /**< Posts in Korean, 2 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_firehose_pt;       /**< Posts in Portuguese, 2 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_likes_firehose;    /**< all likes, 20 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_likes_sample10;    /**< 10 % of likes, 2 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_tweets_compliance; /**< events of Posts, 4 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_users_compliance;  /**< events of users, 4 partitions; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_likes_compliance;  /**< likes that were withdrawn; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_tweet_labels;      /**< labels on Posts; Enterprise */
extern const pipit_endpoint_t pipit_endpoint_activity;          /**< events of accounts (activity.h, subscriptions.h) */
extern const pipit_endpoint_t pipit_endpoint_powerstream;       /**< lowest latency; Posts in the form of API v1.1;
                                                                     Enterprise */

/** The number of X's streams. */
#define PIPIT_ENDPOINTS 16

/** All of X's streams, in the order above. A program that uses this table links all of them. */
extern const pipit_endpoint_t *const pipit_endpoints[PIPIT_ENDPOINTS];

/** Find one of X's streams by its name. Legal at any time; does not block. A program that uses this function links all
 *  of them.
 *  @param name for example "firehose_en"; may be NULL.
 *  @return the constant object; NULL if there is none with this name. */
const pipit_endpoint_t *pipit_endpoint_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
