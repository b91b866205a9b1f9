/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_messages
 *  Readers for the messages of a stream: Posts, likes, users, media and so on. A reader fills a structure with views
 *  into the message, without copies. The structure has the members that most programs need, and `node` for the rest:
 *  pipit_json_find(&event->json, tweet.node, "public_metrics.like_count").
 *
 *  The following holds for all readers here, and for those of activity.h, compliance.h and problem.h:
 *  - They are legal on the `json` of an event until the next pipit_next(), and on any text parsed by
 *    pipit_json_parse(). They do not block.
 *  - Views are valid until the next pipit_next(), or as long as the memory given to pipit_json_parse(). Texts are
 *    decoded in place. Names of members are compared as received, because X does not escape them.
 *  - Every node is accepted, PIPIT_NODE_NONE too.
 *  - `out` is yours and always filled. If a reader returns false, *out is all zero; a node in it is then 0, which is
 *    not PIPIT_NODE_NONE.
 *  - A member that is absent, null, or an object or array where X documents another type, reads as absent text, 0,
 *    false or PIPIT_NODE_NONE. A number above 2^32 - 1 in a uint32_t reads as 0.
 *
 *  activity.h and compliance.h read the events of their streams, problem.h the entries of `errors`, text.h times and
 *  entities.
 *
 *  Sources: the OpenAPI description of X API v2 (2.167), X's documentation, and messages received from X. */
#ifndef PIPIT_MESSAGE_H
#define PIPIT_MESSAGE_H

#include "pipit/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A Post. `text` still contains X's HTML escapes (`&amp; &lt; &gt;`); see pipit_html_decode(). */
typedef struct {
    pipit_str_t id; /**< decimal digits */
    pipit_str_t text;
    pipit_str_t author_id;  /**< absent unless the request asks for it */
    pipit_str_t created_at; /**< pipit_time_ms() reads it; absent unless the request asks for it */
    uint64_t id_number;     /**< the id as a number; 0 if it is not a number */
    pipit_node_t node;      /**< the Post in event->json */
} pipit_tweet_t;

/** One entry of `matching_rules`: a rule that this Post matches. */
typedef struct {
    pipit_str_t id;                   /**< decimal digits, whether X sent a number or a string */
    pipit_str_t tag;                  /**< absent if it is null or missing, empty if it is "" */
    pipit_str_t embedding_similarity; /**< for an `embedding:` rule: a number as X writes it, "0.8731" */
    uint64_t id_number;               /**< the id as a number; 0 if it is not a number */
} pipit_matching_rule_t;

/** The four parts of a message; PIPIT_NODE_NONE for a part that is not there. pipit_problem_read() reads each entry of
 *  `errors`: for (n = pipit_json_first(json, parts.errors); n != PIPIT_NODE_NONE; n = pipit_json_next(json, n)). */
typedef struct {
    pipit_node_t data;
    pipit_node_t includes;
    pipit_node_t errors;
    pipit_node_t matching_rules;
} pipit_parts_t;

/** Find the parts of a line. If the line is not a JSON object, all parts are PIPIT_NODE_NONE. */
void pipit_parts_read(const pipit_event_t *event, pipit_parts_t *out);

/** Read the Post of a line. It is in `data`, or it is the whole line (powerstream), or the first element if the line is
 *  an array (powerstream; pipit_message_next() finds the others).
 *  @return false if there is no object with an id and a text: the line is a like, a compliance or activity event, or a
 *  notice. */
bool pipit_tweet_read(pipit_event_t *event, pipit_tweet_t *out);

/** Read the Post at `node`, for example an element of includes.tweets or the payload of an activity event. A Post in
 *  the form of API v1.1 (`id_str`, `full_text`, `user`) fills the same members.
 *  @return false if it is not an object with an id and a text. */
bool pipit_tweet_read_at(pipit_json_t *json, pipit_node_t node, pipit_tweet_t *out);

/** Read the matching rule at `node`, an element of `matching_rules` that pipit_json_first() or pipit_json_next() found.
 *  @return false if it is not an object. */
bool pipit_matching_rule_read(pipit_event_t *event, pipit_node_t node, pipit_matching_rule_t *out);

