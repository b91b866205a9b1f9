/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The engine: it runs one request at a time over one connection. It works in your memory and has no I/O, no clock and
 *  no callbacks of its own.
 *
 *  Words: a *request* is a stream or a call. A *call* is a short request, for example for rules. An *attempt* is one
 *  connection for a request; a stream makes a new attempt after each interruption. The *loop* is the part of your
 *  program that does what pipit_want() asks for:
 *
 *      pipit_want() says     the loop does                         then it calls
 *      PIPIT_WANT_OPEN       begin to open a connection            pipit_open_ack()
 *      PIPIT_WANT_SEND       send bytes of pipit_tx_buf()          pipit_tx_ack()
 *      PIPIT_WANT_RECV       receive bytes into pipit_rx_buf()     pipit_rx_ack()
 *      PIPIT_WANT_CLOSE      close the connection                  pipit_close_ack()
 *
 *  and then, in every turn, pipit_next(), which returns at most one event. pipit_poll() (loop.h) is one such turn over
 *  a pipit_port_t; pipit_run() is a complete loop with callbacks.
 *
 *  Threads: only one thread at a time may use a pipit_t. Different clients need no lock. pipit_stop() may also be
 *  called from an interrupt, a signal handler or another thread.
 *
 *  No function here blocks. Every function except pipit_init() needs a client that pipit_init() has prepared. */
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

/** The smallest receive buffer, in bytes. Every disconnect notice and most error answers fit into it. */
#define PIPIT_RX_MIN 512u
/** Bytes of the receive buffer that a line cannot use: the longest line that is kept whole has
 *  rx_bytes - PIPIT_RX_SLACK bytes. */
#define PIPIT_RX_SLACK 16u
/** The smallest number of tokens. A disconnect notice needs 13. */
#define PIPIT_TOKENS_MIN 32u

/** Value of max_retries: never try again. (0 means the default: no limit.) */
#define PIPIT_RETRIES_NONE (-1)
/** Value of jitter_percent: no jitter, exact delays. (0 means the default: 25.) */
#define PIPIT_JITTER_OFF 255u

/** Values of pipit_config_t.result: the events of a call that X answers with success. */
enum {
    PIPIT_RESULT_PARSED = 0, /**< one event for each element of the answer: PIPIT_EV_ITEM, PIPIT_EV_ITEM_ERROR and
                                  PIPIT_EV_META */
    PIPIT_RESULT_RAW = 1     /**< the body in pieces, as it arrives: PIPIT_EV_BODY */
};

/** The configuration of a client. 0 or NULL in a field means its default. pipit_init() copies the structure; the memory
 *  that its pointers point to is borrowed as long as the client is used. */
