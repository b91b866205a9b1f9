/* SPDX-License-Identifier: MIT */
/* The engine. Reading pipit_next() downwards is reading the data path; pipit_policy.c says what follows an end. */
#include "pipit/client.h"
#include "pipit/problem.h"
#include "pipit/version.h"
#include "pipit_int.h"
#include "pipit_policy.h"
#include "pipit_state.h"
#include <string.h>

#define DEFAULT_CONNECT_MS 15000u
#define DEFAULT_WRITE_MS 10000u
#define DEFAULT_HEAD_MS 20000u
#define DEFAULT_STALL_MS 25000u
#define DEFAULT_UPTIME_MS 20000u
#define DEFAULT_JITTER_PERCENT 25u
#define DEFAULT_SEED 0x9e3779b9u
#define DEFAULT_PORT 443u
#define BACKWARDS 0x7fffffffu /* a step of the clock above this is a step back */
#define STATUS_OK 200u
#define STATUS_NO_CONTENT 204u
#define STATUS_REDIRECT 300u

typedef enum { STEP_AGAIN, STEP_EVENT, STEP_IDLE } step_t;

static bool has(const pipit_t *client, unsigned flag) {
    return (client->flags & flag) != 0;
}
static void set(pipit_t *client, unsigned flag) {
    client->flags = (uint8_t)(client->flags | flag);
}
static void clear(pipit_t *client, unsigned flag) {
    client->flags = (uint8_t)(client->flags & ~flag);
}

static void enter(pipit_t *client, uint8_t state, uint32_t timer_ms) {
    client->state = state;
    client->timer_ms = timer_ms;
    clear(client, PIPIT_I_FLAG_PROGRESS | PIPIT_I_FLAG_EXPIRED);
}

/* ---- set-up ---- */

pipit_err_t pipit_i_invalid(pipit_t *client, const char *offender) {
    client->offender = offender;
    return PIPIT_E_INVALID;
}

/* Printable ASCII without spaces cannot end a header or begin another. */
static bool is_word(const char *text, char lowest) {
    if (*text == '\0') return false;
    for (; *text != '\0'; text++) {
        if (*text < lowest || *text > '~') return false;
    }
    return true;
}

static void default_u32(uint32_t *field, uint32_t value) {
    if (*field == 0) *field = value;
}

static void config_complete(pipit_config_t *config) {
    default_u32(&config->connect_ms, DEFAULT_CONNECT_MS);
    default_u32(&config->write_ms, DEFAULT_WRITE_MS);
    default_u32(&config->head_ms, DEFAULT_HEAD_MS);
    default_u32(&config->stall_ms, DEFAULT_STALL_MS);
    default_u32(&config->uptime_ms, DEFAULT_UPTIME_MS);
    default_u32(&config->seed, DEFAULT_SEED);
    if (!config->host) config->host = "api.x.com";
    if (!config->user_agent) config->user_agent = "pipit/" PIPIT_VERSION_STRING;
    if (config->port == 0) config->port = DEFAULT_PORT;
    if (config->jitter_percent == 0) config->jitter_percent = DEFAULT_JITTER_PERCENT;
    if (config->jitter_percent == PIPIT_JITTER_OFF) config->jitter_percent = 0;
}

static const char *config_offender(const pipit_config_t *config) {
    if (!config->rx || config->rx_bytes < PIPIT_RX_MIN) return "rx: a buffer of at least 512 bytes";
    if (config->rx_bytes > INT32_MAX) return "rx_bytes: less than 2 GB";
    if (!config->tokens || config->token_count < PIPIT_TOKENS_MIN) return "tokens: at least 32";
    if (!config->bearer_token) return "bearer_token: is missing";
    if (!is_word(config->bearer_token, '!')) return "bearer_token: visible ASCII without spaces";
    if (!is_word(config->host, '!')) return "host: a name or an address, visible ASCII";
    if (!is_word(config->user_agent, ' ')) return "user_agent: printable ASCII";
    return NULL;
}

pipit_err_t pipit_init(pipit_t *client, const pipit_config_t *config) {
    memset(client, 0, sizeof *client);
    client->config = *config;
    config_complete(&client->config);
    client->random = client->config.seed;
    client->offender = config_offender(&client->config);
    return client->offender ? PIPIT_E_INVALID : PIPIT_OK;
}