/** Get the whole text of a Post. X cuts the text of a repost; the whole text is that of the Post whose id
 *  pipit_tweet_reference(.., "retweeted") returns.
 *  @return a view: note_tweet.text of a long Post, or extended_tweet.full_text in the form of API v1.1, or else
 *  tweet->text. */
pipit_str_t pipit_tweet_long_text(pipit_json_t *json, const pipit_tweet_t *tweet);

/** Get the id of the first Post that this Post refers to. pipit_includes_find(json, "tweets", id) finds that Post.
 *  @param json  the parsed message.
 *  @param tweet this Post.
 *  @param type  the kind of reference: "retweeted", "quoted" or "replied_to".
 *  @return a view of the id; absent if there is no such reference. */
pipit_str_t pipit_tweet_reference(pipit_json_t *json, const pipit_tweet_t *tweet, const char *type);

/** Find a member of an object in both of X's spellings. The OpenAPI description writes "post" in the names of many
 *  members where the messages have "tweet": "note_tweet", "referenced_tweets", "edit_history_tweet_ids",
 *  "retweet_count". Both spellings find both.
 *  @param json   the parsed message.
 *  @param object the object.
 *  @param name   the name of the member.
 *  @return the value; PIPIT_NODE_NONE if it is not there, or if `object` is not an object. */
pipit_node_t pipit_message_member(const pipit_json_t *json, pipit_node_t object, const char *name);

/** Find the first included object of a kind; pipit_json_next() finds the others. It looks in `includes` of the line, or
 *  else in `includes` inside `data` (activity events).
 *  @param json the parsed message.
 *  @param kind "users", "tweets", "media", "polls", "places" or "topics".
 *  @return the object, or PIPIT_NODE_NONE if there is none. */
pipit_node_t pipit_includes_first(const pipit_json_t *json, const char *kind);

/** Find the included object of a kind by its id or media_key.
 *  @param json the parsed message.
 *  @param kind as in pipit_includes_first().
 *  @param id   the id; an absent or empty one finds nothing.
 *  @return the object, or PIPIT_NODE_NONE if it is not there. */
pipit_node_t pipit_includes_find(pipit_json_t *json, const char *kind, pipit_str_t id);

/** A user: an element of includes.users, `user` of a Post in the form of API v1.1, or a user in an activity event. */
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
    pipit_node_t node;         /**< for all other members, for example "public_metrics.followers_count" */
    bool is_verified;
    bool is_protected;
} pipit_user_t;

/** Read the user at `node`, or in its member `data` (X wraps the users of activity events in this way).
 *  @return false if there is no object with an id. */
bool pipit_user_read(pipit_json_t *json, pipit_node_t node, pipit_user_t *out);

/** Read the author of a Post: `user` of a Post in the form of API v1.1, or the entry in includes.users (ask for the
 *  expansion author_id).
 *  @return false if the message has neither. */
bool pipit_author_read(pipit_json_t *json, const pipit_tweet_t *tweet, pipit_user_t *out);

/** A picture or a video. */
typedef struct {
    pipit_str_t media_key;
    pipit_str_t type; /**< "photo", "video", "animated_gif" */
    pipit_str_t url;  /**< of a photo; a video has `variants` */
    pipit_str_t preview_image_url;
    pipit_str_t alt_text;
    uint32_t width;
    uint32_t height;
    uint32_t duration_ms;
    pipit_node_t node; /**< for all other members, for example "public_metrics.view_count", "variants[0].url" */
} pipit_media_t;

/** Read an element of includes.media. @return false if it is not an object with a media_key. */
bool pipit_media_read(pipit_json_t *json, pipit_node_t node, pipit_media_t *out);

/** A poll. */
typedef struct {
    pipit_str_t id;
    pipit_str_t voting_status; /**< "open", "closed" */
    pipit_str_t end_datetime;
    uint32_t duration_minutes;
    pipit_node_t options; /**< an array for pipit_poll_option_read() */
    pipit_node_t node;
} pipit_poll_t;

/** Read an element of includes.polls. @return false if it is not an object with an id. */
bool pipit_poll_read(pipit_json_t *json, pipit_node_t node, pipit_poll_t *out);

/** One answer of a poll. */
typedef struct {
    pipit_str_t label;
    uint32_t position; /**< from 1 */
    uint32_t votes;
    pipit_node_t node;
} pipit_poll_option_t;