typedef struct {
    uint8_t *rx;              /**< the only buffer, required: the request, received bytes and the present line share
                                   it */
    size_t rx_bytes;          /**< size of rx, PIPIT_RX_MIN to INT32_MAX; see PIPIT_RX_SLACK */
    pipit_token_t *tokens;    /**< memory for the JSON tokens of one message, required */
    size_t token_count;       /**< number of tokens, PIPIT_TOKENS_MIN to 2^31 */
    const char *bearer_token; /**< App-only bearer token, sent exactly as given (%2F and %3D are part of it): visible
                                   ASCII, without quotes and without "Bearer " before it. Every request needs it,
                                   except pipit_token_request() (token.h) */
    const char *host;         /**< name or address of the server, IPv6 without brackets, visible ASCII. Default
                                   "api.x.com" */
    const char *user_agent;   /**< printable ASCII, spaces are allowed; X asks for a name with a version. Default
                                   "pipit/VERSION" */
    uint32_t connect_ms;      /**< longest time for name resolution, TCP, proxy and TLS together. Default 15000 */
    uint32_t write_ms;        /**< longest time in which no byte of the request can be sent. Default 10000 */
    uint32_t head_ms;         /**< longest time from the end of the request to the end of the response head; if the
                                   answer is an error, to the end of its body. Default 20000 */
    uint32_t stall_ms;        /**< longest time without a received byte after the response head. Every byte restarts
                                   it, even if it does not complete a line. X sends an empty line at least every 20 s,
                                   but it can arrive a little later. Default 25000 */
    uint32_t line_ms;         /**< longest time from the first byte of a line (or of an element of a call's answer) to
                                   its end; also the longest time in which bytes arrive that complete no line, such as
                                   a chunk extension without end; also the longest time to send rx_bytes of a
                                   request. If no bytes arrive, the end can come up to stall_ms later. Between two
                                   calls of pipit_next() at most stall_ms count.
                                   Default 120000 */
    uint32_t call_ms;         /**< calls: longest time to send rx_bytes of the request, or its rest, and then to receive
                                   4 KB, or the rest of the answer. Default 120000 */
    uint32_t uptime_ms;       /**< a stream that was open for this time is healthy: when it ends, all backoff delays
                                   begin with their first value again. Default 20000 */
    int32_t max_retries;      /**< streams: how many failed attempts in a row are followed by another attempt. The next
                                   failure ends the request with PIPIT_E_RETRIES. A stream that was open for uptime_ms
                                   ends the row; every other attempt is a failure. The row also begins anew when its
                                   streams were open for uptime_ms together (counted in 256ths of it). 0: no limit;
                                   PIPIT_RETRIES_NONE: the first failure ends the request */
    uint32_t seed;            /**< start value of the random numbers for the jitter. Give each device another one.
                                   Default: a fixed number */
    uint16_t port;            /**< TCP port; the Host header names it unless it is 443 or 80. Default 443 */
    uint16_t connects_max;    /**< largest number of stream requests in 15 minutes, answered or not; at least 2. Half
                                   of them can follow each other at once, then Pipit delays the next ones. Default 50,
                                   X's limit for the filtered stream and the sample */
    uint8_t jitter_percent;   /**< a random time of up to this part of a delay is added to it, in percent. Default 25;
                                   PIPIT_JITTER_OFF: none */
    uint8_t auth_retries;     /**< streams: how many answers 401 in a row are treated like a server error; the next one
                                   ends the request with PIPIT_E_AUTH. (Users report that X sends some by mistake
                                   after a long uptime.) Default 0 */
    uint8_t result;           /**< calls, except pipit_token_request(): a PIPIT_RESULT_ value */
    bool raw_lines : 1; /**< streams: do not parse lines that begin with {"data": if you need only event->data. json is
                             then empty, err is PIPIT_OK even if the line is not JSON, and stats.lag_ms is not
                             measured. Other lines are parsed, because they can be notices. Ignored with
                             pipit_seen_use() and pipit_select_use(), which must read every line */
    bool wait_on_rate_limit : 1; /**< calls: after PIPIT_E_RATE_LIMIT wait until X's limit is over (at least 60 s), then
                                      try again, instead of ending the request */
} pipit_config_t;

/** The causes of a new attempt of a stream: index of pipit_stats_t.reconnects. */
enum {
    PIPIT_RECONNECT_CLOSED = 0,     /**< the server closed the connection, or ended the answer */
    PIPIT_RECONNECT_NOTICE = 1,     /**< X announced the end of the stream in a line */
    PIPIT_RECONNECT_STALL = 2,      /**< no byte for stall_ms */
    PIPIT_RECONNECT_LINK = 3,       /**< name resolution, TCP, proxy, a reset, a time-out before the answer, or an end
                                         inside a chunk */
    PIPIT_RECONNECT_TLS = 4,        /**< TLS */
    PIPIT_RECONNECT_SERVER = 5,     /**< 5xx and other statuses, or an answer that is not correct HTTP */
    PIPIT_RECONNECT_RATE_LIMIT = 6, /**< 429 or 420: too many requests */
    PIPIT_RECONNECT_CONFLICT = 7,   /**< 429: too many connections */
    PIPIT_RECONNECT_CAUSES = 8
};

/** pipit_stats_t.lag_ms until the first Post with a created_at in an answer with a Date header. */
#define PIPIT_LAG_UNKNOWN INT32_MIN

/** Counters since pipit_init(). 32-bit counters wrap, 16-bit counters stop at their largest value. */
typedef struct {
    uint32_t bytes;          /**< received bytes, HTTP headers included */
    uint32_t lines;          /**< complete lines, without empty lines and without those counted in `oversize`. Those
                                  that are not in tweets, duplicates or malformed had no `data`: notices, errors, and
                                  on the powerstream nothing that can be counted so */
    uint32_t tweets;         /**< lines with `data` (event.has_data) that became an event */
    uint32_t duplicates;     /**< messages that pipit_seen_use() dropped: lines, or elements of a line (powerstream) */
    uint32_t keep_alives;    /**< empty lines */
    uint32_t oversize;       /**< lines, or elements of a call's answer, that are longer than the buffer */
    uint32_t malformed;      /**< lines that are not JSON */
    uint32_t connects;       /**< streams that X opened (status 200) */
    uint32_t retries;        /**< PIPIT_EV_RETRY events, also those with a delay of 0 ms */
    uint32_t longest_gap_ms; /**< with pipit_recovery_use(): longest silence of a stream, in ms. An interruption is
                                  measured from the last line before it to the first byte after it */
    int32_t lag_ms; /**< with pipit_recovery_use(): age of the last Post when it arrived, in ms: the time of the server
                         minus created_at, correct to about one second; or PIPIT_LAG_UNKNOWN */
    uint32_t rx_high_bytes;                      /**< how much of the receive buffer was used at most */
    uint32_t tokens_high;                        /**< largest number of tokens of a line */
    uint16_t reconnects[PIPIT_RECONNECT_CAUSES]; /**< PIPIT_EV_RETRY events of streams, by cause */
} pipit_stats_t;

