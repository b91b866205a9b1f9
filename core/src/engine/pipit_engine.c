/* SPDX-License-Identifier: MIT */
/* The engine. To follow the data, read pipit_i_step() and the functions above it; the driver decides what follows the
 * end of an attempt. */
#include "pipit_engine.h"
#include "../base/pipit_hash.h"
#include "../base/pipit_layout.h"
#include "../base/pipit_time.h"
#include "pipit/version.h"
#include "pipit_state.h"
#include <string.h>

#define DEFAULT_JITTER_PERCENT 25u
#define DEFAULT_SEED 0x9e3779b9u
#define DEFAULT_PORT 443u
#define DEFAULT_CONNECTS_MAX 50u
#define CONNECTS_MIN 2u
#define BACKWARDS 0x7fffffffu /* a step of the clock above this is a step back */

/* ---- set-up ---- */

pipit_err_t pipit_i_invalid(pipit_t *client, uint8_t offender) {
    client->offender = offender;
    return PIPIT_E_INVALID;
}

/* Text of printable ASCII without spaces cannot end a header line or begin another one. */
static bool is_word(const char *text, char lowest) {
    const char *c = text;
    while (*c >= lowest && *c <= '~')
        c++;
    return *c == '\0' && c != text;
}

static uint32_t default_u32(uint32_t value, uint32_t otherwise) {
    return value ? value : otherwise;
}

PIPIT_I_IN_ORDER(pipit_config_t, connect_ms, uptime_ms, 7);

static void times_complete(pipit_config_t *config) {
    static const uint8_t defaults_s[] = {15, 10, 20, 25, 120, 120, 20};
    char *at = PIPIT_I_AT(config, pipit_config_t, connect_ms);
    for (size_t i = 0; i < sizeof defaults_s; i++, at += sizeof(uint32_t)) {
        uint32_t *time_ms = (void *)at;
        *time_ms = default_u32(*time_ms, defaults_s[i] * 1000u);
    }
}

static void config_complete(pipit_config_t *config) {
    times_complete(config);
    config->seed = default_u32(config->seed, DEFAULT_SEED);
    config->connects_max = (uint16_t)default_u32(config->connects_max, DEFAULT_CONNECTS_MAX);
    config->port = (uint16_t)default_u32(config->port, DEFAULT_PORT);
    config->jitter_percent = (uint8_t)default_u32(config->jitter_percent, DEFAULT_JITTER_PERCENT);
    if (config->jitter_percent == PIPIT_JITTER_OFF) config->jitter_percent = 0;
    if (!config->host) config->host = "api.x.com";
    if (!config->user_agent) config->user_agent = "pipit/" PIPIT_VERSION_STRING;
}

static uint8_t config_offender(const pipit_config_t *config) {
    if (!config->rx || config->rx_bytes - PIPIT_RX_MIN > INT32_MAX - PIPIT_RX_MIN) return PIPIT_I_BAD_RX;
    if (!config->tokens || config->token_count - PIPIT_TOKENS_MIN > INT32_MAX) return PIPIT_I_BAD_TOKENS;
    if (config->bearer_token && (!is_word(config->bearer_token, '%') || *config->bearer_token == '\''))
        return PIPIT_I_BAD_BEARER; /* RFC 6750 has no character before '%', so no double quote */
    if (config->connects_max < CONNECTS_MIN) return PIPIT_I_BAD_CONNECTS;
    if (!is_word(config->host, '!')) return PIPIT_I_BAD_HOST;
    if (!is_word(config->user_agent, ' ')) return PIPIT_I_BAD_USER_AGENT;
    return PIPIT_I_GOOD;
}

pipit_err_t pipit_init(pipit_t *client, const pipit_config_t *config) {
    PIPIT_ASSERT(client && config);
    memset(client, 0, sizeof *client);
    client->config = *config;
    config_complete(&client->config);
    client->stats.lag_ms = PIPIT_LAG_UNKNOWN;
    client->driver = &pipit_i_idle_driver;
    client->offender = config_offender(&client->config);
    if (client->offender == PIPIT_I_GOOD) {
        client->budget_ms = pipit_i_budget(client);
        return PIPIT_OK;
    }
    client->config.rx = NULL; /* so no request can be started */
    return PIPIT_E_INVALID;
}