const char *pipit_offender(const pipit_t *client) {
    return client->offender ? client->offender : "";
}

pipit_err_t pipit_i_start(pipit_t *client) {
    if (client->state != PIPIT_I_IDLE) return PIPIT_E_STATE;
    if (!client->config.rx) return pipit_i_invalid(client, "client: pipit_init() first");
    client->offender = NULL;
    client->stop = 0;
    client->flags = 0;
    pipit_i_policy_reset(client);
    enter(client, PIPIT_I_OPEN, client->config.connect_ms);
    return PIPIT_OK;
}

void pipit_stop(pipit_t *client) {
    client->stop = 1;
}
bool pipit_running(const pipit_t *client) {
    return client->state != PIPIT_I_IDLE;
}
bool pipit_stopping(const pipit_t *client) {
    return client->stop != 0;
}
const char *pipit_host(const pipit_t *client) {
    return client->config.host;
}
uint16_t pipit_port(const pipit_t *client) {
    return client->config.port;
}
const pipit_stats_t *pipit_stats(const pipit_t *client) {
    return &client->stats;
}

/* ---- what the driver sees ---- */

static bool is_receiving(const pipit_t *client) {
    return client->state == PIPIT_I_HEAD || client->state == PIPIT_I_BODY || client->state == PIPIT_I_REFUSED;
}

static unsigned want_of_receiving(const pipit_t *client) {
    bool pending = client->raw < client->raw_end || client->link_err != PIPIT_OK;
    bool room = client->raw_end < client->config.rx_bytes && client->link_err == PIPIT_OK;
    return (pending ? PIPIT_WANT_NEXT : 0u) | (room ? PIPIT_WANT_RECV : 0u);
}

unsigned pipit_want(const pipit_t *client) {
    bool link = has(client, PIPIT_I_FLAG_LINK);
    if (client->state == PIPIT_I_IDLE) return 0;
    if (client->stop) return link ? PIPIT_WANT_CLOSE : PIPIT_WANT_NEXT;
    if (is_receiving(client)) return want_of_receiving(client);
    switch (client->state) {
    case PIPIT_I_OPEN: return PIPIT_WANT_OPEN;
    case PIPIT_I_SEND: return client->link_err != PIPIT_OK ? PIPIT_WANT_NEXT : PIPIT_WANT_SEND;
    case PIPIT_I_CLOSE: return link ? PIPIT_WANT_CLOSE : PIPIT_WANT_NEXT;
    case PIPIT_I_WAIT: return client->timer_ms == 0 ? PIPIT_WANT_NEXT : 0;
    default: return PIPIT_WANT_NEXT;
    }
}

/* The request is written into the receive buffer, which is idle until the answer comes. */
static void tx_fill(pipit_t *client) {
    pipit_sink_t sink = {client->config.rx, client->tx_offset, (uint32_t)client->config.rx_bytes, 0};
    pipit_i_request_write(client, &sink);
    uint32_t left = sink.total - client->tx_offset;
    client->tx_len = left < sink.room ? left : sink.room;
    client->tx_sent = 0;
}

static void tx_wipe(pipit_t *client) {
    memset(client->config.rx, 0, client->tx_len);
    client->tx_len = 0;
    client->tx_sent = 0;
}

void pipit_open_ack(pipit_t *client) {
    if (client->state != PIPIT_I_OPEN) return;
    set(client, PIPIT_I_FLAG_LINK);
    client->state = PIPIT_I_SEND; /* connect_ms goes on */
    client->link_err = PIPIT_OK;
    client->status = 0;
    client->reset_wait_ms = 0;
    client->tx_offset = 0;
    tx_fill(client);
}

void pipit_close_ack(pipit_t *client) {
    clear(client, PIPIT_I_FLAG_LINK);
}

const uint8_t *pipit_tx_buf(const pipit_t *client, size_t *len) {
    *len = 0;
    if (client->state != PIPIT_I_SEND) return NULL;
    *len = client->tx_len - client->tx_sent;
    return client->config.rx + client->tx_sent;
}

static void head_begin(pipit_t *client) {
    client->state = PIPIT_I_HEAD;
    client->raw = 0;
    client->raw_end = 0;
    pipit_i_text_clear(client);
    pipit_head_init(&client->http.head);
}

