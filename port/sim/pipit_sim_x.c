/* SPDX-License-Identifier: MIT */
/* The behaviour of X: which connections it accepts, what it sends on each, and how it ends them. */
#include "pipit_sim_x.h"
#include "pipit_sim_x_parts.h"
#include <string.h>

#define MINUTE_MS 60000u
#define WINDOW_MS 900000u
#define DEAD_MS 30000u /* how long a connection counts that the client did not close */
#define MILLION 1000000u
#define KEEP_ALIVE_LATE_MS 2000u
#define DEFAULT_KEEP_ALIVE_MS 20000u
#define DEFAULT_CONNECTS_MAX 50u
#define LINE_END_BYTES 2u /* the CRLF of a chunk, after the CRLF of the line */
#define STYLES 4u
#define BACKLOG_MAX 1024u

typedef enum { CONNECTION_ASKED, CONNECTION_STREAMS, CONNECTION_ANSWERS, CONNECTION_SILENT } state_t;

const char *pipit_sim_x_trouble_name(uint8_t trouble) {
    static const char *const names[PIPIT_SIM_X_TROUBLES] = {
        [PIPIT_SIM_X_UNAVAILABLE] = "503",
        [PIPIT_SIM_X_BROKEN] = "502 in HTML",
        [PIPIT_SIM_X_PROVISIONING] = "503 ProvisioningSubscription",
        [PIPIT_SIM_X_RATE_LIMIT] = "429 rate limit",
        [PIPIT_SIM_X_CONFLICT] = "429 TooManyConnections",
        [PIPIT_SIM_X_UNAUTHORIZED] = "401",
        [PIPIT_SIM_X_NO_RULES] = "409 without rules",
        [PIPIT_SIM_X_USAGE_CAP] = "429 UsageCapExceeded",
        [PIPIT_SIM_X_GARBAGE] = "not HTTP",
        [PIPIT_SIM_X_GZIP] = "gzip unasked",
        [PIPIT_SIM_X_SILENT] = "no answer",
        [PIPIT_SIM_X_NOTICE] = "notice",
        [PIPIT_SIM_X_LAST_CHUNK] = "end in order",
        [PIPIT_SIM_X_CLOSE] = "end between chunks",
        [PIPIT_SIM_X_CLOSE_INSIDE] = "end inside a chunk",
        [PIPIT_SIM_X_HANG] = "hang",
        [PIPIT_SIM_X_SLOW_READER] = "slow reader",
    };
    return trouble < PIPIT_SIM_X_TROUBLES ? names[trouble] : "no trouble";
}

/* ---- Posts ---- */

static uint64_t around(pipit_sim_t *sim, uint32_t mean_ms) {
    return 1u + pipit_sim_dice(sim, mean_ms) + (uint64_t)pipit_sim_dice(sim, mean_ms);
}

static void posts_write(pipit_sim_x_t *x) {
    while (x->next_post_ms <= x->sim->now_ms) {
        x->posts_ms[x->posts % PIPIT_SIM_X_POSTS] = x->next_post_ms;
        x->posts++;
        x->next_post_ms += around(x->sim, x->config.post_every_ms);
    }
}

uint64_t pipit_sim_x_posts(pipit_sim_x_t *x) {
    posts_write(x);
    return x->posts;
}

/* @return the first Post since this time, of those that the model still keeps. */
static uint64_t first_post_since(const pipit_sim_x_t *x, uint64_t since_ms) {
    uint64_t post = x->posts;
    uint64_t oldest = x->posts > PIPIT_SIM_X_POSTS ? x->posts - PIPIT_SIM_X_POSTS : 0;
    while (post > oldest && pipit_sim_x_post_ms(x, post - 1u) >= since_ms)
        post--;
    return post;
}

/* ---- connections ---- */

