/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_sim
 *  A small model of X as the other end of simulated links: the Posts of a filtered stream, as many connections as the
 *  plan allows, where one that nobody closed counts for 30 seconds, rate limits, backfill, replay, notices, caps,
 * rules, and trouble at random. It knows which Post it sent on which connection.
 *
 *  It serves GET /2/tweets/search/stream and the sample, the rules calls, and DELETE /2/connections/... Facts 1 to 4
 *  say what X does; where they say unknown, the dice decide. */
#ifndef PIPIT_SIM_X_H
#define PIPIT_SIM_X_H

#include "pipit_sim.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPIT_SIM_X_POSTS 4096u       /**< so many of the last Posts can be sent again */
#define PIPIT_SIM_X_CONNECTIONS 8u    /**< records of connections that the model has itself */
#define PIPIT_SIM_X_CONNECTS_MAX 512u /**< the greatest connects_max */
#define PIPIT_SIM_X_RULES 16u
#define PIPIT_SIM_X_RULE_BYTES 128u
#define PIPIT_SIM_X_MESSAGE_BYTES 12288u            /**< the longest thing that it says at once */
#define PIPIT_SIM_X_EPOCH_S 1790000000u             /**< its clock when the world began, in Unix seconds */
#define PIPIT_SIM_X_FIRST_ID 1000000000000000000u   /**< the id of Post 0; the others follow one by one */
#define PIPIT_SIM_X_TOKEN "sim-token-AAAA%2Fbbb%3D" /**< the default bearer token */

/** What X can do to a client. Up to PIPIT_SIM_X_SILENT: instead of a stream; then: how a stream ends. */
enum {
    PIPIT_SIM_X_UNAVAILABLE = 0,   /**< 503, JSON */
    PIPIT_SIM_X_BROKEN = 1,        /**< 502, HTML, no length */
    PIPIT_SIM_X_PROVISIONING = 2,  /**< 503 ProvisioningSubscription */
    PIPIT_SIM_X_RATE_LIMIT = 3,    /**< 429 with the end of the window, as if others used the app too */
    PIPIT_SIM_X_CONFLICT = 4,      /**< 429 TooManyConnections; also met when it is true */
    PIPIT_SIM_X_UNAUTHORIZED = 5,  /**< 401: the stream's request ends for good */
    PIPIT_SIM_X_NO_RULES = 6,      /**< 409: the same */
    PIPIT_SIM_X_USAGE_CAP = 7,     /**< 429 UsageCapExceeded: the same */
    PIPIT_SIM_X_GARBAGE = 8,       /**< an answer that is not HTTP */
    PIPIT_SIM_X_GZIP = 9,          /**< a 200 that is compressed, unasked */
    PIPIT_SIM_X_SILENT = 10,       /**< no answer */
    PIPIT_SIM_X_NOTICE = 11,       /**< operational-disconnect, then the end */
    PIPIT_SIM_X_LAST_CHUNK = 12,   /**< the end in order */
    PIPIT_SIM_X_CLOSE = 13,        /**< FIN between two chunks */
    PIPIT_SIM_X_CLOSE_INSIDE = 14, /**< FIN inside a chunk */
    PIPIT_SIM_X_HANG = 15,         /**< no byte any more */
    PIPIT_SIM_X_SLOW_READER = 16,  /**< not drawn: a client did not read for a minute, or is 1,024 Posts behind */
    PIPIT_SIM_X_TROUBLES = 17
};

/** The line of a Post was sent: it is complete at this byte of the connection (pipit_sim_received()). */
typedef void pipit_sim_x_sent_t(void *io, pipit_sim_link_t *link, uint64_t post, uint64_t end_byte);
/** A stream was opened: what it sends begins with this Post. */
typedef void pipit_sim_x_opened_t(void *io, pipit_sim_link_t *link, uint64_t from_post);

typedef struct pipit_sim_x pipit_sim_x_t;