void pipit_stop(pipit_t *client) {
    PIPIT_ASSERT(client);
    client->stop = 1;
}
bool pipit_running(const pipit_t *client) {
    PIPIT_ASSERT(client);
    return client->state != PIPIT_I_IDLE;
}
bool pipit_stopping(const pipit_t *client) {
    PIPIT_ASSERT(client);
    return client->stop != 0;
}
const char *pipit_host(const pipit_t *client) {
    PIPIT_ASSERT(client);
    return client->config.host;
}
uint16_t pipit_port(const pipit_t *client) {
    PIPIT_ASSERT(client);
    return client->config.port;
}
const pipit_stats_t *pipit_stats(const pipit_t *client) {
    PIPIT_ASSERT(client);
    return &client->stats;
}

/* ---- states and their time ---- */

/* The time-outs in the configuration have the same order as the states. */
typedef char
    times_of_states_t[offsetof(pipit_config_t, stall_ms) ==
                              offsetof(pipit_config_t, connect_ms) + (PIPIT_I_BODY - PIPIT_I_OPEN) * sizeof(uint32_t)
                          ? 1
                          : -1];

static uint32_t period_ms(pipit_t *client) {
    const char *times = PIPIT_I_AT(&client->config, pipit_config_t, connect_ms);
    const uint32_t number = client->state < PIPIT_I_BODY ? client->state : PIPIT_I_BODY;
    return *(const uint32_t *)(const void *)(times + (number - PIPIT_I_OPEN) * sizeof(uint32_t));
}

static void enter(pipit_t *client, uint8_t state) {
    client->state = state;
    client->timer_ms = period_ms(client);
    client->progress = false;
    client->timed_out = false;
}

/* A timer ends the attempt only at the second call after it has expired, so that the loop can receive before: after a
 * program was suspended for a minute, the bytes of this minute are waiting, and that is not a stall. */
PIPIT_I_OWN_FRAME bool expired(pipit_t *client) {
    bool again = client->timed_out;
    if (client->timer_ms > 0) return false;
    client->timed_out = true;
    return again;
}

/* Of the passed time, line_ms counts at most what is left of the timer: after a pause of the program, bytes may be
 * waiting in the socket. @return how much time has passed for the request, in ms. */
static uint32_t clock_advance(pipit_t *client, uint32_t now_ms) {
    uint32_t passed_ms = now_ms - client->now_ms;
    if (passed_ms > BACKWARDS) passed_ms = 0;
    client->now_ms = now_ms;
    if (passed_ms > 0) pipit_i_budget_advance(client, passed_ms); /* also for the time between two requests */
    if (!client->clocked) passed_ms = 0;
    client->clocked = true;
    const uint32_t spent_ms = passed_ms < client->timer_ms ? passed_ms : client->timer_ms;
    client->timer_ms -= spent_ms;
    if (client->state == PIPIT_I_BODY) {
        client->http.in.uptime_ms = pipit_i_sum_ms(client->http.in.uptime_ms, passed_ms);
        if (client->io.text.total > 0 || client->http.in.begun) client->http.in.line_ms += spent_ms;
    }
    if (client->state == PIPIT_I_SEND) client->http.in.line_ms += spent_ms;
    if (client->progress) enter(client, client->state);
    return passed_ms;
}

pipit_err_t pipit_i_start(pipit_t *client, const pipit_driver_t *driver, uint32_t wait_ms) {
    client->offender = PIPIT_I_GOOD;
    client->driver = driver;
    if (!client->chained) client->stop = 0;
    client->clocked = false;
    client->failures = 0;
    memset(client->counts, 0, sizeof client->counts);
    client->state = PIPIT_I_WAIT;
    client->timer_ms = wait_ms;
    if (wait_ms == 0) enter(client, PIPIT_I_OPEN);
    return PIPIT_OK;
}

pipit_err_t pipit_i_ready(pipit_t *client, bool needs_token) {
    PIPIT_ASSERT(client);
    if (client->state != PIPIT_I_IDLE) return PIPIT_E_STATE;
    if (!client->config.rx) return pipit_i_invalid(client, PIPIT_I_BAD_CLIENT);
    if (needs_token && !client->config.bearer_token) return pipit_i_invalid(client, PIPIT_I_BAD_BEARER_ABSENT);
    return PIPIT_OK;
}

/* ---- functions that the loop calls ---- */

