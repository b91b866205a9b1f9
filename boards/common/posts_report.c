/* SPDX-License-Identifier: MIT */
#include "posts_report.h"
#include "arguments.h"
#include "board.h"
#include "net.h"
#include "pipit/message.h"
#include "platform.h"
#include "report.h"
#include <lwip/stats.h>
#include <string.h>

extern const char __ram_left[], __flash_left[]; /* from the linker script; the addresses are the numbers */

static bool events_wanted;
static bool counts_wanted;
static bool dialling;
static uint64_t dial_ns;
static uint64_t connect_ns;
static uint64_t last_line_ns;
static uint64_t own_begin_ns;
static uint64_t own_ns;
static uint64_t own_before_last_line_ns;
static uint32_t lines;

static const pipit_tls_t *link;

void posts_report_begin(const char *words, const pipit_tls_t *tls) {
    link = tls;
    events_wanted = argument_given(words, "report");
    counts_wanted = argument_given(words, "count");
    report_enable(events_wanted || counts_wanted);
}

/* ---- counts ---- */

static void count_report(const char *name, uint64_t number) {
    report_begin("COUNT");
    report_word(name);
    report_number(number);
    report_end();
}

void posts_report_dial(void) {
    if (!counts_wanted || dialling) return;
    dialling = true;
    dial_ns = net_work_ns();
    (void)net_longest_unpolled_ns();
}

static void count_event(const pipit_event_t *event) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT:
        connect_ns = net_work_ns();
        dialling = false;
        count_report("connect", connect_ns - dial_ns);
        count_report("unpolled", net_longest_unpolled_ns());
        connect_ns = net_work_ns();
        lines = 0;
        own_ns = 0;
        break;
    case PIPIT_EV_LINE:
        lines++;
        last_line_ns = net_work_ns();
        own_before_last_line_ns = own_ns;
        break;
    default: break;
    }
}

void posts_report_own_begin(void) {
    if (counts_wanted) own_begin_ns = net_work_ns();
}

void posts_report_own_end(void) {
    if (counts_wanted) own_ns += net_work_ns() - own_begin_ns;
}

/* ---- events ---- */

static pipit_str_t id_of(const pipit_event_t *event) {
    static const pipit_str_t none = {"-", 1};
    pipit_node_t node = pipit_json_find(&event->json, PIPIT_NODE_ROOT, "data.id");
    pipit_str_t raw = pipit_json_raw(&event->json, node);
    return raw.len > 2 ? (pipit_str_t){raw.ptr + 1, raw.len - 2} : none;
}

static void report_line(const pipit_event_t *event) {
    if (event->notice) {
        report_begin("NOTICE");
    } else if (event->err != PIPIT_OK) {
        report_begin("EXCEPTION");
        report_signed(event->err);
    } else {
        report_begin("POST");
        report_text(id_of(event));
    }
    report_number(event->total_bytes); /* with select this is more than the length of the text */
    report_hex(report_crc32(event->data));
}

static void report_retry(const pipit_event_t *event) {
    report_begin("RETRY");
    report_number(event->wait_ms);
    report_number(event->attempt);
    report_signed(event->err);
}

static void report_connection_error(const pipit_event_t *event) {
    report_begin("CONNECTION_ERROR");
    report_signed(event->err);
    report_signed(event->detail);
}

static void report_request_error(const pipit_event_t *event) {
    report_begin("REQUEST_ERROR");
    report_number(event->status);
    report_signed(event->err);
}

static void report_event(const pipit_event_t *event) {
    switch (event->kind) {
    case PIPIT_EV_CONNECT:
        report_begin("CONNECT");
        if (pipit_tls_resumed(link)) report_word("resumed");
        break;
    case PIPIT_EV_LINE: report_line(event); break;
    case PIPIT_EV_KEEP_ALIVE: report_begin("KEEP_ALIVE"); break;
    case PIPIT_EV_OVERSIZE:
        report_begin("OVERSIZE");
        report_number(event->total_bytes);
        break;
    case PIPIT_EV_CLOSED: report_begin("CLOSED"); break;
    case PIPIT_EV_CONNECTION_ERROR: report_connection_error(event); break;
    case PIPIT_EV_REQUEST_ERROR: report_request_error(event); break;
    case PIPIT_EV_RETRY: report_retry(event); break;
    case PIPIT_EV_DISCONNECT:
        report_begin("DISCONNECT");
        report_signed(event->err);
        break;
    default: return;
    }
    report_end();
}

static void print(const char *text) {
    board_console(text, strlen(text));
}

static void lost_print(const pipit_event_t *event) {
    bool is_oversize = event->kind == PIPIT_EV_OVERSIZE;
    if (!is_oversize && (event->kind != PIPIT_EV_LINE || event->err == PIPIT_OK)) return;
    print("a message is lost: ");
    if (is_oversize)
        print("it is longer than the buffer\n");
    else
        print(event->err == PIPIT_E_TOKENS ? "it has more tokens than fit\n" : "it is not valid\n");
}

void posts_report_event(const pipit_event_t *event) {
    lost_print(event);
    if (counts_wanted) count_event(event);
    if (events_wanted) report_event(event);
}

/* ---- the end ---- */

static void report_pool(const char *name, const struct stats_mem *pool) {
    report_begin("POOL");
    report_word(name);
    report_value("size", pool->avail);
    report_value("peak", pool->max);
    report_value("used", pool->used);
    report_value("errors", pool->err);
    report_end();
}

static void report_pools(void) {
    static const struct {
        const char *name;
        memp_t pool;
    } pools[] = {
        {"pbuf_pool", MEMP_PBUF_POOL}, {"pbuf", MEMP_PBUF}, {"tcp_pcb", MEMP_TCP_PCB}, {"tcp_seg", MEMP_TCP_SEG}};
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++)
        report_pool(pools[i].name, lwip_stats.memp[pools[i].pool]);
    report_pool("heap", &lwip_stats.mem);
}

void posts_report_end(size_t tls_arena_bytes) {
    if (counts_wanted && lines > 1) {
        count_report("lines", last_line_ns - connect_ns);
        count_report("own", own_before_last_line_ns);
    }
    report_pools();
    report_begin("CLOCK");
    report_number(wall_clock_s());
    report_end();
    report_begin("MEMORY");
    report_value("arena", tls_arena_bytes);
    report_value("arena_peak", pipit_tls_arena_peak());
    report_value("stack", board_stack_size());
    report_value("stack_peak", board_stack_peak());
    report_value("ram_left", (uintptr_t)__ram_left);
    report_value("flash_left", (uintptr_t)__flash_left);
    report_end();
}