void pipit_tx_ack(pipit_t *client, size_t n) {
    PIPIT_ASSERT(client->state == PIPIT_I_SEND && n <= client->tx_len - client->tx_sent);
    set(client, PIPIT_I_FLAG_PROGRESS);
    client->tx_sent += (uint32_t)n;
    if (client->tx_sent < client->tx_len) return;
    client->tx_offset += client->tx_len;
    tx_wipe(client);
    tx_fill(client);
    if (client->tx_len == 0) head_begin(client);
}

uint8_t *pipit_rx_buf(pipit_t *client, size_t *len) {
    *len = 0;
    if (!is_receiving(client) || client->raw_end >= client->config.rx_bytes) return NULL;
    *len = client->config.rx_bytes - client->raw_end;
    return client->config.rx + client->raw_end;
}

void pipit_rx_ack(pipit_t *client, size_t n) {
    PIPIT_ASSERT(is_receiving(client) && n <= client->config.rx_bytes - client->raw_end);
    client->raw_end += (uint32_t)n;
    client->stats.bytes += (uint32_t)n;
    if (client->state == PIPIT_I_BODY) set(client, PIPIT_I_FLAG_PROGRESS);
}

void pipit_link_lost(pipit_t *client, pipit_err_t why, int32_t detail) {
    if (!is_receiving(client) && client->state != PIPIT_I_SEND) return;
    client->link_err = why;
    client->link_detail = detail;
}

/* ---- ends ---- */

static step_t hang_up(pipit_t *client, pipit_err_t cause) {
    if (client->state == PIPIT_I_SEND) tx_wipe(client);
    client->cause = cause;
    enter(client, PIPIT_I_CLOSE, 0);
    return STEP_AGAIN;
}

static step_t connection_error(pipit_t *client, pipit_event_t *event, pipit_err_t err, int32_t detail) {
    event->kind = PIPIT_EV_CONNECTION_ERROR;
    event->err = err;
    event->detail = detail;
    (void)hang_up(client, err);
    return STEP_EVENT;
}

static step_t closed(pipit_t *client, pipit_event_t *event, pipit_err_t why) {
    event->kind = PIPIT_EV_CLOSED;
    event->err = why;
    (void)hang_up(client, why);
    return STEP_EVENT;
}

/* Time is up only if the driver could not bring a byte even after it was called once more: an application that was
 * away for a minute has a minute of bytes waiting, and that is no stall. */
static bool expired(pipit_t *client) {
    if (client->timer_ms > 0) return false;
    if (has(client, PIPIT_I_FLAG_EXPIRED)) return true;
    set(client, PIPIT_I_FLAG_EXPIRED);
    return false;
}

/* ---- texts that are complete ---- */

static void text_show(pipit_t *client, pipit_event_t *event) {
    event->data.ptr = (const char *)client->config.rx + client->line;
    event->data.len = client->line_len;
    set(client, PIPIT_I_FLAG_VIEW | PIPIT_I_FLAG_PROGRESS);
}

static void text_parse(pipit_t *client, pipit_event_t *event) {
    char *text = (char *)client->config.rx + client->line;
    event->err =
        pipit_json_parse(&event->json, text, client->line_len, client->config.tokens, client->config.token_count);
}

static step_t text_oversize(pipit_t *client, pipit_event_t *event) {
    event->kind = PIPIT_EV_OVERSIZE;
    event->total_bytes = client->line_total;
    client->stats.oversize++;
    text_show(client, event);
    return STEP_EVENT;
}

static void line_classify(pipit_t *client, pipit_event_t *event) {
    client->stats.lines++;
    if (event->err == PIPIT_E_JSON) client->stats.malformed++;
    if (pipit_json_find(&event->json, PIPIT_NODE_ROOT, "data") != PIPIT_NODE_NONE)
        client->stats.tweets++;
    else
        event->notice = pipit_problem_is_notice(&event->json);
    if (event->notice) client->state = PIPIT_I_NOTICED;
}

static step_t line_complete(pipit_t *client, pipit_event_t *event) {
    set(client, PIPIT_I_FLAG_RESULT);
    if (pipit_i_text_oversize(client)) return text_oversize(client, event);
    text_show(client, event);
    if (client->line_len == 0) {
        event->kind = PIPIT_EV_KEEP_ALIVE;
        client->stats.keep_alives++;
        return STEP_EVENT;
    }
    event->kind = PIPIT_EV_LINE;
    text_parse(client, event);
    line_classify(client, event);
    return STEP_EVENT;
}