static bool is_receiving(const pipit_t *client) {
    return client->state >= PIPIT_I_HEAD && client->state <= PIPIT_I_REFUSED;
}

static size_t rx_room(const pipit_t *client) {
    return is_receiving(client) ? client->config.rx_bytes - client->raw_end : 0;
}

unsigned pipit_want(const pipit_t *client) {
    PIPIT_ASSERT(client);
    const uint8_t state = client->state;
    if (state == PIPIT_I_IDLE) return 0;
    if (state == PIPIT_I_CLOSE || client->stop) return client->linked ? PIPIT_WANT_CLOSE : PIPIT_WANT_NEXT;
    if (!client->clocked) return PIPIT_WANT_NEXT;
    if (state == PIPIT_I_WAIT) return client->timer_ms == 0 ? PIPIT_WANT_NEXT : 0;
    if (state == PIPIT_I_OPEN && !client->linked) return PIPIT_WANT_OPEN;
    if (state == PIPIT_I_NOTICED || client->link_err != PIPIT_OK) return PIPIT_WANT_NEXT;
    if (!is_receiving(client)) return PIPIT_WANT_SEND;
    return (rx_room(client) > 0 ? PIPIT_WANT_RECV : 0u) | (client->raw < client->raw_end ? PIPIT_WANT_NEXT : 0u);
}

/* The request is written in pieces into the receive buffer, which is unused until the answer arrives. */
void pipit_i_tx_begin(pipit_t *client) {
    client->io.sink.room = (uint32_t)client->config.rx_bytes;
    client->io.sink.total = 0;
    client->http.in.line_ms = 0;
}

bool pipit_i_tx_end(pipit_t *client) {
    const uint32_t room = (uint32_t)client->config.rx_bytes;
    const uint32_t total = client->io.sink.total;
    const uint32_t left = total - client->io.sink.offset;
    client->io.tx.len = left < room ? left : room;
    client->io.tx.sent = 0;
    if (left > total) { /* a borrowed text became shorter: more bytes were sent than the request has now */
        client->io.tx.len = 0;
        client->link_err = (int16_t)pipit_i_invalid(client, PIPIT_I_BAD_CHANGED);
        return false;
    }
    if (client->io.tx.len > 0) return false;
    client->state = PIPIT_I_HEAD;
    pipit_i_text_clear(client);
    pipit_head_init(&client->http.head);
    return true;
}

static void tx_wipe(pipit_t *client) {
    memset(client->config.rx, 0, client->io.tx.len);
    client->io.tx.offset += client->io.tx.len;
    client->io.tx.len = 0;
}

bool pipit_i_opened(pipit_t *client) {
    PIPIT_ASSERT(client);
    if (client->state != PIPIT_I_OPEN) return false;
    client->linked = true;
    client->link_detail = 0;
    client->status = 0;
    client->raw = 0;
    client->raw_end = 0;
    memset(&client->io, 0, sizeof client->io);
    return true;
}

void pipit_close_ack(pipit_t *client) {
    PIPIT_ASSERT(client);
    client->linked = false;
    client->link_err = PIPIT_OK; /* else a pipit_next() before the next open would report it again */
}

static bool is_sending(const pipit_t *client) {
    return client->linked && (client->state == PIPIT_I_OPEN || client->state == PIPIT_I_SEND);
}

const uint8_t *pipit_tx_buf(const pipit_t *client, size_t *len) {
    PIPIT_ASSERT(client && len);
    *len = 0;
    if (!is_sending(client)) return NULL;
    *len = client->io.tx.len - client->io.tx.sent;
    return client->config.rx + client->io.tx.sent;
}

bool pipit_i_sent(pipit_t *client, size_t n) {
    PIPIT_ASSERT(client && is_sending(client) && n > 0 && n <= client->io.tx.len - client->io.tx.sent);
    client->state = PIPIT_I_SEND;
    client->progress = true;
    client->io.tx.sent += (uint32_t)n;
    if (client->io.tx.sent < client->io.tx.len) return false;
    tx_wipe(client);
    return true;
}

uint8_t *pipit_rx_buf(pipit_t *client, size_t *len) {
    PIPIT_ASSERT(client && len);
    *len = rx_room(client);
    client->looked = true;
    return *len > 0 ? client->config.rx + client->raw_end : NULL;
}