/** The kinds of events: pipit_event_t.kind, and the members of the event that each kind fills. */
enum {
    PIPIT_EV_NONE = 0,       /**< no event: pipit_next() returned false; only wait_ms is filled */
    PIPIT_EV_CONNECT = 1,    /**< stream: X has accepted it: status */
    PIPIT_EV_LINE = 2,       /**< stream: one message: data (the line without its line end), json, has_data, total_bytes
                                  (length of the line as X sent it), status. err: PIPIT_OK; PIPIT_E_JSON if it is not
                                  JSON, PIPIT_E_TOKENS if it has too many tokens, PIPIT_E_DEPTH if it is nested too
                                  deep, PIPIT_E_TRUNCATED if the answer ended in order inside this line, and json is
                                  then empty. Of a server-sent event, data is what follows "data:". notice: X announces
                                  the end of this stream; Pipit reconnects by itself, if that can help. cut: with
                                  pipit_select_use(): a part had no room */
    PIPIT_EV_KEEP_ALIVE = 3, /**< stream: an empty line; also a comment, event, id or retry of a server-sent event:
                                  status */
    PIPIT_EV_OVERSIZE = 4,   /**< a line, or an element of a call's answer, is longer than the buffer: data (its
                                  beginning, half a buffer or more), total_bytes (its length), status */
    PIPIT_EV_CLOSED = 5,     /**< stream: it ended in order. err: PIPIT_E_CLOSED; PIPIT_E_REPLAY_DONE if the stream was
                                  a replay; after a line with `notice`, PIPIT_E_NOTICE or what X says in it
                                  (PIPIT_E_CREDITS, PIPIT_E_SPEND_CAP, PIPIT_E_USAGE_CAP, PIPIT_E_NO_RULES) */
    PIPIT_EV_CONNECTION_ERROR =
        6, /**< the network, the proxy or TLS failed, the answer is not correct HTTP, or a time-out: err, detail */
    PIPIT_EV_REQUEST_ERROR = 7, /**< X refused the request: status, err; data (the beginning of the body, as much as
                                     fits); json, empty if the body is not JSON */
    PIPIT_EV_RETRY = 8,         /**< another attempt follows after wait_ms. attempt: failures in a row, 0 if the last
                                     attempt was not a failure. err: why the last attempt ended */
    PIPIT_EV_ITEM = 9,          /**< call: one element of the answer, for example a rule: data, json, err (as in LINE),
                                     status */
    PIPIT_EV_ITEM_ERROR = 10,   /**< call: one element of errors[]: data, json, err, status */
    PIPIT_EV_META = 11,         /**< call: meta, with the summary: data, json, err, status */
    PIPIT_EV_BODY = 12,         /**< call with PIPIT_RESULT_RAW: the next piece of the body: data, status */
    PIPIT_EV_DISCONNECT = 13,   /**< the request is over. This is its last event, exactly once. err: the reason;
                                     PIPIT_OK if a call succeeded */
    PIPIT_EV_GAP = 14, /**< stream, with pipit_recovery_use(): the next event after CONNECT if Posts of more than 5
                            minutes may be missing, or of more time than the request asked backfill for (the program
                            was suspended before the request was sent). pipit_gap_read() gives the time range for a
                            replay. Only if the endpoint has replays and X sent a Date header.
                            After CLOSED of a replay, with err PIPIT_E_REPLAY_DONE: its youngest Post is more than 60 s
                            older than its end_time, so X may have ended it early, or there was no later Post. Only if
                            the Posts have created_at */
    PIPIT_EV_KILL = 15 /**< stream, with pipit_recovery_t.kill_stale: Pipit asked X to end the connections of this
                            endpoint. status of the answer (200: done); or err, detail: the request failed. RETRY or
                            DISCONNECT follows */
};