/** Read an element of pipit_poll_t.options. @return false if it is not an object with a label. */
bool pipit_poll_option_read(pipit_json_t *json, pipit_node_t node, pipit_poll_option_t *out);

/** A place. */
typedef struct {
    pipit_str_t id; /**< hexadecimal */
    pipit_str_t full_name;
    pipit_str_t name;
    pipit_str_t country;
    pipit_str_t country_code;
    pipit_str_t place_type; /**< "poi", "neighborhood", "city", "admin", "country", "unknown" */
    pipit_node_t node;      /**< for all other members, for example "geo.bbox[0]" */
} pipit_place_t;

/** Read an element of includes.places. @return false if it is not an object with an id. */
bool pipit_place_read(pipit_json_t *json, pipit_node_t node, pipit_place_t *out);

/** A like. */
typedef struct {
    pipit_str_t id; /**< 32 hexadecimal digits */
    pipit_str_t created_at;
    pipit_str_t liked_tweet_id;
    pipit_str_t liked_tweet_author_id; /**< X also calls it tweet_author_id */
    pipit_str_t timestamp_ms;          /**< decimal digits, whether X sent a number or a string */
    pipit_node_t node;
    uint64_t timestamp_number_ms; /**< timestamp_ms as a number: milliseconds since 1970; 0 if it is absent */
} pipit_like_t;

/** Read the like of a line. An object is a like if it has an id but no text and no event_type, and has either a member
 *  that says what was liked or when, or an id of 32 characters.
 *  @return false if the line has no like. */
bool pipit_like_read(pipit_event_t *event, pipit_like_t *out);

/** Read the like at `node`, for example the payload of an activity event. @return false if it is not a like. */
bool pipit_like_read_at(pipit_json_t *json, pipit_node_t node, pipit_like_t *out);

/** The kinds of messages, and the reader for each. */
enum {
    PIPIT_MESSAGE_UNKNOWN = 0,             /**< a kind that Pipit does not know, or not an object */
    PIPIT_MESSAGE_TWEET = 1,               /**< pipit_tweet_read() */
    PIPIT_MESSAGE_LIKE = 2,                /**< pipit_like_read() */
    PIPIT_MESSAGE_COMPLIANCE = 3,          /**< pipit_compliance_read() */
    PIPIT_MESSAGE_LABEL = 4,               /**< pipit_compliance_read() */
    PIPIT_MESSAGE_ACTIVITY = 5,            /**< pipit_activity_read() */
    PIPIT_MESSAGE_CONNECTION_METADATA = 6, /**< the first line of a powerstream: members datacenter, timestamp */
    PIPIT_MESSAGE_SYSTEM = 7,              /**< older messages `info`, `warn` and `error`, each with a `message` */
    PIPIT_MESSAGE_ERRORS = 8               /**< errors without data; also notices of an end (event->notice) */
};

/** The kind of a message, and where its content is. */
typedef struct {
    uint8_t kind;      /**< PIPIT_MESSAGE_ value */
    pipit_str_t name;  /**< compliance, label: "delete", "public_tweet_notice"; activity: "post.create"; also
                            "connection_metadata", "info". Unknown: its `type`, or the name of its only member */
    pipit_node_t node; /**< the Post, the like, the event, the array of errors, or the value of the member `name`; else
                            the whole object */
} pipit_message_t;

/** Find the kind of a message; if the line is an array, that of its first element. A line that is not JSON is
 *  PIPIT_MESSAGE_UNKNOWN with PIPIT_NODE_NONE. pipit_json_raw(json, out->node) is the text of an unknown message; get
 *  it before another reader decodes it. */
void pipit_message_read(pipit_json_t *json, pipit_message_t *out);

/** Find the main object of a line.
 *  @return `data` if it is an object; else the first element if the line is an array; else the whole line;
 *  PIPIT_NODE_NONE if nothing is parsed. */
pipit_node_t pipit_message_first(const pipit_json_t *json);

/** Find the element after `node`, for a line that is an array.
 *  @return the element; PIPIT_NODE_NONE at the end, and for a line that is not an array. */
pipit_node_t pipit_message_next(const pipit_json_t *json, pipit_node_t node);

#ifdef __cplusplus
}
#endif

#endif