void pipit_rx_ack(pipit_t *client, size_t n) {
    PIPIT_ASSERT(client && is_receiving(client) && n > 0 && n <= client->config.rx_bytes - client->raw_end);
    client->raw_end += (uint32_t)n;
    client->stats.bytes += (uint32_t)n;
    if (client->raw_end > client->stats.rx_high_bytes) client->stats.rx_high_bytes = client->raw_end;
    if (client->state == PIPIT_I_BODY) {
        client->progress = true;
        client->http.in.begun = true;
    }
}

void pipit_link_lost(pipit_t *client, pipit_err_t why, int32_t detail) {
    PIPIT_ASSERT(client);
    if (!client->linked) return; /* a report about an earlier connection */
    client->link_err = PIPIT_E_IO;
    if (why < 0 && why >= INT8_MIN) client->link_err = (int16_t)why;
    client->link_detail = detail;
}

/* ---- ends ---- */

static void hang_up(pipit_t *client, pipit_err_t cause) {
    if (client->state == PIPIT_I_OPEN || client->state == PIPIT_I_SEND) tx_wipe(client);
    client->cause = (int16_t)cause;
    client->state = PIPIT_I_CLOSE;
}

/* End the attempt with an event. Returns true, like every step that made progress. */
bool pipit_i_end(pipit_t *client, pipit_event_t *event, uint8_t kind, pipit_err_t err) {
    event->kind = kind;
    event->err = err;
    if (err == client->link_err) event->detail = client->link_detail;
    hang_up(client, err);
    return true;
}

static bool fail(pipit_t *client, pipit_event_t *event, pipit_err_t err) {
    return pipit_i_end(client, event, PIPIT_EV_CONNECTION_ERROR, err);
}

/* ---- events of complete texts ---- */

void pipit_i_text_show(pipit_t *client, pipit_event_t *event, uint8_t kind) {
    event->kind = kind;
    event->status = client->status;
    event->data.ptr = (const char *)client->config.rx + client->io.text.at;
    event->data.len = client->io.text.len;
    client->shown = true;
    client->progress = true;
    client->http.in.begun = false;
    client->http.in.line_ms = 0;
}

void pipit_i_text_oversize_show(pipit_t *client, pipit_event_t *event) {
    event->total_bytes = client->io.text.total;
    client->stats.oversize++;
    pipit_i_text_show(client, event, PIPIT_EV_OVERSIZE);
}

/* The line may be a field of a server-sent event (WHATWG HTML, "Server-sent events"): of `data` the name is removed;
 * the other fields, and comments, become an empty line. No JSON text begins like a field. */
static void field_strip(pipit_t *client) {
    const char *text = (const char *)client->config.rx + client->io.text.at;
    const char *colon = memchr(text, ':', client->io.text.len);
    if (!colon) return;
    uint32_t n = (uint32_t)(colon - text);
    switch (pipit_i_hash(text, n)) {
    case PIPIT_I_HASH_DATA:
        n++;
        if (n < client->io.text.len && text[n] == ' ') n++;
        client->io.text.at += n;
        client->io.text.len -= n;
        break;
    case PIPIT_I_HASH_NONE:
    case PIPIT_I_HASH_EVENT:
    case PIPIT_I_HASH_ID:
    case PIPIT_I_HASH_RETRY: pipit_i_text_clear(client); break;
    default: break;
    }
}

void pipit_i_line_complete(pipit_t *client, pipit_event_t *event, bool selection) {
    uint8_t kind = PIPIT_EV_LINE;
    if (client->http.in.complete) client->fruitful = true;
    if (client->io.text.len > 0 && client->config.rx[client->io.text.at] != '{') field_strip(client);
    if (pipit_i_text_oversize(client) && !selection) {
        pipit_i_text_oversize_show(client, event);
        return;
    }
    if (client->io.text.len == 0) {
        kind = PIPIT_EV_KEEP_ALIVE;
        client->stats.keep_alives++;
    }
    pipit_i_text_show(client, event, kind);
}

/* ---- the body ---- */

/* Add the bytes to a line or a whole body here; with any other framing they are a piece that the driver parses after
 * the engine has returned. */
static uint32_t text_take(pipit_t *client, uint32_t len) {
    switch (client->framing) {
    case PIPIT_I_LINES: return pipit_i_line_take(client, len);
    case PIPIT_I_WHOLE: pipit_i_text_append(client, client->raw, len); return len;
    default:
        client->http.in.piece_bytes = len;
        client->http.in.complete = len > 0;
        return len;
    }
}