static pipit_sim_x_connection_t *connection_of(pipit_sim_x_t *x, const pipit_sim_link_t *link) {
    for (size_t i = 0; i < x->config.connection_count; i++) {
        pipit_sim_x_connection_t *connection = &x->config.connections[i];
        if (connection->link == link && connection->counts_until_ms == 0) return connection;
    }
    return NULL;
}

static bool is_over(const pipit_sim_x_t *x, const pipit_sim_x_connection_t *connection) {
    return connection->counts_until_ms != 0 && connection->counts_until_ms <= x->sim->now_ms;
}

/* @return a free record. If the program gave too few, the last record is used again. */
static pipit_sim_x_connection_t *record_free(pipit_sim_x_t *x) {
    size_t i = 0;
    while (i + 1u < x->config.connection_count && x->config.connections[i].link &&
           !is_over(x, &x->config.connections[i]))
        i++;
    return &x->config.connections[i];
}

/* The client has left the connection. A stream counts as open until `until_ms`; any other connection is forgotten. */
static void connection_leave(pipit_sim_x_connection_t *connection, uint64_t until_ms) {
    if (connection->counts) {
        connection->counts_until_ms = until_ms > 0 ? until_ms : 1u;
    } else {
        connection->link = NULL;
    }
}

static uint32_t streams_open(const pipit_sim_x_t *x) {
    uint32_t count = 0;
    for (size_t i = 0; i < x->config.connection_count; i++) {
        const pipit_sim_x_connection_t *connection = &x->config.connections[i];
        if (connection->link && connection->counts && !is_over(x, connection)) count++;
    }
    return count;
}

static void streams_kill(pipit_sim_x_t *x) {
    for (size_t i = 0; i < x->config.connection_count; i++) {
        pipit_sim_x_connection_t *connection = &x->config.connections[i];
        if (!connection->link || !connection->counts) continue;
        if (connection->counts_until_ms == 0) pipit_sim_end(connection->link, connection->number, false);
        connection->link = NULL;
    }
}

/* ---- streams: how they end ---- */

static void end_foresee(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    connection->end_ms = PIPIT_SIM_NEVER;
    for (size_t end = PIPIT_SIM_X_NOTICE; end < PIPIT_SIM_X_SLOW_READER; end++) {
        uint32_t mean_s = x->config.troubles[end];
        if (mean_s == 0) continue;
        uint64_t at_ms = x->sim->now_ms + around(x->sim, mean_s) * 1000u;
        if (at_ms >= connection->end_ms) continue;
        connection->end_ms = at_ms;
        connection->end = (uint8_t)end;
    }
}

/* X ends the connection. It is not known how long X then counts it, so in one of four cases it counts for some time. */
static void stream_end(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    uint64_t now_ms = x->sim->now_ms;
    pipit_sim_end(connection->link, connection->number, false);
    connection_leave(connection, now_ms + (pipit_sim_dice(x->sim, 4) ? 0 : pipit_sim_dice(x->sim, DEAD_MS)));
}

static void saying_begin(pipit_sim_x_connection_t *connection, pipit_sim_x_saying_t saying) {
    connection->saying = (uint8_t)saying;
    connection->said = 0;
}

static void end_begin(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    connection->end_ms = PIPIT_SIM_NEVER;
    connection->state = CONNECTION_ANSWERS; /* nothing is sent after this message */
    x->troubles[connection->end]++;
    switch (connection->end) {
    case PIPIT_SIM_X_NOTICE: saying_begin(connection, SAYING_NOTICE); break;
    case PIPIT_SIM_X_LAST_CHUNK: saying_begin(connection, SAYING_LAST_CHUNK); break;
    case PIPIT_SIM_X_CLOSE_INSIDE:
        saying_begin(connection, connection->post < x->posts ? SAYING_HALF_A_POST : SAYING_NOTHING);
        break;
    case PIPIT_SIM_X_HANG: connection->state = CONNECTION_SILENT; break;
    default: break;
    }
}

/* ---- what is sent next ---- */

