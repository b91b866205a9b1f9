/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  What one line of a stream says (facts 5): typed views into a PIPIT_EV_LINE event, without copies; they live until
 * the next pipit_next(), or as long as the memory given to pipit_json_parse(). A view has the members that most
 * programs read, and `node` for the rest: pipit_json_find(&event->json, tweet.node, "public_metrics.like_count").
 *
 *  A member that is absent or null, or a container where X documents none, is an absent text, 0, false or
 *  PIPIT_NODE_NONE.
 *  Every reader takes any node, PIPIT_NODE_NONE too, fills *out always, and zeroes it when it returns false. Names of
 *  X's members are compared as they stand: X does not escape them. Texts are decoded in place.
 *  compliance.h and activity.h read the events of their streams, problem.h the entries of `errors`, text.h times and
 *  entities. Nothing here blocks. */
#ifndef PIPIT_MESSAGE_H
#define PIPIT_MESSAGE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A Post. `text` still has X's HTML entities (&amp; &lt; &gt;). */
typedef struct {
    pipit_str_t id; /**< decimal digits */
    pipit_str_t text;
    pipit_str_t author_id;  /**< absent unless asked for */
    pipit_str_t created_at; /**< pipit_time_ms() reads it; absent unless asked for */
    uint64_t id_number;     /**< the id as a number; 0 if it is none */
    pipit_node_t node;      /**< the Post in event->json */
} pipit_tweet_t;

/** One entry of `matching_rules`: the rule that made X send this Post. */
typedef struct {
    pipit_str_t id;                   /**< decimal digits, whether X sent a number or a string */
    pipit_str_t tag;                  /**< absent for null or missing, empty for "" */
    pipit_str_t embedding_similarity; /**< of an `embedding:` rule: a number as X writes it, "0.8731" */
    uint64_t id_number;               /**< the id as a number; 0 if it is none */
} pipit_matching_rule_t;

/** The four parts of a message; PIPIT_NODE_NONE for a part that is not there. Each entry of `errors` is read by
 *  pipit_problem_read():
 *  for (n = pipit_json_first(json, parts.errors); n != PIPIT_NODE_NONE; n = pipit_json_next(json, n)). */
typedef struct {
    pipit_node_t data;
    pipit_node_t includes;
    pipit_node_t errors;
    pipit_node_t matching_rules;
} pipit_parts_t;

/** Which parts does this line have? All absent for a line that is not a JSON object. */
void pipit_parts_read(const pipit_event_t *event, pipit_parts_t *out);

/** The Post of a line: `data`, the whole line of a powerstream, or the first Post of an array (facts 1.4; the others:
 *  pipit_message_next()).
 *  @return false if the line has no object with an id and a text: a like, a compliance or activity event, a notice. */
bool pipit_tweet_read(pipit_event_t *event, pipit_tweet_t *out);

/** The Post at `node`: an element of includes.tweets, the payload of an activity event, .. Older Posts (`id_str`,
 *  `full_text`, `user`) fill the same members. @return false if it is no object with an id and a text. */
bool pipit_tweet_read_at(pipit_json_t *json, pipit_node_t node, pipit_tweet_t *out);

/** The matching rule at `node`, an element of `matching_rules` found with pipit_json_first() and pipit_json_next().
 *  @return false if it is not an object; then *out is zeroed. */
bool pipit_matching_rule_read(pipit_event_t *event, pipit_node_t node, pipit_matching_rule_t *out);

/** All of the text: that of `note_tweet` where a long Post has one, else tweet->text. A repost's own text is cut by X;
 *  the whole is that of the Post which pipit_tweet_reference(.., "retweeted") names. */
pipit_str_t pipit_tweet_long_text(pipit_json_t *json, const pipit_tweet_t *tweet);

/** The id of the first Post that this one refers to as `type`: "retweeted", "quoted", "replied_to". Absent if none.
 *  Find that Post with pipit_includes_find(json, "tweets", id). */
pipit_str_t pipit_tweet_reference(pipit_json_t *json, const pipit_tweet_t *tweet, const char *type);

/** The member `name` of an object in either of X's spellings (facts 5.1): "tweet" in a name is also found where X
 * writes "post", and the reverse: "note_tweet", "referenced_tweets", "edit_history_tweet_ids", "retweet_count". */
pipit_node_t pipit_message_member(const pipit_json_t *json, pipit_node_t object, const char *name);

/** The first included object of a kind: "users", "tweets", "media", "polls", "places", "topics"; the others with
 *  pipit_json_next(). Also those of an activity event, which stand inside `data`. PIPIT_NODE_NONE if there is none. */
pipit_node_t pipit_includes_first(const pipit_json_t *json, const char *kind);

/** The included object of this kind with this id, or media_key. PIPIT_NODE_NONE if it is not there. */
pipit_node_t pipit_includes_find(pipit_json_t *json, const char *kind, pipit_str_t id);

/** A user: an element of includes.users, `user` of an older Post, or a user in an activity event. */
typedef struct {
    pipit_str_t id;
    pipit_str_t username; /**< without @ */
    pipit_str_t name;
    pipit_str_t created_at;
    pipit_str_t description;
    pipit_str_t location;
    pipit_str_t url;
    pipit_str_t profile_image_url;
    pipit_str_t verified_type; /**< "blue", "business", "government", "none" */
    pipit_node_t node;         /**< the rest: "public_metrics.followers_count" */
    bool is_verified;
    bool is_protected;
} pipit_user_t;