/* All received bytes are parsed. Reclaim the space that they used; if less than half of the
 * buffer is free after them, move the text to the front. */
static void rx_tidy(pipit_t *client) {
    uint32_t size = (uint32_t)client->config.rx_bytes;
    if (client->io.text.len == 0) {
        client->io.text.at = 0;
    } else if (client->io.text.at > 0 && size - client->raw_end < size / 2u) {
        memmove(client->config.rx, client->config.rx + client->io.text.at, client->io.text.len);
        client->io.text.at = 0;
    }
    client->raw = client->io.text.at + client->io.text.len;
    client->raw_end = client->raw;
}

/* Remove the framing of the body and of texts from the received bytes. @return PIPIT_OK, or the error. */
static pipit_err_t raw_parse(pipit_t *client) {
    client->http.in.complete = false;
    while (client->raw < client->raw_end && !pipit_body_complete(&client->http.in.body)) {
        size_t used;
        size_t payload;
        const int32_t result = pipit_body_read(&client->http.in.body, client->config.rx + client->raw,
                                               client->raw_end - client->raw, &used, &payload);
        if (result < 0) return result;
        client->raw += (uint32_t)(used - payload);
        const uint32_t taken = text_take(client, (uint32_t)payload);
        client->raw += taken;
        pipit_body_unread(&client->http.in.body, payload - taken);
        if (client->http.in.complete) return PIPIT_OK;
    }
    if (client->raw == client->raw_end) rx_tidy(client);
    return PIPIT_OK;
}

/* A lost connection is handled after all received bytes. @return whether there was progress. */
PIPIT_I_OWN_FRAME uint8_t step_body(pipit_t *client, pipit_event_t *event) {
    pipit_err_t err = raw_parse(client);
    if (err != PIPIT_OK) return fail(client, event, err);
    if (!client->http.in.complete) {
        if (!pipit_body_complete(&client->http.in.body) && client->link_err != PIPIT_E_CLOSED) return false;
        err = pipit_body_end(&client->http.in.body);
        if (err != PIPIT_OK) return fail(client, event, err);
        if (client->framing != PIPIT_I_LINES || client->io.text.total == 0) return PIPIT_I_STEP_OVER;
        pipit_i_line_close(client); /* the last line has no line end */
    }
    if (client->framing == PIPIT_I_LINES) pipit_i_line_complete(client, event, false);
    return true;
}

/* The beginning of an error body is stored, as much as fits. head_ms limits it too. */
static bool step_refused(pipit_t *client, pipit_event_t *event) {
    pipit_err_t err = raw_parse(client);
    bool over = err != PIPIT_OK || pipit_body_complete(&client->http.in.body) || pipit_i_text_oversize(client) ||
                client->link_err != PIPIT_OK || expired(client);
    if (!over) return false;
    pipit_i_text_close(client);
    pipit_i_text_show(client, event, PIPIT_EV_REQUEST_ERROR);
    return true;
}

/* ---- the head ---- */

/* The head is complete. Store the parts that are still needed, because the body uses the same memory. */
static void head_keep(pipit_t *client) {
    pipit_head_t *head = &client->http.head;
    uint32_t date_s = head->date_s;
    uint32_t reset_wait_ms = pipit_i_server_wait(head);
    pipit_body_t body;
    client->status = head->status;
    client->fruitful = false;
    pipit_body_init(&body, head);
    memset(&client->http, 0, sizeof client->http);
    client->http.in.body = body;
    client->http.in.date_s = date_s;
    client->http.in.reset_wait_ms = reset_wait_ms;
}

void pipit_i_refuse(pipit_t *client) {
    client->framing = PIPIT_I_WHOLE;
    client->state = PIPIT_I_REFUSED; /* head_ms continues */
}

void pipit_i_accept(pipit_t *client, uint8_t framing) {
    enter(client, PIPIT_I_BODY);
    client->framing = framing;
}

PIPIT_I_OWN_FRAME uint8_t head_complete(pipit_t *client) {
    client->framing = client->http.head.encoded ? PIPIT_I_ENCODED : PIPIT_I_WHOLE;
    head_keep(client);
    return PIPIT_I_STEP_ANSWERED;
}