/** One event, yours; pipit_next() fills it. Members that the kind does not fill are 0. The views (data, json)
 *  are valid until the next pipit_next() with the same client. You may decode texts of json in place. */
typedef struct {
    uint8_t kind;      /**< a PIPIT_EV_ value */
    bool notice : 1;   /**< LINE: X announces the end of the stream */
    bool cut : 1;      /**< LINE: pipit_select_use() had no room for a part of the message */
    bool has_data : 1; /**< LINE: the message has `data`, or is an array (powerstream): it is a Post or another object,
                            not a notice or an error */
    uint16_t status;   /**< HTTP status of the answer; 0 for the kinds that do not list it */
    pipit_err_t err;   /**< see the kind */
    int32_t detail;    /**< the platform's number for err: errno, or code or flags of the TLS library; 0: none */
    uint32_t wait_ms;  /**< RETRY: the delay until the next attempt. NONE: call pipit_next() again within this time */
    uint32_t attempt;  /**< RETRY: failures in a row */
    uint32_t total_bytes; /**< LINE, OVERSIZE: length in bytes; UINT32_MAX: this or more */
    pipit_str_t data;     /**< text of the event */
    pipit_json_t json;    /**< the text in parsed form */
} pipit_event_t;

/** What the loop must do now: bits of pipit_want(). */
enum {
    PIPIT_WANT_OPEN = 1,  /**< open a connection to pipit_host() and pipit_port(), then call pipit_open_ack() */
    PIPIT_WANT_SEND = 2,  /**< pipit_tx_buf() has bytes to send */
    PIPIT_WANT_RECV = 4,  /**< pipit_rx_buf() has room for received bytes */
    PIPIT_WANT_CLOSE = 8, /**< close the connection, then call pipit_close_ack() */
    PIPIT_WANT_NEXT = 16  /**< call pipit_next(): it has work without new I/O */
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
            const struct pipit_i_call *kind; /* what all calls of this kind have in common */
            const char *segment;             /* what follows the path and a slash, or NULL */
            const struct pipit_page *page;   /* or NULL */
            const void *rows;                /* what the body or the query is made of */
            const uint8_t *marks;            /* NULL, or one for each row: only rows with 1 are sent */
            uint32_t row_count;
            uint32_t row;        /* the first one of which not all was sent with the pieces before this one */
            uint32_t row_offset; /* where it begins in the request; 0: none has begun */
            uint32_t slow_ms;    /* since a piece of the request was written, or 4 KB were received */
            uint8_t moved;       /* pipit_stats_t.bytes then, in units of 4 KB; wraps */
            bool dry_run;
            int8_t meaning; /* what an entry of errors[] means for the whole call (x/pipit_x_problem.c) */
        } call;
        struct {
            const struct pipit_i_call *kind;
            const char *key;
            const char *secret;
        } token;
    } of;
} pipit_request_t;

struct pipit_client;

/** The driver of a kind of request; private. `turn` is what pipit_next() does for it, `write` writes the request. The
 *  function that starts a request sets the driver, so a program links only the drivers of the requests that it starts.
 */
typedef struct {
    bool (*turn)(struct pipit_client *client, uint32_t now_ms, pipit_event_t *event);
    void (*write)(struct pipit_client *client);
} pipit_driver_t;

/** A client. Its members are private; the structure is public so that you can place it and know its size. Small members
 *  that are used often come first: small offsets give short instructions on Thumb, RISC-V and Xtensa. */