static step_t element_complete(pipit_t *client, pipit_event_t *event) {
    static const uint8_t kinds[] = {PIPIT_EV_NONE, PIPIT_EV_RULE, PIPIT_EV_RULE_ERROR, PIPIT_EV_RULES_META};
    uint8_t key = pipit_i_elements_key(client);
    if (key == PIPIT_I_KEY_OTHER) {
        pipit_i_text_clear(client);
        return STEP_AGAIN;
    }
    if (key != PIPIT_I_KEY_ERRORS) set(client, PIPIT_I_FLAG_RESULT);
    if (pipit_i_text_oversize(client)) return text_oversize(client, event);
    event->kind = kinds[key];
    text_show(client, event);
    text_parse(client, event);
    return STEP_EVENT;
}

static step_t piece_complete(pipit_t *client, pipit_event_t *event) {
    event->kind = PIPIT_EV_BODY;
    event->status = client->status;
    text_show(client, event);
    return STEP_EVENT;
}

static step_t text_complete(pipit_t *client, pipit_event_t *event) {
    switch (client->framing) {
    case PIPIT_I_LINES: return line_complete(client, event);
    case PIPIT_I_ELEMENTS: return element_complete(client, event);
    default: return piece_complete(client, event);
    }
}

/* ---- the body ---- */

static bool text_take(pipit_t *client, uint32_t at, uint32_t len, uint32_t *used) {
    uint32_t limit = pipit_i_text_limit(client);
    switch (client->framing) {
    case PIPIT_I_LINES: return pipit_i_line_take(client, at, len, used);
    case PIPIT_I_ELEMENTS: return pipit_i_elements_take(client, at, len, used);
    case PIPIT_I_PIECES:
        *used = len < limit ? len : limit;
        pipit_i_text_append(client, at, *used);
        return len > 0;
    default: /* PIPIT_I_WHOLE */
        *used = len;
        pipit_i_text_append(client, at, len);
        return false;
    }
}

/* Parsed everything: what is free becomes one piece behind the text, and a long text moves to the front. */
static void rx_tidy(pipit_t *client) {
    uint32_t size = (uint32_t)client->config.rx_bytes;
    if (client->line_len == 0) client->line = 0;
    if (client->line > 0 && size - client->raw_end < size / 2u) {
        memmove(client->config.rx, client->config.rx + client->line, client->line_len);
        client->line = 0;
    }
    client->raw = client->line + client->line_len;
    client->raw_end = client->raw;
}

/* Raw bytes through the body's framing and the text's framing. @return true when a text is complete. */
static bool raw_parse(pipit_t *client, pipit_err_t *err) {
    pipit_body_t *body = &client->http.in.body;
    *err = PIPIT_OK;
    while (client->raw < client->raw_end && !pipit_body_complete(body)) {
        size_t used = 0;
        size_t payload = 0;
        uint32_t taken = 0;
        int32_t result =
            pipit_body_read(body, client->config.rx + client->raw, client->raw_end - client->raw, &used, &payload);
        if (result < 0) {
            *err = result;
            return false;
        }
        client->raw += (uint32_t)(used - payload);
        bool complete = text_take(client, client->raw, (uint32_t)payload, &taken);
        client->raw += taken;
        pipit_body_unread(body, payload - taken);
        if (complete) return true;
    }
    if (client->raw == client->raw_end) rx_tidy(client);
    return false;
}

static step_t answer_end(pipit_t *client, pipit_event_t *event) {
    if (client->framing == PIPIT_I_LINES) return closed(client, event, PIPIT_E_CLOSED);
    if (client->framing == PIPIT_I_PIECES || has(client, PIPIT_I_FLAG_RESULT)) return hang_up(client, PIPIT_OK);
    event->kind = PIPIT_EV_REQUEST_ERROR;
    event->status = client->status;
    event->err = PIPIT_E_REFUSED;
    (void)hang_up(client, PIPIT_E_REFUSED);
    return STEP_EVENT;
}