/** A connection as X sees it; private. */
typedef struct {
    pipit_sim_link_t *link; /* NULL: free */
    uint32_t number;
    uint8_t state;
    uint8_t saying;
    uint8_t answer;
    uint8_t end;
    uint8_t style;
    bool counts; /* as a stream */
    uint32_t said;
    uint32_t request_len;
    uint64_t counts_until_ms; /* dead, but X does not know */
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

/** What this X is like. A zeroed field means its default. */
typedef struct {
    const char *bearer_token;                /**< default PIPIT_SIM_X_TOKEN; another is a 401. Borrowed */
    uint32_t post_every_ms;                  /**< mean time between two Posts; default a minute */
    uint32_t medium_percent;                 /**< so many Posts have about 2 KB, default none; the others 300 bytes */
    uint32_t large_percent;                  /**< so many 8 KB */
    uint32_t keep_alive_ms;                  /**< default 20000; they come up to 2 s later than that */
    uint16_t connections_max;                /**< streams at once; default 1 */
    uint16_t connects_max;                   /**< streams in 15 minutes; default 50 */
    bool no_backfill;                        /**< the plan does not have it: 403 */
    uint32_t troubles[PIPIT_SIM_X_TROUBLES]; /**< up to PIPIT_SIM_X_SILENT: of a million requests so many. Then: one in
                                                so many seconds of a stream, in the mean. 0: never */
    pipit_sim_x_connection_t *connections;   /**< records of connections, for many clients; default 8 of its own */
    size_t connection_count;
    pipit_sim_x_sent_t *sent;     /**< called when the last byte of a Post's line was sent; NULL: not */
    pipit_sim_x_opened_t *opened; /**< called when a stream was accepted; NULL: not */
    void *io;                     /**< their first argument */
} pipit_sim_x_config_t;

/** The model. Its members are private but the counters. */
struct pipit_sim_x {
    pipit_sim_t *sim;
    pipit_sim_x_config_t config;
    uint64_t seed;
    uint64_t posts;        /* so many were written */
    uint64_t next_post_ms; /* when the next one will be */
    uint64_t posts_ms[PIPIT_SIM_X_POSTS];
    uint64_t connects_ms[PIPIT_SIM_X_CONNECTS_MAX]; /* a ring of answered requests */
    uint32_t connects_next;
    uint32_t rule_next;
    char rules[PIPIT_SIM_X_RULES][PIPIT_SIM_X_RULE_BYTES]; /* "value":"..","tag":".." as it came; empty: none */
    uint32_t rule_ids[PIPIT_SIM_X_RULES];
    uint64_t requests;                       /**< complete ones */
    uint64_t streams;                        /**< accepted */
    uint64_t over_limit;                     /**< stream requests above connects_max: a good client has none */
    uint64_t unreadable;                     /**< requests that were none */
    uint64_t troubles[PIPIT_SIM_X_TROUBLES]; /**< how often each was met */
    pipit_sim_x_connection_t own[PIPIT_SIM_X_CONNECTIONS];
    char line[PIPIT_SIM_X_MESSAGE_BYTES]; /* what is being said, without its framing */
    char message[PIPIT_SIM_X_MESSAGE_BYTES];
    uint32_t message_len;
    const pipit_sim_x_connection_t *speaker; /* whose message it is */
    char words[PIPIT_SIM_X_MESSAGE_BYTES];
};

/** The functions of this peer; give it the model as peer_io. */
extern const pipit_sim_peer_t pipit_sim_x_peer;

/** Begin. `x` and `sim` stay where they are; `config` is copied, NULL: an X without trouble. */
void pipit_sim_x_init(pipit_sim_x_t *x, pipit_sim_t *sim, const pipit_sim_x_config_t *config);

/** Posts written up to now; their numbers are 0 to this less one. */
uint64_t pipit_sim_x_posts(pipit_sim_x_t *x);

/** When a Post was written, in milliseconds since the world began; one of the last PIPIT_SIM_X_POSTS. */
uint64_t pipit_sim_x_post_ms(const pipit_sim_x_t *x, uint64_t post);

/** The line of a Post as it is sent, without its CRLF. @return its length; `out` has room for
 *  PIPIT_SIM_X_MESSAGE_BYTES. */
size_t pipit_sim_x_post_text(const pipit_sim_x_t *x, uint64_t post, char *out);

/** "503", for tables. */
const char *pipit_sim_x_trouble_name(uint8_t trouble);

#ifdef __cplusplus
}
#endif

#endif