typedef struct pipit_client {
    uint8_t state;
    uint8_t framing;
    volatile uint8_t stop;
    bool linked;              /* the loop has a connection, or is opening one */
    bool progress;            /* restart the timer of the state at the next pipit_next() */
    bool last_cr;             /* the last byte of the text is a CR */
    bool shown;               /* the last event has a view of the text */
    bool fruitful;            /* the answer had a line (stream), or data or meta (call) */
    uint8_t backfill_minutes; /* in the request that is being sent or was sent last */
    uint8_t offender;
    bool clocked : 1;   /* now_ms is known; nothing is opened before */
    bool timed_out : 1; /* the timer has expired; the loop may still bring bytes before the next call */
    bool chained : 1;   /* the next request continues a rules sync: do not clear a pending pipit_stop() */
    bool looked : 1;    /* the loop has asked for pipit_rx_buf() since recovery's last turn */
    uint8_t counts[9];  /* failures in a row, by kind (x/pipit_policy.h) */
    uint16_t status;
    uint16_t failures; /* consecutive, saturating */
    uint32_t raw;      /* received, not yet parsed: rx[raw .. raw_end) */
    uint32_t raw_end;
    union {
        struct {         /* the answer */
            uint32_t at; /* collected so far: rx[at .. at + len) */
            uint32_t len;
            uint32_t total; /* its true length so far */
        } text;
        struct {             /* the request, in pieces */
            uint32_t offset; /* where the piece in rx[0 .. len) begins in the request */
            uint32_t len;
            uint32_t sent; /* bytes of that piece */
        } tx;
        struct {             /* the request, while such a piece is written */
            uint32_t offset; /* the same one */
            uint32_t room;   /* how many bytes from the offset on are kept */
            uint32_t total;  /* bytes of the request so far */
        } sink;
    } io;
    uint32_t now_ms;    /* of the last pipit_next() */
    uint32_t timer_ms;  /* time left in the present state */
    uint32_t budget_ms; /* saved time for connects (engine/pipit_budget.c) */
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
            bool begun;    /* bytes have come since the last text was complete */
            bool complete; /* the text that is collected is complete */
            uint8_t element_state;
            bool element_listed;
            bool element_nested;
            uint32_t element_hash;
            uint32_t element_depth;
            uint32_t piece_bytes;   /* bytes before rx[raw] that the driver takes next */
            uint32_t date_s;        /* the server's clock when the answer began */
            uint32_t line_ms;       /* in which bytes came, or a text had begun, since the last text; or in SEND */
            uint32_t uptime_ms;     /* of the present stream, saturating */
            uint32_t reset_wait_ms; /* delay that the server asks for; only valid after an answer */
        } in;
    } http;
    pipit_request_t request;
    pipit_stats_t stats;
    const pipit_driver_t *driver;
    struct pipit_select *select;     /* streams: the members to keep; NULL: all */
    struct pipit_seen *seen;         /* streams: the filter against duplicates, or NULL */
    struct pipit_recovery *recovery; /* streams: or NULL */
} pipit_t;

/** The memory of a client in bytes, as a constant expression: the structure, its buffer and its tokens. Not included:
 *  the stack, and what you give to pipit_select_use(), pipit_seen_use() and pipit_recovery_use(). */
#define PIPIT_RAM(rx_bytes, tokens) (sizeof(pipit_t) + (size_t)(rx_bytes) + (size_t)(tokens) * sizeof(pipit_token_t))

/** Define a client and its memory as three static objects. Give them to pipit_init() with PIPIT_BUFFERS(name). */
#define PIPIT_DEFINE(name, rx_bytes, tokens)                                                                           \
    static uint8_t name##_rx[rx_bytes];                                                                                \
    static pipit_token_t name##_tokens[tokens];                                                                        \
    static pipit_t name

/** The initialisers of the first four members of pipit_config_t for a client made by PIPIT_DEFINE (C99). */
#define PIPIT_BUFFERS(name)                                                                                            \
    .rx = name##_rx, .rx_bytes = sizeof name##_rx, .tokens = name##_tokens,                                            \
    .token_count = sizeof name##_tokens / sizeof name##_tokens[0]

/** Prepare a client. Legal at any time while it runs no request; what `client` held before is lost.
 *  @param client yours; it must stay in its place as long as it is used.
 *  @param config copied; the memory that its pointers point to is borrowed as long as the client is used.
 *  @return PIPIT_OK. PIPIT_E_INVALID: rx or tokens is missing or too small, rx_bytes is too large, bearer_token, host
 *  or user_agent is empty or contains a character that is not allowed, or connects_max is 1. pipit_offender() names the
 *  field, and no request can be started with this client. A missing bearer_token is no error here: the function that
 *  starts a request reports it. */
pipit_err_t pipit_init(pipit_t *client, const pipit_config_t *config);

/** Get the reason of the last PIPIT_E_INVALID that a function returned for this client: the argument, and what is
 *  expected. The texts are in a file of their own: they take flash only if this function is used. After pipit_init()
 * has refused bearer_token, the text says what to remove from it (quotes, "Bearer ", a byte order mark, a line end);
 * the token is looked at for that, so it must still be there.
 *  @return static text, for example "backfill_minutes: 1 to 5". Empty if there was no such error since pipit_init() and
 *  since the last request was started. */
const char *pipit_offender(const pipit_t *client);

