/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The engine: one request at a time over one link, in the caller's memory, without I/O, clock or callbacks of its
 *  own. It says what it wants, lends buffers, and pipit_next() hands out at most one event a call.
 *
 *      open/close  <- pipit_want()             received bytes -> pipit_rx_buf()/pipit_rx_ack()
 *      bytes to send <- pipit_tx_buf()/_ack()  time -> pipit_next() -> one event
 *
 *  pipit_poll() (loop.h) does these steps over a pipit_port_t, and pipit_run() is the loop around it with callbacks.
 *
 *  Threads: a pipit_t is used by one thread at a time; different ones need no locking. pipit_stop() may also be called
 *  from an interrupt, a signal handler or another thread. Views in an event live until the next pipit_next() on the
 *  same client. No function here blocks. */
#ifndef PIPIT_CLIENT_H
#define PIPIT_CLIENT_H

#include "pipit/config.h"
#include "pipit/endpoint.h"
#include "pipit/http.h"
#include "pipit/json.h"
#include "pipit/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The smallest receive buffer: any disconnect notice and most error answers fit. */
#define PIPIT_RX_MIN 512u
/** Bytes of the receive buffer that a line cannot use; the longest line kept whole is rx_bytes - PIPIT_RX_SLACK. */
#define PIPIT_RX_SLACK 16u
/** The fewest tokens: a disconnect notice needs 13. */
#define PIPIT_TOKENS_MIN 32u

/** For max_retries: do not try again at all (0 is "the default", which is to try for ever). */
#define PIPIT_RETRIES_NONE (-1)
/** For jitter_percent: exact waits (0 is "the default", 25). */
#define PIPIT_JITTER_OFF 255u

/** For config.result: what a rules call delivers. */
enum {
    PIPIT_RESULT_PARSED = 0, /**< events PIPIT_EV_ITEM, _RULE_ERROR, _RULES_META */
    PIPIT_RESULT_RAW = 1     /**< the body as it comes, in pieces: PIPIT_EV_BODY */
};

/** Everything a client needs to know. A zeroed field means its default. The structure is copied by pipit_init(); what
 *  its pointers point to is borrowed for the life of the client. */
typedef struct {
    uint8_t *rx;              /**< the one buffer: request, raw bytes and the present line share it */
    size_t rx_bytes;          /**< its size, PIPIT_RX_MIN to 2 GB; see PIPIT_RX_SLACK */
    pipit_token_t *tokens;    /**< memory for JSON tokens */
    size_t token_count;       /**< how many, PIPIT_TOKENS_MIN to 2^31 */
    const char *bearer_token; /**< App-only bearer token, sent as it is (its %2F and %3D are part of it). Required by
                                   everything but pipit_token_request() (token.h) */
    const char *host;         /**< default "api.x.com"; name or address without brackets */
    const char *user_agent;   /**< default "pipit/VERSION"; X asks for a meaningful one with a version */
    uint32_t connect_ms;      /**< name + TCP + proxy + TLS; default 15000 */
    uint32_t write_ms;        /**< without progress while sending; default 10000 */
    uint32_t head_ms;         /**< from the sent request to the complete response head or error body; default 20000 */
    uint32_t stall_ms;        /**< without any byte on an open stream; default 25000 (X's keep-alives come a little
                                   later than every 20 s, facts 3.2). Any byte counts, also one that completes nothing */
    uint32_t uptime_ms;       /**< a stream that lived this long was healthy: ladders start anew; default 20000 */
    int32_t max_retries;      /**< consecutive failed attempts after which the request ends with PIPIT_E_RETRIES.
                                   0: no limit; PIPIT_RETRIES_NONE: none. HTTP errors, network errors and streams that
                                   end without a single line count; the drop of a working stream does not */
    uint32_t seed;            /**< for the jitter; give each device its own; the client's copy is the generator's
                                   state. Default: a fixed number */
    uint16_t port;            /**< default 443; in `Host` unless 443 or 80 */
    uint16_t connects_max;    /**< requests for a stream in 15 minutes, at most, answered or not; default 50, X's number
                                 for the  filtered stream and the sample; 2 or more. Half of it may come at once, then the
                                   waits become long enough */
    uint8_t jitter_percent;   /**< waits become up to this much longer; default 25; PIPIT_JITTER_OFF */
    uint8_t auth_retries;     /**< how often a 401 is tried again (as a server error) before it ends the stream: X is
                                   said to send some by mistake after long uptimes. Default 0 */
    uint8_t result;           /**< PIPIT_RESULT_ value for rules calls; default parsed */
    bool raw_lines : 1; /**< for who only wants event->data: lines that begin with {"data": are not looked into, so
                             json is empty and err PIPIT_OK, also if they are no JSON; stats.lag_ms is not
                             measured. Other lines are parsed, because they may be notices. Not with pipit_seen_use()
                             or pipit_select_use(), which need to look */
    bool wait_on_rate_limit : 1; /**< rules calls: wait for the window's end on 429 instead of ending */
} pipit_config_t;

