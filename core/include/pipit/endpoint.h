/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_streams
 *  X's streams by name: where each is and what it takes (facts 1). One constant object each, so that a program carries
 *  only those it names. */
#ifndef PIPIT_ENDPOINT_H
#define PIPIT_ENDPOINT_H

#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many lists a stream's request can have: expansions and six kinds of fields. */
#define PIPIT_LISTS 7

/** The lists that a stream takes, a set; in the order of pipit_stream_t. */
enum {
    PIPIT_LIST_EXPANSIONS = 1,
    PIPIT_LIST_MEDIA_FIELDS = 2,
    PIPIT_LIST_PLACE_FIELDS = 4,
    PIPIT_LIST_POLL_FIELDS = 8,
    PIPIT_LIST_TWEET_FIELDS = 16,
    PIPIT_LIST_USER_FIELDS = 32,
    PIPIT_LIST_LIKE_FIELDS = 64, /**< like_with_tweet_author.fields */

    PIPIT_LISTS_NONE = 0,
    PIPIT_LISTS_POSTS = 0x3f, /**< group P of facts 1.1 */
    PIPIT_LISTS_LIKES = 0x73, /**< group L */
    PIPIT_LISTS_ALL = 0x7f
};

/** What else a stream takes, a set. */
enum {
    PIPIT_ENDPOINT_BACKFILL = 1,   /**< backfill_minutes */
    PIPIT_ENDPOINT_REPLAY = 2,     /**< start_time and end_time */
    PIPIT_ENDPOINT_CAMEL_CASE = 4, /**< writes these as backfillMinutes, startTime, endTime, and takes localDcOnly */
    PIPIT_ENDPOINT_CALL = 8        /**< private: no stream, a short call */
};

/** A stream. The constants below are X's; make one of your own for any other GET path:
 *  `static const pipit_endpoint_t mine = {"mine", "/2/something/stream", NULL, 0, PIPIT_LISTS_ALL,
 *  PIPIT_ENDPOINT_BACKFILL | PIPIT_ENDPOINT_REPLAY};`. */
typedef struct {
    const char *name;           /**< "firehose_en" */
    const char *path;           /**< begins with '/'; visible ASCII, already percent-encoded; may have a query */
    const char *connections_id; /**< its endpoint_name in the connections API (connections.h), NULL if it has none */
    uint8_t partitions;         /**< 0: has none; else `partition` is required, 1 to this */
    uint8_t lists;              /**< set of PIPIT_LIST_ */
    uint8_t features;           /**< set of PIPIT_ENDPOINT_ */
} pipit_endpoint_t;

extern const pipit_endpoint_t pipit_endpoint_filter;      /**< Posts that match this app's rules (rules.h) */
extern const pipit_endpoint_t pipit_endpoint_sample;      /**< about 1 % of all Posts */
extern const pipit_endpoint_t pipit_endpoint_sample10;    /**< 10 %, two partitions; this and all below: Enterprise */
extern const pipit_endpoint_t pipit_endpoint_firehose;    /**< all Posts, 20 partitions */
extern const pipit_endpoint_t pipit_endpoint_firehose_en; /**< English, 8 */
extern const pipit_endpoint_t pipit_endpoint_firehose_ja; /**< Japanese, 2 */
extern const pipit_endpoint_t pipit_endpoint_firehose_ko; /**< Korean, 2 */
extern const pipit_endpoint_t pipit_endpoint_firehose_pt; /**< Portuguese, 2 */
extern const pipit_endpoint_t pipit_endpoint_likes_firehose;    /**< all likes, 20 */
extern const pipit_endpoint_t pipit_endpoint_likes_sample10;    /**< 10 % of likes, 2 */
extern const pipit_endpoint_t pipit_endpoint_tweets_compliance; /**< what happened to Posts, 4 (compliance.h) */
extern const pipit_endpoint_t pipit_endpoint_users_compliance;  /**< what happened to users, 4 */
extern const pipit_endpoint_t pipit_endpoint_likes_compliance;  /**< likes that were taken back */
extern const pipit_endpoint_t pipit_endpoint_tweet_labels;      /**< labels on Posts */
extern const pipit_endpoint_t pipit_endpoint_activity;          /**< events of accounts (activity.h, subscriptions.h) */
extern const pipit_endpoint_t pipit_endpoint_powerstream;       /**< lowest latency; v1.1 Posts (facts 1.4) */

/** How many streams X has. */
#define PIPIT_ENDPOINTS 16

/** All of them, in the order above. */
extern const pipit_endpoint_t *const pipit_endpoints[PIPIT_ENDPOINTS];

/** The stream with this name; NULL if there is none. */
const pipit_endpoint_t *pipit_endpoint_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
