/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_sim
 *  A small model of X as the other end of simulated links. It has the Posts of a filtered stream, a limit of
 *  connections (a connection that was not closed still counts for 30 seconds), rate limits, backfill, replay, notices,
 *  usage caps, rules, and faults at random. It knows which Post it sent on which connection.
 *
 *  It answers GET /2/tweets/search/stream and the sample, the rules calls, and DELETE /2/connections/... Its
 *  behaviour is that of X's documentation, of the OpenAPI description of X API v2, and of recordings of X's streams.
 *  Where X's behaviour is not known, random numbers decide. */
#ifndef PIPIT_SIM_X_H
#define PIPIT_SIM_X_H

#include "pipit_sim.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_SIM_X_POSTS 4096u                   /**< how many of the last Posts can be sent again */
#define PIPIT_SIM_X_CONNECTIONS 8u                /**< how many records of connections the model has itself */
#define PIPIT_SIM_X_CONNECTS_MAX 512u             /**< the largest connects_max */
#define PIPIT_SIM_X_RULES 16u                     /**< the most rules */
#define PIPIT_SIM_X_RULE_BYTES 128u               /**< the longest rule with its tag, as JSON */
#define PIPIT_SIM_X_MESSAGE_BYTES 12288u          /**< the longest message that it sends */
#define PIPIT_SIM_X_EPOCH_S 1790000000u           /**< the time of its clock when the simulation starts, Unix seconds */
#define PIPIT_SIM_X_FIRST_ID 1000000000000000000u /**< the id of Post 0; each following id is 1 greater */
#define PIPIT_SIM_X_TOKEN "sim-token-AAAA%2Fbbb%3D" /**< the default bearer token */

/** The faults of X. Those up to PIPIT_SIM_X_SILENT are answers instead of a stream, the others are ends of a stream. */
enum {
    PIPIT_SIM_X_UNAVAILABLE = 0,   /**< 503, body in JSON */
    PIPIT_SIM_X_BROKEN = 1,        /**< 502, body in HTML, without Content-Length */
    PIPIT_SIM_X_PROVISIONING = 2,  /**< 503 ProvisioningSubscription */
    PIPIT_SIM_X_RATE_LIMIT = 3,    /**< 429 with the end of the window, as if others used the app too */
    PIPIT_SIM_X_CONFLICT = 4,      /**< 429 TooManyConnections; also if there really are too many */
    PIPIT_SIM_X_UNAUTHORIZED = 5,  /**< 401; it ends the request for the stream */
    PIPIT_SIM_X_NO_RULES = 6,      /**< 409; likewise */
    PIPIT_SIM_X_USAGE_CAP = 7,     /**< 429 UsageCapExceeded; likewise */
    PIPIT_SIM_X_GARBAGE = 8,       /**< an answer that is not HTTP */
    PIPIT_SIM_X_GZIP = 9,          /**< a 200 that is compressed although the client did not ask for it */
    PIPIT_SIM_X_SILENT = 10,       /**< no answer */
    PIPIT_SIM_X_NOTICE = 11,       /**< an operational-disconnect message, then the end */
    PIPIT_SIM_X_LAST_CHUNK = 12,   /**< the end in order, with a last chunk */
    PIPIT_SIM_X_CLOSE = 13,        /**< FIN between two chunks */
    PIPIT_SIM_X_CLOSE_INSIDE = 14, /**< FIN inside a chunk */
    PIPIT_SIM_X_HANG = 15,         /**< no more bytes, but no end */
    PIPIT_SIM_X_SLOW_READER = 16,  /**< not at random: the client did not read for a minute, or is 1,024 Posts behind */
    PIPIT_SIM_X_TROUBLES = 17
};

/** Your function that is called when the line of a Post was sent. `end_byte`: how many bytes the client has received on
 *  this connection (pipit_sim_received()) when it has the whole line. */
typedef void pipit_sim_x_sent_t(void *io, pipit_sim_link_t *link, uint64_t post, uint64_t end_byte);
/** Your function that is called when a stream was opened. `from_post`: the first Post that this stream sends. */
typedef void pipit_sim_x_opened_t(void *io, pipit_sim_link_t *link, uint64_t from_post);

typedef struct pipit_sim_x pipit_sim_x_t;

/** Private: a connection from the view of the model. */
typedef struct {
    pipit_sim_link_t *link; /* NULL: free */
    uint32_t number;
    uint8_t state;
    uint8_t saying;
    uint8_t answer;
    uint8_t end;
    uint8_t style;
    bool counts; /* it counts as a stream */
    uint32_t said;
    uint32_t request_len;
    uint64_t counts_until_ms; /* the connection is dead but still counts until then */
    uint64_t asked_ms;
    uint64_t end_ms;
    uint64_t spoke_ms;
    uint64_t full_ms;
    uint64_t post;
    uint64_t replay_end_ms;
    uint32_t created; /* rules, by this request */
    uint32_t deleted;
    char request[PIPIT_SIM_TO_PEER_BYTES];
} pipit_sim_x_connection_t;