/** Why a stream was connected again: index of pipit_stats_t.reconnects. */
enum {
    PIPIT_RECONNECT_CLOSED = 0,     /**< X ended the stream in order */
    PIPIT_RECONNECT_NOTICE = 1,     /**< X announced the end */
    PIPIT_RECONNECT_STALL = 2,      /**< silence */
    PIPIT_RECONNECT_LINK = 3,       /**< name, TCP, proxy, time-outs, resets */
    PIPIT_RECONNECT_TLS = 4,        /**< TLS */
    PIPIT_RECONNECT_SERVER = 5,     /**< 5xx, other statuses, answers that are not HTTP */
    PIPIT_RECONNECT_RATE_LIMIT = 6, /**< 429, 420 */
    PIPIT_RECONNECT_CONFLICT = 7,   /**< TooManyConnections */
    PIPIT_RECONNECT_CAUSES = 8
};

/** pipit_stats_t.lag_ms before the first Post whose created_at and whose server's Date are known. */
#define PIPIT_LAG_UNKNOWN INT32_MIN

/** What has happened since pipit_init(). 32-bit numbers wrap, 16-bit ones stay at their greatest. */
typedef struct {
    uint32_t bytes;          /**< received, HTTP included */
    uint32_t lines;          /**< complete lines, keep-alives not included */
    uint32_t tweets;         /**< lines that carried `data` and were handed out */
    uint32_t duplicates;     /**< lines not handed out because of pipit_seen_use() */
    uint32_t keep_alives;    /**< empty lines */
    uint32_t oversize;       /**< lines longer than the buffer */
    uint32_t malformed;      /**< lines that are not JSON */
    uint32_t connects;       /**< streams opened (200) */
    uint32_t retries;        /**< waits before another attempt, of 0 ms too */
    uint32_t longest_gap_ms; /**< with pipit_recovery_use(): longest time without a byte of a stream that was to be
                                open; of an interruption: since the last line before it */
    int32_t lag_ms; /**< with pipit_recovery_use(), of the last Post: the server's time now minus created_at, about a
                         second exact; PIPIT_LAG_UNKNOWN */
    uint32_t rx_high_bytes;                      /**< most bytes that were in the receive buffer */
    uint16_t tokens_high;                        /**< most tokens that a line took */
    uint16_t reconnects[PIPIT_RECONNECT_CAUSES]; /**< the retries of streams, by cause */
} pipit_stats_t;