PIPIT_I_OWN_FRAME uint8_t step_head(pipit_t *client, pipit_event_t *event) {
    size_t used;
    int32_t result =
        pipit_head_read(&client->http.head, client->config.rx + client->raw, client->raw_end - client->raw, &used);
    client->raw += (uint32_t)used;
    pipit_i_text_clear(client);
    if (result < 0) return fail(client, event, result);
    if (result > 0) return head_complete(client);
    rx_tidy(client);
    return false;
}

/* ---- after an attempt: the driver decides with these functions ---- */

void pipit_i_again(pipit_t *client, uint32_t wait_ms) {
    client->state = PIPIT_I_WAIT;
    client->timer_ms = wait_ms;
}
void pipit_i_reopen(pipit_t *client) {
    enter(client, PIPIT_I_OPEN);
}
void pipit_i_over(pipit_t *client) {
    client->state = PIPIT_I_IDLE;
}

/* Do bytes come, or has a line begun, for too long without its end? */
static bool is_slow(const pipit_t *client) {
    const bool counts = client->state == PIPIT_I_BODY || client->state == PIPIT_I_SEND;
    return counts && client->http.in.line_ms >= client->config.line_ms;
}

static bool step_timer(pipit_t *client, pipit_event_t *event) {
    static const int8_t errors[] = {[PIPIT_I_OPEN] = PIPIT_E_CONNECT_TIMEOUT,
                                    [PIPIT_I_SEND] = PIPIT_E_WRITE_TIMEOUT,
                                    [PIPIT_I_HEAD] = PIPIT_E_HEAD_TIMEOUT,
                                    [PIPIT_I_BODY] = PIPIT_E_STALL};
    if (client->link_err != PIPIT_OK) return fail(client, event, client->link_err);
    if (is_slow(client)) return fail(client, event, PIPIT_E_SLOW);
    return expired(client) && fail(client, event, errors[client->state]);
}

/* Make one step. @return a PIPIT_I_STEP_ value. */
uint8_t pipit_i_step(pipit_t *client, pipit_event_t *event) {
    uint8_t step;
    switch (client->state) {
    case PIPIT_I_IDLE: return false;
    case PIPIT_I_HEAD:
        step = step_head(client, event);
        if (step) return step;
        break;
    case PIPIT_I_BODY:
        step = step_body(client, event);
        if (step) return step;
        break;
    case PIPIT_I_REFUSED: return step_refused(client, event);
    case PIPIT_I_NOTICED: return pipit_i_end(client, event, PIPIT_EV_CLOSED, client->cause);
    case PIPIT_I_CLOSE: return client->linked ? PIPIT_I_STEP_NONE : PIPIT_I_STEP_CLOSED;
    case PIPIT_I_WAIT:
        if (client->timer_ms == 0) enter(client, PIPIT_I_OPEN);
        return false;
    default: break;
    }
    return step_timer(client, event);
}

/* ---- before and after the steps of a driver ---- */

uint32_t pipit_i_turn_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    memset(event, 0, sizeof *event);
    const uint32_t passed_ms = clock_advance(client, now_ms);
    if (client->shown) pipit_i_text_clear(client); /* the views of the last event are not valid any more */
    client->shown = false;
    if (client->stop && client->state != PIPIT_I_IDLE) hang_up(client, PIPIT_E_STOPPED);
    return passed_ms;
}

bool pipit_i_turn_end(const pipit_t *client, pipit_event_t *event) {
    if (event->kind != PIPIT_EV_NONE) return true;
    event->wait_ms = client->state == PIPIT_I_IDLE ? UINT32_MAX : client->timer_ms;
    return false;
}

static bool idle_turn(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    (void)pipit_i_turn_begin(client, now_ms, event);
    return pipit_i_turn_end(client, event);
}

const pipit_driver_t pipit_i_idle_driver = {idle_turn, NULL};

uint32_t pipit_i_piece_begin(pipit_t *client) {
    const uint32_t n = client->http.in.piece_bytes;
    client->raw -= n;
    client->http.in.piece_bytes = 0;
    return n;
}

void pipit_i_piece_end(pipit_t *client, uint32_t end) {
    pipit_body_unread(&client->http.in.body, end - client->raw);
}
bool pipit_i_has_piece(const pipit_t *client) {
    return client->state == PIPIT_I_BODY && client->http.in.piece_bytes > 0;
}
void pipit_i_hang_up(pipit_t *client, pipit_err_t cause) {
    hang_up(client, cause);
}