/** The properties of the model. A field of 0 or NULL means its default. */
typedef struct {
    const char *bearer_token; /**< the right token, default PIPIT_SIM_X_TOKEN; another gets 401. Borrowed */
    uint32_t post_every_ms;   /**< mean time between two Posts; default 60000 */
    uint32_t medium_percent;  /**< percentage of Posts with about 2 KB, default 0; others: 300 bytes */
    uint32_t large_percent;   /**< percentage of Posts with 8 KB, default 0 */
    uint32_t keep_alive_ms;   /**< time between keep-alives, default 20000; each is up to 2 s late */
    uint16_t connections_max; /**< streams at the same time; default 1 */
    uint16_t connects_max;    /**< requests for a stream in 15 minutes; default 50 */
    bool no_backfill;         /**< true: the plan has no backfill, X answers 403 to it */
    uint32_t troubles[PIPIT_SIM_X_TROUBLES]; /**< for each fault, 0: never. Up to PIPIT_SIM_X_SILENT: in how many of a
                                                million requests it happens. The others: mean time of a stream until
                                                it happens, in seconds */
    pipit_sim_x_connection_t *connections;   /**< records of connections, for many clients; default: 8 in the model */
    size_t connection_count;
    pipit_sim_x_sent_t *sent;     /**< called when the last byte of a Post's line was sent; may be NULL */
    pipit_sim_x_opened_t *opened; /**< called when a stream was accepted; may be NULL */
    void *io;                     /**< their first argument */
} pipit_sim_x_config_t;

/** The model of X. Its members are private, except the counters `requests`, `streams`, `over_limit`, `unreadable` and
 *  `troubles`. */
struct pipit_sim_x {
    pipit_sim_t *sim;
    pipit_sim_x_config_t config;
    uint64_t seed;
    uint64_t posts;        /* number of Posts up to now */
    uint64_t next_post_ms; /* time of the next one */
    uint64_t posts_ms[PIPIT_SIM_X_POSTS];
    uint64_t connects_ms[PIPIT_SIM_X_CONNECTS_MAX]; /* a ring buffer: times of the answered requests */
    uint32_t connects_next;
    uint32_t rule_next;
    char rules[PIPIT_SIM_X_RULES][PIPIT_SIM_X_RULE_BYTES]; /* "value":"..","tag":".." as received; empty: no rule */
    uint32_t rule_ids[PIPIT_SIM_X_RULES];
    uint64_t requests;                       /**< complete requests */
    uint64_t streams;                        /**< accepted streams */
    uint64_t over_limit;                     /**< requests for a stream above connects_max; 0 for a correct client */
    uint64_t unreadable;                     /**< requests that could not be read */
    uint64_t troubles[PIPIT_SIM_X_TROUBLES]; /**< how often each fault has happened */
    pipit_sim_x_connection_t own[PIPIT_SIM_X_CONNECTIONS];
    char line[PIPIT_SIM_X_MESSAGE_BYTES]; /* the text that is being sent, without its framing */
    char message[PIPIT_SIM_X_MESSAGE_BYTES];
    uint32_t message_len;
    const pipit_sim_x_connection_t *speaker; /* the connection that `message` is for */
    char words[PIPIT_SIM_X_MESSAGE_BYTES];
};

/** The functions of this peer, for pipit_sim_port(). Its peer_io is a pipit_sim_x_t. */
extern const pipit_sim_peer_t pipit_sim_x_peer;

/** Start the model. Legal at any time after pipit_sim_init(); what `x` held before is overwritten.
 *  @param x      yours; it must stay in its place while it is used.
 *  @param sim    the simulation, borrowed as long as `x` is used.
 *  @param config copied, what it points to is borrowed; NULL: all defaults, without faults. A connects_max above
 *  PIPIT_SIM_X_CONNECTS_MAX means the default. */
void pipit_sim_x_init(pipit_sim_x_t *x, pipit_sim_t *sim, const pipit_sim_x_config_t *config);

/** Get the number of Posts up to now. The Posts have the numbers 0 to this number less 1. */
uint64_t pipit_sim_x_posts(pipit_sim_x_t *x);

/** Get the time of a Post, in milliseconds since the simulation started.
 *  @param x    the model.
 *  @param post one of the last PIPIT_SIM_X_POSTS Posts. */
uint64_t pipit_sim_x_post_ms(const pipit_sim_x_t *x, uint64_t post);

/** Write the line of a Post as it is sent, without its CRLF.
 *  @param x    the model.
 *  @param post the number of the Post.
 *  @param out  your buffer of PIPIT_SIM_X_MESSAGE_BYTES bytes.
 *  @return the length of the line. */
size_t pipit_sim_x_post_text(const pipit_sim_x_t *x, uint64_t post, char *out);

/** Get the name of a fault for tables, for example "503". @return static text. */
const char *pipit_sim_x_trouble_name(uint8_t trouble);

#ifdef __cplusplus
}
#endif

#endif