/** What happened: pipit_event_t.kind, and what the event then has. */
enum {
    PIPIT_EV_NONE = 0,
    PIPIT_EV_CONNECT = 1,    /**< a stream is open: status */
    PIPIT_EV_LINE = 2,       /**< one message: data (raw line), json; err if it is not JSON (PIPIT_E_JSON) or has
                                  too many tokens (PIPIT_E_TOKENS), then json is empty; notice: X announces the
                                  end of this stream and Pipit reconnects by itself; total_bytes: its length as X sent it;
                                  cut: with pipit_select_use(), something had no room */
    PIPIT_EV_KEEP_ALIVE = 3, /**< an empty line */
    PIPIT_EV_OVERSIZE = 4,   /**< a line longer than the buffer: data (its beginning), total_bytes (its length) */
    PIPIT_EV_CLOSED = 5,     /**< the stream ended in order, or after a notice (err is PIPIT_E_NOTICE) */
    PIPIT_EV_CONNECTION_ERROR =
        6,                      /**< err, detail: the link, proxy, TLS or HTTP framing failed, or the stream stalled */
    PIPIT_EV_REQUEST_ERROR = 7, /**< status, err; data (body, as far as kept) and json if it is JSON */
    PIPIT_EV_RETRY = 8,         /**< wait_ms until the next attempt; attempt: consecutive failures; err: the cause */
    PIPIT_EV_ITEM = 9,          /**< call: one rule, connection .., in data and json */
    PIPIT_EV_ITEM_ERROR = 10,   /**< call: one entry of errors[] */
    PIPIT_EV_META = 11,         /**< call: meta, with the summary */
    PIPIT_EV_BODY = 12,         /**< call with PIPIT_RESULT_RAW: the next piece of the body, in data; status */
    PIPIT_EV_DISCONNECT = 13,   /**< the request is over, exactly once and last: err is the reason; PIPIT_OK for a
                                     call that succeeded */
    PIPIT_EV_GAP = 14, /**< with pipit_recovery_use(), right after CONNECT: more than 5 minutes are missing, or more
                          than automatic backfill has asked for because the program was away before the request went
                          out; pipit_gap_read() has the window that a replay can bring */
    PIPIT_EV_KILL = 15 /**< with pipit_recovery_t.kill_stale: X was asked to end the connections of this endpoint;
                          status of its answer (200: done), or err: that failed. RETRY follows */
};

/** One event. Fields that a kind does not mention are zero. Views live until the next pipit_next(). */
typedef struct {
    uint8_t kind; /**< PIPIT_EV_ value */
    bool notice : 1;
    bool cut : 1;
    bool has_data : 1; /**< LINE: the message has `data`: it is a Post, an event .., no notice and no error */
    uint16_t status;   /**< of the answer that the event came out of, also where its kind does not mention it */
    pipit_err_t err;
    int32_t detail;   /**< the platform's number for err: errno, TLS code or flags; 0 if none */
    uint32_t wait_ms; /**< RETRY: the wait. When pipit_next() returned false: call again within so many ms */
    uint32_t attempt;
    uint32_t total_bytes;
    pipit_str_t data;
    pipit_json_t json;
} pipit_event_t;

/** What the driver may do now, a set. */
enum {
    PIPIT_WANT_OPEN = 1,  /**< open a link to pipit_host():pipit_port(), then pipit_open_ack() */
    PIPIT_WANT_SEND = 2,  /**< pipit_tx_buf() has bytes */
    PIPIT_WANT_RECV = 4,  /**< pipit_rx_buf() has room */
    PIPIT_WANT_CLOSE = 8, /**< close the link, then pipit_close_ack() */
    PIPIT_WANT_NEXT = 16  /**< pipit_next() has something to do without new I/O */
};

/** The request that is running; private. */
typedef struct {
    union {
        struct {
            const pipit_endpoint_t *endpoint;
            const char *lists[PIPIT_LISTS]; /* from here on as pipit_stream_t; NULL where not given */
            const struct pipit_replay *replay;
            uint8_t partition;
            uint8_t backfill_minutes;
            bool local_dc_only;
        } stream;
        struct {
            const struct pipit_i_call *kind; /* what does not change from one call of this kind to the next */
            const char *segment;             /* what follows the path and a slash, or NULL */
            const struct pipit_page *page;   /* or NULL */
            const void *rows;                /* what the body or the query is made of */
            const uint8_t *marks;            /* NULL, or one a row: only those with 1 go out */
            uint32_t row_count;
            bool dry_run;
        } call;
        struct {
            const struct pipit_i_call *kind;
            const char *key;
            const char *secret;
        } token;
    } of;
} pipit_request_t;

struct pipit_client;

/** What a kind of request does in pipit_next(), and how it is written; private. The function that starts a request
 *  chooses it, so that a program carries the code of those requests only that it names. */