static step_t body_link_end(pipit_t *client, pipit_event_t *event) {
    if (client->link_err != PIPIT_E_CLOSED)
        return connection_error(client, event, client->link_err, client->link_detail);
    pipit_err_t err = pipit_body_end(&client->http.in.body);
    return err == PIPIT_OK ? answer_end(client, event) : connection_error(client, event, err, 0);
}

static step_t step_body(pipit_t *client, pipit_event_t *event) {
    pipit_err_t err;
    if (raw_parse(client, &err)) return text_complete(client, event);
    if (err != PIPIT_OK) return connection_error(client, event, err, 0);
    if (pipit_body_complete(&client->http.in.body)) return answer_end(client, event);
    if (client->link_err != PIPIT_OK) return body_link_end(client, event);
    return expired(client) ? connection_error(client, event, PIPIT_E_STALL, 0) : STEP_IDLE;
}

/* The body of a refusal is kept as far as it fits and never waited for longer than the head. */
static step_t step_refused(pipit_t *client, pipit_event_t *event) {
    pipit_err_t err;
    (void)raw_parse(client, &err);
    bool over = err != PIPIT_OK || pipit_body_complete(&client->http.in.body) || pipit_i_text_oversize(client) ||
                client->link_err != PIPIT_OK || expired(client);
    if (!over) return STEP_IDLE;
    if (client->line_len > pipit_i_text_limit(client)) client->line_len = pipit_i_text_limit(client);
    event->kind = PIPIT_EV_REQUEST_ERROR;
    event->status = client->status;
    text_show(client, event);
    text_parse(client, event);
    event->err = pipit_problem_classify(client->status, &event->json);
    (void)hang_up(client, event->err);
    return STEP_EVENT;
}

/* ---- the head ---- */

static bool status_is_good(const pipit_t *client) {
    if (pipit_i_endpoints[client->request.endpoint].stream) return client->status == STATUS_OK;
    return client->status >= STATUS_OK && client->status < STATUS_REDIRECT && client->status != STATUS_NO_CONTENT;
}

static step_t stream_open(pipit_t *client, pipit_event_t *event) {
    client->framing = PIPIT_I_LINES;
    client->uptime_ms = 0;
    client->stats.connects++;
    event->kind = PIPIT_EV_CONNECT;
    event->status = client->status;
    return STEP_EVENT;
}

static step_t head_complete(pipit_t *client, pipit_event_t *event) {
    const pipit_head_t *head = &client->http.head;
    pipit_body_t body;
    bool encoded = head->encoded;
    client->status = head->status;
    client->reset_wait_ms = pipit_i_policy_server_wait(head);
    pipit_body_init(&body, head);
    client->http.in.body = body; /* the head is over: body shares its memory */
    clear(client, PIPIT_I_FLAG_RESULT);
    if (!status_is_good(client)) {
        client->framing = PIPIT_I_WHOLE;
        client->state = PIPIT_I_REFUSED;
        return STEP_AGAIN;
    }
    if (encoded) return connection_error(client, event, PIPIT_E_ENCODING, 0);
    enter(client, PIPIT_I_BODY, client->config.stall_ms);
    if (pipit_i_endpoints[client->request.endpoint].stream) return stream_open(client, event);
    client->framing = client->config.result == PIPIT_RESULT_RAW ? PIPIT_I_PIECES : PIPIT_I_ELEMENTS;
    pipit_i_elements_init(client);
    return STEP_AGAIN;
}

static step_t step_head(pipit_t *client, pipit_event_t *event) {
    size_t used = 0;
    const uint8_t *bytes = client->config.rx + client->raw;
    int32_t result = pipit_head_read(&client->http.head, bytes, client->raw_end - client->raw, &used);
    client->raw += (uint32_t)used;
    pipit_i_text_clear(client);
    if (result < 0) return connection_error(client, event, result, 0);
    if (result > 0) return head_complete(client, event);
    rx_tidy(client);
    if (client->link_err != PIPIT_OK) return connection_error(client, event, client->link_err, client->link_detail);
    return expired(client) ? connection_error(client, event, PIPIT_E_HEAD_TIMEOUT, 0) : STEP_IDLE;
}

/* ---- the other states ---- */