static bool has_post(const pipit_sim_x_t *x, const pipit_sim_x_connection_t *connection) {
    return connection->post < x->posts && pipit_sim_x_post_ms(x, connection->post) <= connection->replay_end_ms;
}

/* @return whether too many Posts are waiting for this client. X then ends the stream. */
static bool lags(const pipit_sim_x_t *x, const pipit_sim_x_connection_t *connection) {
    return connection->replay_end_ms == PIPIT_SIM_NEVER && x->posts - connection->post > BACKLOG_MAX;
}

static void streams_on(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    if (lags(x, connection)) {
        x->troubles[PIPIT_SIM_X_SLOW_READER]++;
        connection->state = CONNECTION_ANSWERS; /* nothing more is sent */
    } else if (connection->end_ms <= x->sim->now_ms) {
        end_begin(x, connection);
    } else if (has_post(x, connection)) {
        saying_begin(connection, SAYING_POST);
    } else if (connection->replay_end_ms != PIPIT_SIM_NEVER) {
        saying_begin(connection, SAYING_LAST_CHUNK);
        connection->state = CONNECTION_ANSWERS;
    } else if (connection->spoke_ms <= x->sim->now_ms) {
        saying_begin(connection, SAYING_KEEP_ALIVE);
    }
}

static void next_keep_alive(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    connection->spoke_ms = x->sim->now_ms + x->config.keep_alive_ms + pipit_sim_dice(x->sim, KEEP_ALIVE_LATE_MS);
}

static void said(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    if (connection->saying == SAYING_POST) connection->post++;
    next_keep_alive(x, connection);
    connection->saying = SAYING_NOTHING;
}

/* Call config.sent when the last byte of a Post's line was sent. The chunk ends two bytes later. */
static void line_sent(pipit_sim_x_t *x, const pipit_sim_x_connection_t *connection, uint32_t before) {
    const uint32_t line_end = x->message_len - LINE_END_BYTES;
    if (connection->saying != SAYING_POST || before >= line_end || connection->said < line_end || !x->config.sent)
        return;
    uint64_t end_byte = pipit_sim_sent(connection->link) - (connection->said - line_end);
    x->config.sent(x->config.io, connection->link, connection->post, end_byte);
}