typedef struct {
    bool (*turn)(struct pipit_client *client, uint32_t now_ms, pipit_event_t *event);
    void (*write)(struct pipit_client *client);
} pipit_driver_t;

/** A client. Its members are private; the structure is public so that you can place it and know its size. What is
 *  small and often used stands first: near offsets make short instructions on Thumb, RISC-V and Xtensa. */
typedef struct pipit_client {
    uint8_t state;
    uint8_t framing;
    volatile uint8_t stop;
    bool linked;              /* the driver has a link, or is making one */
    bool progress;            /* the state's time begins anew at the next pipit_next() */
    bool last_cr;             /* the last byte of the text is a CR */
    bool shown;               /* the text was handed out */
    bool fruitful;            /* the answer brought something: a line of a stream, data or meta of a call */
    uint8_t backfill_minutes; /* of the request on the wire */
    uint8_t offender;
    bool clocked : 1;   /* now_ms is known */
    bool timed_out : 1; /* the timer ran out; the driver gets one more chance to bring bytes */
    bool chained : 1;   /* the next request is part of what runs: a stop that came before it holds */
    uint8_t counts[8];  /* how far each ladder was climbed */
    uint16_t status;
    uint16_t failures; /* consecutive, saturating */
    uint32_t raw;      /* received, not yet parsed: rx[raw .. raw_end) */
    uint32_t raw_end;
    union {
        struct {         /* the answer */
            uint32_t at; /* being put together: rx[at .. at + len) */
            uint32_t len;
            uint32_t total; /* its true length so far */
        } text;
        struct {             /* the request, in pieces */
            uint32_t offset; /* where the piece in rx[0 .. len) begins in it */
            uint32_t len;
            uint32_t sent; /* of that piece */
        } tx;
        struct {             /* the request, while such a piece is written */
            uint32_t offset; /* the same one */
            uint32_t room;   /* how many bytes from there on are kept */
            uint32_t total;  /* bytes of the request so far */
        } sink;
    } io;
    uint32_t now_ms;    /* of the last pipit_next() */
    uint32_t timer_ms;  /* left of the present state's time */
    uint32_t budget_ms; /* credit for connects, in time */
    int16_t link_err;
    int16_t cause; /* why the present attempt ended */
    int32_t link_detail;
    pipit_config_t config;
    union {
        struct {             /* while the request is written */
            char separator;  /* what comes before the next parameter */
            bool camel_case; /* how the names of parameters are written */
        } out;
        pipit_head_t head;
        struct {
            pipit_body_t body;
            bool complete; /* the text being put together */
            uint8_t element_state;
            bool element_listed;
            bool element_nested;
            uint32_t element_hash;
            uint32_t element_depth;
            uint32_t piece_bytes;   /* before rx[raw], which the driver takes next */
            uint32_t date_s;        /* the server's clock when the answer began */
            uint32_t uptime_ms;     /* of the present stream, saturating */
            uint32_t reset_wait_ms; /* what the server asks for; without an answer this is not here */
        } in;
    } http;
    pipit_request_t request;
    pipit_stats_t stats;
    const pipit_driver_t *driver;
    struct pipit_select *select;     /* of streams: what is wanted of their messages; NULL: all */
    struct pipit_seen *seen;         /* of streams: what is not handed out again; NULL: all is */
    struct pipit_recovery *recovery; /* of streams; NULL: none */
} pipit_t;

/** The memory of a client as a constant expression, in bytes: everything Pipit's core will ever use for it. */
#define PIPIT_RAM(rx_bytes, tokens) (sizeof(pipit_t) + (size_t)(rx_bytes) + (size_t)(tokens) * sizeof(pipit_token_t))

/** Declare a client and its memory as three static objects; give them to pipit_init() with PIPIT_BUFFERS(name). */
#define PIPIT_DEFINE(name, rx_bytes, tokens)                                                                           \
    static uint8_t name##_rx[rx_bytes];                                                                                \
    static pipit_token_t name##_tokens[tokens];                                                                        \
    static pipit_t name