static step_t step_send(pipit_t *client, pipit_event_t *event) {
    bool nothing_sent = client->tx_offset == 0 && client->tx_sent == 0;
    if (client->link_err != PIPIT_OK) return connection_error(client, event, client->link_err, client->link_detail);
    if (!expired(client)) return STEP_IDLE;
    return connection_error(client, event, nothing_sent ? PIPIT_E_CONNECT_TIMEOUT : PIPIT_E_WRITE_TIMEOUT, 0);
}

static step_t step_close(pipit_t *client) {
    if (has(client, PIPIT_I_FLAG_LINK)) return STEP_IDLE;
    client->state = PIPIT_I_DECIDE;
    return STEP_AGAIN;
}

static step_t step_decide(pipit_t *client, pipit_event_t *event) {
    uint32_t wait_ms = 0;
    pipit_err_t reason = pipit_i_policy_decide(client, &wait_ms);
    event->err = client->cause;
    if (reason != PIPIT_I_AGAIN) {
        event->kind = PIPIT_EV_DISCONNECT;
        event->err = reason;
        client->state = PIPIT_I_IDLE;
        return STEP_EVENT;
    }
    event->kind = PIPIT_EV_RETRY;
    event->wait_ms = wait_ms;
    event->attempt = client->failures;
    client->stats.retries++;
    enter(client, PIPIT_I_WAIT, wait_ms);
    return STEP_EVENT;
}

static step_t step_wait(pipit_t *client) {
    if (client->timer_ms == 0) enter(client, PIPIT_I_OPEN, client->config.connect_ms);
    return STEP_IDLE;
}

static step_t step(pipit_t *client, pipit_event_t *event) {
    switch (client->state) {
    case PIPIT_I_OPEN: return expired(client) ? connection_error(client, event, PIPIT_E_CONNECT_TIMEOUT, 0) : STEP_IDLE;
    case PIPIT_I_SEND: return step_send(client, event);
    case PIPIT_I_HEAD: return step_head(client, event);
    case PIPIT_I_BODY: return step_body(client, event);
    case PIPIT_I_REFUSED: return step_refused(client, event);
    case PIPIT_I_NOTICED: return closed(client, event, PIPIT_E_NOTICE);
    case PIPIT_I_CLOSE: return step_close(client);
    case PIPIT_I_DECIDE: return step_decide(client, event);
    case PIPIT_I_WAIT: return step_wait(client);
    default: return STEP_IDLE;
    }
}

static uint32_t period_ms(const pipit_t *client) {
    switch (client->state) {
    case PIPIT_I_SEND: return client->config.write_ms;
    case PIPIT_I_HEAD: return client->config.head_ms;
    default: return client->config.stall_ms;
    }
}

static void clock_advance(pipit_t *client, uint32_t now_ms) {
    uint32_t passed_ms = has(client, PIPIT_I_FLAG_CLOCK) ? now_ms - client->now_ms : 0;
    if (passed_ms > BACKWARDS) passed_ms = 0;
    client->now_ms = now_ms;
    client->timer_ms = passed_ms < client->timer_ms ? client->timer_ms - passed_ms : 0;
    if (client->state == PIPIT_I_BODY) {
        client->uptime_ms = passed_ms < UINT32_MAX - client->uptime_ms ? client->uptime_ms + passed_ms : UINT32_MAX;
    }
    set(client, PIPIT_I_FLAG_CLOCK);
    if (has(client, PIPIT_I_FLAG_PROGRESS)) enter(client, client->state, period_ms(client));
}

/* Views of the last event end here. */
static void view_release(pipit_t *client) {
    if (!has(client, PIPIT_I_FLAG_VIEW)) return;
    clear(client, PIPIT_I_FLAG_VIEW);
    pipit_i_text_clear(client);
}

static void stop_take(pipit_t *client) {
    bool ending = client->state == PIPIT_I_IDLE || client->state == PIPIT_I_CLOSE || client->state == PIPIT_I_DECIDE;
    if (!client->stop) return;
    if (!ending) (void)hang_up(client, PIPIT_E_STOPPED);
    client->cause = PIPIT_E_STOPPED;
}

bool pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    step_t result;
    memset(event, 0, sizeof *event);
    clock_advance(client, now_ms);
    view_release(client);
    stop_take(client);
    do {
        result = step(client, event);
    } while (result == STEP_AGAIN);
    if (result == STEP_EVENT) return true;
    event->wait_ms = client->state == PIPIT_I_IDLE ? UINT32_MAX : client->timer_ms;
    return false;
}