/** Ask for the end of the running request. From now on its only event is PIPIT_EV_DISCONNECT with PIPIT_E_STOPPED, in
 *  every state; the connection is closed before that. Without a running request it does nothing, except that between
 *  two calls of a rules sync it ends the sync. Legal everywhere: in a callback, a signal handler, an interrupt, another
 *  thread (it writes one volatile byte). */
void pipit_stop(pipit_t *client);

/** Tell whether a request is running: from the function that starts it until pipit_next() has returned
 *  PIPIT_EV_DISCONNECT. */
bool pipit_running(const pipit_t *client);

/** Tell whether pipit_stop() was called since the last request was started. */
bool pipit_stopping(const pipit_t *client);

/** Get what the loop must do now. Changes nothing. Before the first pipit_next() of a request, which tells the time, it
 *  is PIPIT_WANT_NEXT: else nobody would know how long the program was away after it had asked.
 *  @return a set of PIPIT_WANT_ bits; 0 if no request is running, or if only time must pass. */
unsigned pipit_want(const pipit_t *client);

/** Get the host to connect to.
 *  @return pipit_config_t.host or its default; valid as long as the client is used. */
const char *pipit_host(const pipit_t *client);

/** Get the TCP port to connect to. */
uint16_t pipit_port(const pipit_t *client);

/** Answer to PIPIT_WANT_OPEN: the loop has begun to open the connection. Legal only as this answer. If opening failed
 *  at once, call pipit_link_lost() after this. */
void pipit_open_ack(pipit_t *client);

/** Answer to PIPIT_WANT_CLOSE: the connection is closed. Legal only as this answer. */
void pipit_close_ack(pipit_t *client);

/** Get bytes to send. They contain the bearer token: do not log them.
 *  @param len receives the number of bytes.
 *  @return the bytes, in the receive buffer: the same pointer and length at each call until pipit_tx_ack(); NULL and a
 *  length of 0 if there is nothing to send. */
const uint8_t *pipit_tx_buf(const pipit_t *client, size_t *len);

/** Report that bytes of pipit_tx_buf() were sent. The first byte that is reported ends connect_ms: the connection is
 *  open. A piece of the request is wiped after all of it was sent.
 *  @param n 1 to the length from pipit_tx_buf(); a larger number is a PIPIT_ASSERT. */
void pipit_tx_ack(pipit_t *client, size_t n);

/** Get the place for received bytes. With pipit_recovery_use() this call also says that the loop looks for bytes now:
 * if pipit_rx_ack() does not follow before pipit_next(), there were none. A loop that gets its bytes from a callback
 * calls it in each turn too; otherwise Pipit assumes that lines were waiting all the time, and asks for them again.
 *  @param len receives its size.
 *  @return the place; NULL and a size of 0 if Pipit cannot take bytes now. If the buffer is full, call pipit_next()
 *  first; until then leave the bytes in the socket, so that TCP slows the server down. */
uint8_t *pipit_rx_buf(pipit_t *client, size_t *len);

/** Report that bytes were written to pipit_rx_buf(). This only stores the number; pipit_next() parses the bytes.
 *  @param n 1 to the size from pipit_rx_buf(); a larger number is a PIPIT_ASSERT. */
void pipit_rx_ack(pipit_t *client, size_t n);

/** Report that the connection failed or ended. Bytes that were received before it are still processed first. Ignored
 *  if the connection was already reported as closed.
 *  @param why    the error that the port returned, -128 to -1; any other number is taken as PIPIT_E_IO.
 *  @param detail the platform's number for it, or 0; becomes event->detail. */
void pipit_link_lost(pipit_t *client, pipit_err_t why, int32_t detail);

/** Do the next piece of work: parse received bytes, run the timers, and return at most one event. This is the only
 *  function that is given the time. A timer that has expired ends the attempt only at the next call, if the bytes that
 *  arrived meanwhile do not help: so a program that was suspended first reads what is waiting.
 *  @param now_ms monotonic clock in milliseconds with any origin; it may wrap. If it goes back, Pipit behaves as if no
 *                time had passed.
 *  @param event  yours, always overwritten; it ends the views of the event before.
 *  @return true: *event is an event; call again. false: nothing to do before new I/O; call again at the latest after
 *  event->wait_ms (UINT32_MAX: no timer runs). */
bool pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event);

/** Get the counters.
 *  @return the live counters, valid as long as the client is used. */
const pipit_stats_t *pipit_stats(const pipit_t *client);

#ifdef __cplusplus
}
#endif

#endif