/** The four initialisers of pipit_config_t for a client made by PIPIT_DEFINE (C99). */
#define PIPIT_BUFFERS(name)                                                                                            \
    .rx = name##_rx, .rx_bytes = sizeof name##_rx, .tokens = name##_tokens,                                            \
    .token_count = sizeof name##_tokens / sizeof name##_tokens[0]

/** Prepare a client. `config` is copied. Not while a request of this client runs: its link would stay open.
 *  @return PIPIT_OK; PIPIT_E_INVALID (missing buffers, too small or more than 2 GB or 2^31 tokens, control characters
 * or spaces in the token, host or user agent): pipit_offender() names the field. With this client, as with one that was
 *  only zeroed, nothing can be started: PIPIT_E_INVALID. */
pipit_err_t pipit_init(pipit_t *client, const pipit_config_t *config);

/** After PIPIT_E_INVALID from a function with this client: which argument, and what is expected. Static text such as
 *  "backfill_minutes: 1 to 5". Empty otherwise. */
const char *pipit_offender(const pipit_t *client);

/** Ask for the end of the running request. Takes effect at once in every state: no event but PIPIT_EV_DISCONNECT
 *  follows, the link closes at the next turn. Does nothing when nothing runs. Legal from everywhere, also inside a
 *  callback, a signal handler or an interrupt; async-signal-safe. */
void pipit_stop(pipit_t *client);

/** Is a request running (from its start until PIPIT_EV_DISCONNECT was handed out)? */
bool pipit_running(const pipit_t *client);

/** Was pipit_stop() called for the running request? */
bool pipit_stopping(const pipit_t *client);

/** A set of PIPIT_WANT_. Pure query. 0 when idle, or when only time has to pass. */
unsigned pipit_want(const pipit_t *client);

/** Where PIPIT_WANT_OPEN leads. */
const char *pipit_host(const pipit_t *client);
uint16_t pipit_port(const pipit_t *client);

/** Dialling has begun. Answer to PIPIT_WANT_OPEN; if opening failed call pipit_link_lost() as well. Does nothing where
 *  no link is wanted. */
void pipit_open_ack(pipit_t *client);

/** The link is closed. Answer to PIPIT_WANT_CLOSE. Unasked: the request ends by its time-out; use pipit_link_lost(). */
void pipit_close_ack(pipit_t *client);

/** Bytes to send; the same pointer and length until acknowledged. NULL and 0 if none. They contain the token: do not
 *  log them. The first acknowledged byte tells the engine that the link stands. */
const uint8_t *pipit_tx_buf(const pipit_t *client, size_t *len);

/** `n` of these bytes went out, 0 < n <= len; any other number, or where there was nothing to send, is a PIPIT_ASSERT.
 *  Sent pieces are wiped. */
void pipit_tx_ack(pipit_t *client, size_t n);

/** Room for received bytes. NULL and 0 when there is none before pipit_next() has been called: that is the
 *  back-pressure, the TCP window does the rest. */
uint8_t *pipit_rx_buf(pipit_t *client, size_t *len);

/** `n` bytes were written there, 0 < n <= len; any other number, or where there was no room, is a PIPIT_ASSERT. O(1),
 *  parses nothing. */
void pipit_rx_ack(pipit_t *client, size_t n);

/** The link failed or ended: `why` is what the port returned (-1 to -128; any other number counts as PIPIT_E_IO),
 *  `detail` the platform's number. What was received before is still handed out first. Does nothing where there is no
 *  link. */
void pipit_link_lost(pipit_t *client, pipit_err_t why, int32_t detail);

/** Advance: parse what has arrived, run the timers, hand out at most one event. The only function that takes time:
 *  monotonic milliseconds that may wrap; a clock that steps back counts as standing still. A client that was never
 *  given to pipit_init() is a PIPIT_ASSERT.
 *  @return true: *event is filled; call again. false: nothing to say before new I/O or before event->wait_ms has
 *  passed (UINT32_MAX: no timer runs). */
bool pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event);

/** The counters. Valid as long as the client. */
const pipit_stats_t *pipit_stats(const pipit_t *client);

#ifdef __cplusplus
}
#endif

#endif