/** @return false if there is no object with an id at `node`, or in its member `data` (facts 5.6). */
bool pipit_user_read(pipit_json_t *json, pipit_node_t node, pipit_user_t *out);

/** Who wrote this Post: from includes.users (expansion author_id), or `user` of an older Post.
 *  @return false if the line does not say more than the id. */
bool pipit_author_read(pipit_json_t *json, const pipit_tweet_t *tweet, pipit_user_t *out);

/** A picture or a video. */
typedef struct {
    pipit_str_t media_key;
    pipit_str_t type; /**< "photo", "video", "animated_gif" */
    pipit_str_t url;  /**< of photos; videos have `variants` */
    pipit_str_t preview_image_url;
    pipit_str_t alt_text;
    uint32_t width;
    uint32_t height;
    uint32_t duration_ms;
    pipit_node_t node; /**< the rest: "public_metrics.view_count", "variants[0].url" */
} pipit_media_t;

/** An element of includes.media. @return false if it is no object with a media_key. */
bool pipit_media_read(pipit_json_t *json, pipit_node_t node, pipit_media_t *out);

/** A poll. */
typedef struct {
    pipit_str_t id;
    pipit_str_t voting_status; /**< "open", "closed" */
    pipit_str_t end_datetime;
    uint32_t duration_minutes;
    pipit_node_t options; /**< array: pipit_poll_option_read() */
    pipit_node_t node;
} pipit_poll_t;

/** An element of includes.polls. @return false if it is no object with an id. */
bool pipit_poll_read(pipit_json_t *json, pipit_node_t node, pipit_poll_t *out);

/** One answer of a poll. */
typedef struct {
    pipit_str_t label;
    uint32_t position; /**< from 1 */
    uint32_t votes;
    pipit_node_t node;
} pipit_poll_option_t;

/** An element of pipit_poll_t.options. @return false if it is no object with a label. */
bool pipit_poll_option_read(pipit_json_t *json, pipit_node_t node, pipit_poll_option_t *out);

/** A place. */
typedef struct {
    pipit_str_t id; /**< hexadecimal */
    pipit_str_t full_name;
    pipit_str_t name;
    pipit_str_t country;
    pipit_str_t country_code;
    pipit_str_t place_type; /**< "poi", "neighborhood", "city", "admin", "country", "unknown" */
    pipit_node_t node;      /**< the rest: "geo.bbox[0]" */
} pipit_place_t;

/** An element of includes.places. @return false if it is no object with an id. */
bool pipit_place_read(pipit_json_t *json, pipit_node_t node, pipit_place_t *out);

/** A like (facts 5.4). */
typedef struct {
    pipit_str_t id; /**< 32 hexadecimal digits */
    pipit_str_t created_at;
    pipit_str_t liked_tweet_id;
    pipit_str_t liked_tweet_author_id; /**< also where X calls it tweet_author_id */
    pipit_str_t timestamp_ms;          /**< decimal digits, whether X sent a number or a string */
    pipit_node_t node;
    uint64_t timestamp_number_ms; /**< timestamp_ms as a number, since 1970; 0 if absent */
} pipit_like_t;

/** The like of a line. @return false if the line carries none. A like has an id but no text, and says what was liked,
 *  or when, or has an id of 32 characters. */
bool pipit_like_read(pipit_event_t *event, pipit_like_t *out);

/** The like at `node`: the payload of an activity event. */
bool pipit_like_read_at(pipit_json_t *json, pipit_node_t node, pipit_like_t *out);

/** What a line is. */
enum {
    PIPIT_MESSAGE_UNKNOWN = 0,             /**< something new, or no object */
    PIPIT_MESSAGE_TWEET = 1,               /**< pipit_tweet_read() */
    PIPIT_MESSAGE_LIKE = 2,                /**< pipit_like_read() */
    PIPIT_MESSAGE_COMPLIANCE = 3,          /**< pipit_compliance_read() */
    PIPIT_MESSAGE_LABEL = 4,               /**< pipit_compliance_read() */
    PIPIT_MESSAGE_ACTIVITY = 5,            /**< pipit_activity_read() */
    PIPIT_MESSAGE_CONNECTION_METADATA = 6, /**< the first line of a powerstream: members datacenter, timestamp */
    PIPIT_MESSAGE_SYSTEM = 7,              /**< older notes, `info`, `warn` and `error`, each with a `message` */
    PIPIT_MESSAGE_ERRORS = 8               /**< errors and no data; notices of an end too (event->notice) */
};

/** The kind of a message. */
typedef struct {
    uint8_t kind;      /**< PIPIT_MESSAGE_ value */
    pipit_str_t name;  /**< "delete", "public_tweet_notice" (compliance, label), "post.create" (activity),
                            "connection_metadata", "info"; of an unknown message its `type` or only member */
    pipit_node_t node; /**< the Post, the like, the event; the array of errors; what `name` names; else the root */
} pipit_message_t;

/** What is this line, or of an array its first element? Always fills *out; a line that is not JSON is
 *  PIPIT_MESSAGE_UNKNOWN with PIPIT_NODE_NONE. pipit_json_raw(json, out->node) is the text of what is unknown; take it
 *  first, before other readers decode. */
void pipit_message_read(pipit_json_t *json, pipit_message_t *out);

/** What a line carries first: `data`, or the whole object if it has none, or the first element of an array. */
pipit_node_t pipit_message_first(const pipit_json_t *json);

/** The element after `node` where the line is an array; else PIPIT_NODE_NONE. */
pipit_node_t pipit_message_next(const pipit_json_t *json, pipit_node_t node);

#ifdef __cplusplus
}
#endif

#endif