/* Send the present message. @return false: there is no room for the rest of it. */
static bool say(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    const uint32_t before = connection->said;
    if (before == 0 || x->speaker != connection) pipit_sim_x_say(x, connection);
    x->speaker = connection;
    connection->said +=
        (uint32_t)pipit_sim_send(connection->link, connection->number, x->message + before, x->message_len - before);
    line_sent(x, connection, before);
    if (connection->said == x->message_len) {
        said(x, connection);
        connection->full_ms = 0;
        return true;
    }
    if (connection->full_ms == 0) connection->full_ms = x->sim->now_ms;
    return false;
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* The client has not read for a minute. */
static void give_up(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    x->troubles[PIPIT_SIM_X_SLOW_READER]++;
    stream_end(x, connection);
}

static void go_on(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection) {
    for (;;) {
        if (connection->saying == SAYING_NOTHING && connection->state == CONNECTION_STREAMS) streams_on(x, connection);
        if (connection->saying == SAYING_NOTHING || connection->state == CONNECTION_SILENT) break;
        if (say(x, connection)) continue;
        uint64_t patience_ms = connection->full_ms + MINUTE_MS;
        if (patience_ms <= x->sim->now_ms)
            give_up(x, connection);
        else
            pipit_sim_wake(connection->link, patience_ms);
        return;
    }
    if (connection->state == CONNECTION_ANSWERS) {
        stream_end(x, connection);
    } else if (connection->state == CONNECTION_STREAMS) {
        uint64_t at_ms = earlier(connection->end_ms, connection->spoke_ms);
        pipit_sim_wake(connection->link, earlier(at_ms, x->next_post_ms));
    }
}

/* ---- requests ---- */

static bool within_limit(pipit_sim_x_t *x) {
    uint32_t reset_s;
    bool within = pipit_sim_x_remaining(x, &reset_s) > 0;
    x->connects_ms[x->connects_next % x->config.connects_max] = x->sim->now_ms > 0 ? x->sim->now_ms : 1u;
    x->connects_next++;
    if (!within) x->over_limit++;
    return within;
}

static void refuse(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection, uint8_t trouble) {
    connection->answer = trouble;
    connection->state = CONNECTION_ANSWERS;
    saying_begin(connection, SAYING_REFUSAL);
    x->troubles[trouble]++;
}

/* @return a random fault; PIPIT_SIM_X_TROUBLES: none. */
static uint8_t trouble_draw(pipit_sim_x_t *x) {
    for (size_t trouble = 0; trouble <= PIPIT_SIM_X_SILENT; trouble++) {
        if (x->config.troubles[trouble] > pipit_sim_dice(x->sim, MILLION)) return (uint8_t)trouble;
    }
    return PIPIT_SIM_X_TROUBLES;
}

static uint64_t world_ms(uint32_t unix_s) {
    return unix_s > PIPIT_SIM_X_EPOCH_S ? (uint64_t)(unix_s - PIPIT_SIM_X_EPOCH_S) * 1000u : 0;
}

static void stream_open(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection, const pipit_sim_x_question_t *asked) {
    uint64_t back_ms = (uint64_t)asked->backfill_minutes * MINUTE_MS;
    uint64_t now_ms = x->sim->now_ms;
    connection->post = back_ms == 0 ? x->posts : first_post_since(x, now_ms > back_ms ? now_ms - back_ms : 0);
    if (asked->start_s > 0) connection->post = first_post_since(x, world_ms(asked->start_s));
    connection->replay_end_ms = asked->end_s > 0 ? world_ms(asked->end_s) : PIPIT_SIM_NEVER;
    connection->state = CONNECTION_STREAMS;
    connection->counts = asked->start_s == 0; /* a replay does not count as a connection */
    connection->answer = PIPIT_SIM_X_TROUBLES;
    end_foresee(x, connection);
    saying_begin(connection, SAYING_STREAM_HEAD);
    x->streams++;
    if (x->config.opened) x->config.opened(x->config.io, connection->link, connection->post);
}

static void stream_asked(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection, const pipit_sim_x_question_t *asked) {
    const uint8_t trouble = trouble_draw(x);
    if (trouble == PIPIT_SIM_X_SILENT) {
        connection->state = CONNECTION_SILENT;
        x->troubles[trouble]++;
    } else if (!within_limit(x)) {
        refuse(x, connection, PIPIT_SIM_X_RATE_LIMIT);
    } else if (trouble == PIPIT_SIM_X_GZIP) {
        refuse(x, connection, trouble);
        saying_begin(connection, SAYING_STREAM_HEAD);
    } else if (trouble < PIPIT_SIM_X_TROUBLES) {
        refuse(x, connection, trouble);
    } else if (asked->start_s == 0 && streams_open(x) >= x->config.connections_max) {
        refuse(x, connection, PIPIT_SIM_X_CONFLICT);
    } else if (asked->backfill_minutes > 0 && x->config.no_backfill) {
        connection->state = CONNECTION_ANSWERS;
        saying_begin(connection, SAYING_NO_BACKFILL);
    } else {
        stream_open(x, connection, asked);
    }
}

static void answer(pipit_sim_x_t *x, pipit_sim_x_connection_t *connection, const pipit_sim_x_question_t *asked) {
    connection->state = CONNECTION_ANSWERS;
    connection->asked_ms = x->sim->now_ms;
    x->requests++;
    if (asked->what == ASKS_NONSENSE) {
        x->unreadable++;
        refuse(x, connection, PIPIT_SIM_X_BROKEN);
        return;
    }
    if (!asked->authorized) {
        refuse(x, connection, PIPIT_SIM_X_UNAUTHORIZED);
        return;
    }
    switch (asked->what) {
    case ASKS_RULES: saying_begin(connection, SAYING_RULES); break;
    case ASKS_RULES_CHANGE:
        connection->created = pipit_sim_x_rules_change(x, asked->body, &connection->deleted);
        saying_begin(connection, SAYING_RULES_CHANGED);
        break;
    case ASKS_KILL:
        streams_kill(x);
        saying_begin(connection, SAYING_KILLED);
        break;
    default: stream_asked(x, connection, asked); break;
    }
}

/* ---- the peer ---- */

static void peer_connected(void *io, pipit_sim_link_t *link) {
    pipit_sim_x_t *x = (pipit_sim_x_t *)io;
    pipit_sim_x_connection_t *old = connection_of(x, link);
    if (old) connection_leave(old, pipit_sim_closed_ms(link) + DEAD_MS);
    pipit_sim_x_connection_t *connection = record_free(x);
    memset(connection, 0, sizeof *connection);
    connection->link = link;
    connection->number = pipit_sim_connection(link);
    connection->style = (uint8_t)pipit_sim_dice(x->sim, STYLES);
}

static void peer_received(void *io, pipit_sim_link_t *link, const uint8_t *bytes, size_t len) {
    pipit_sim_x_t *x = (pipit_sim_x_t *)io;
    pipit_sim_x_connection_t *connection = connection_of(x, link);
    if (!connection || connection->state != CONNECTION_ASKED) return;
    size_t room = sizeof connection->request - 1u - connection->request_len;
    memcpy(connection->request + connection->request_len, bytes, len < room ? len : room);
    connection->request_len += (uint32_t)(len < room ? len : room);
    pipit_sim_x_question_t asked = pipit_sim_x_request_read(connection->request, x->config.bearer_token);
    if (asked.what == ASKS_NOTHING_YET) return;
    posts_write(x);
    answer(x, connection, &asked);
    go_on(x, connection);
}

static void peer_ended(void *io, pipit_sim_link_t *link) {
    pipit_sim_x_t *x = (pipit_sim_x_t *)io;
    pipit_sim_x_connection_t *connection = connection_of(x, link);
    if (connection) stream_end(x, connection);
}

static void peer_woken(void *io, pipit_sim_link_t *link) {
    pipit_sim_x_t *x = (pipit_sim_x_t *)io;
    pipit_sim_x_connection_t *connection = connection_of(x, link);
    posts_write(x);
    if (connection && connection->state != CONNECTION_ASKED) go_on(x, connection);
}

const pipit_sim_peer_t pipit_sim_x_peer = {
    .connected = peer_connected, .received = peer_received, .ended = peer_ended, .woken = peer_woken};

void pipit_sim_x_init(pipit_sim_x_t *x, pipit_sim_t *sim, const pipit_sim_x_config_t *config) {
    memset(x, 0, sizeof *x);
    if (config) x->config = *config;
    if (!x->config.bearer_token) x->config.bearer_token = PIPIT_SIM_X_TOKEN;
    if (x->config.post_every_ms == 0) x->config.post_every_ms = MINUTE_MS;
    if (x->config.keep_alive_ms == 0) x->config.keep_alive_ms = DEFAULT_KEEP_ALIVE_MS;
    if (x->config.connections_max == 0) x->config.connections_max = 1;
    if (x->config.connects_max == 0 || x->config.connects_max > PIPIT_SIM_X_CONNECTS_MAX)
        x->config.connects_max = DEFAULT_CONNECTS_MAX;
    if (!x->config.connections) {
        x->config.connections = x->own;
        x->config.connection_count = PIPIT_SIM_X_CONNECTIONS;
    }
    pipit_sim_x_words_write(x);
    x->sim = sim;
    x->seed = sim->random;
    x->rule_next = 1000000000u;
    x->next_post_ms = sim->now_ms + around(sim, x->config.post_every_ms);
}
