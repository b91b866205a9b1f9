/* SPDX-License-Identifier: MIT */
#include "net.h"
#include "lwip/dns.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/init.h"
#include "lwip/netif.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <slirp/libslirp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define POLLS_MAX 256
#define SKIP_MS 50u /* one step of net_skip_ms(): shorter than any timer of lwIP and slirp */
#define NO_TIME INT64_MAX
#define NO_DESCRIPTOR (-1)

lane_t net_to_host, net_to_lwip;
uint32_t net_dropped;
uint16_t net_dns_port = 53;

static Slirp *slirp;
static struct netif interface;
static uint32_t skipped_ms;
static int wake_descriptor = NO_DESCRIPTOR;
static struct pollfd polls[POLLS_MAX];
static size_t poll_count;

/* ---- functions that lwIP needs from its platform ---- */

u32_t sys_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u) + skipped_ms;
}

uint32_t net_random(void) {
    static uint32_t state = 0x9E3779B9u;
    state = state * 1664525u + 1013904223u;
    return state ^ (state >> 16);
}

void net_assertion_failed(const char *what) {
    (void)fprintf(stderr, "lwIP: %s\n", what);
    abort();
}

/* ---- slirp's callbacks ---- */

static ssize_t on_packet(const void *bytes, size_t len, void *opaque) {
    (void)opaque;
    lane_put(&net_to_lwip, bytes, len, sys_now());
    return (ssize_t)len;
}

static void on_guest_error(const char *text, void *opaque) {
    (void)opaque;
    (void)fprintf(stderr, "slirp: %s\n", text);
}

static int64_t on_clock(void *opaque) {
    struct timespec now;
    (void)opaque;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec + (int64_t)skipped_ms * 1000000;
}

typedef struct {
    SlirpTimerId id;
    void *ctx;
    int64_t due_ms;
} slirp_timer_t;

static slirp_timer_t timers[SLIRP_TIMER_NUM] = {{SLIRP_TIMER_RA, NULL, NO_TIME}};

static void *on_timer_new(SlirpTimerId id, void *ctx, void *opaque) {
    (void)opaque;
    timers[id] = (slirp_timer_t){id, ctx, NO_TIME};
    return &timers[id];
}

static void on_timer_free(void *timer, void *opaque) {
    (void)opaque;
    ((slirp_timer_t *)timer)->due_ms = NO_TIME;
}

static void on_timer_mod(void *timer, int64_t due_ms, void *opaque) {
    (void)opaque;
    ((slirp_timer_t *)timer)->due_ms = due_ms;
}

static void on_descriptor(int fd, void *opaque) {
    (void)fd;
    (void)opaque;
}

static void on_notify(void *opaque) {
    (void)opaque;
}

static int on_add_poll(int fd, int events, void *opaque) {
    short wanted = 0;
    (void)opaque;
    if (poll_count == POLLS_MAX) abort();
    if (events & SLIRP_POLL_IN) wanted |= POLLIN;
    if (events & SLIRP_POLL_OUT) wanted |= POLLOUT;
    if (events & SLIRP_POLL_PRI) wanted |= POLLPRI;
    polls[poll_count] = (struct pollfd){.fd = fd, .events = wanted};
    return (int)poll_count++;
}

static int on_get_events(int index, void *opaque) {
    int happened = polls[index].revents;
    int events = 0;
    (void)opaque;
    if (happened & POLLIN) events |= SLIRP_POLL_IN;
    if (happened & POLLOUT) events |= SLIRP_POLL_OUT;
    if (happened & POLLPRI) events |= SLIRP_POLL_PRI;
    if (happened & POLLERR) events |= SLIRP_POLL_ERR;
    if (happened & POLLHUP) events |= SLIRP_POLL_HUP;
    return events;
}

static void slirp_start(void) {
    static const SlirpCb callbacks = {.send_packet = on_packet,
                                      .guest_error = on_guest_error,
                                      .clock_get_ns = on_clock,
                                      .timer_free = on_timer_free,
                                      .timer_mod = on_timer_mod,
                                      .register_poll_fd = on_descriptor,
                                      .unregister_poll_fd = on_descriptor,
                                      .notify = on_notify,
                                      .timer_new_opaque = on_timer_new};
    SlirpConfig config = {.version = 4, .in_enabled = true, .in6_enabled = true, .disable_dns = true};
    (void)inet_pton(AF_INET, "10.0.2.0", &config.vnetwork);
    (void)inet_pton(AF_INET, "255.255.255.0", &config.vnetmask);
    (void)inet_pton(AF_INET, "10.0.2.2", &config.vhost);
    (void)inet_pton(AF_INET, "10.0.2.3", &config.vnameserver);
    (void)inet_pton(AF_INET, "10.0.2.16", &config.vdhcp_start);
    (void)inet_pton(AF_INET6, "fec0::", &config.vprefix_addr6);
    config.vprefix_len = 64;
    (void)inet_pton(AF_INET6, "fec0::2", &config.vhost6);
    (void)inet_pton(AF_INET6, "fec0::3", &config.vnameserver6);
    slirp = slirp_new(&config, &callbacks, NULL);
    if (!slirp) abort();
}

/* ---- lwIP's interface ---- */

static err_t interface_send(struct netif *netif, struct pbuf *p) {
    uint8_t bytes[LANE_FRAME_BYTES];
    (void)netif;
    u16_t len = pbuf_copy_partial(p, bytes, sizeof bytes, 0);
    lane_put(&net_to_host, bytes, len, sys_now());
    return ERR_OK;
}

static err_t interface_init(struct netif *netif) {
    static const uint8_t address[6] = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
    netif->name[0] = 's';
    netif->name[1] = 'l';
    netif->mtu = 1500;
    netif->hwaddr_len = sizeof address;
    memcpy(netif->hwaddr, address, sizeof address);
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
    netif->output = etharp_output;
#if LWIP_IPV6
    netif->output_ip6 = ethip6_output;
    netif->flags |= NETIF_FLAG_MLD6;
#endif
    netif->linkoutput = interface_send;
    return ERR_OK;
}

#if LWIP_IPV6
static void address6_set(void) {
    ip6_addr_t address;
    s8_t index;
    netif_create_ip6_linklocal_address(&interface, 1);
    netif_ip6_addr_set_state(&interface, 0, IP6_ADDR_PREFERRED);
    (void)ip6addr_aton("fec0::15", &address);
    if (netif_add_ip6_address(&interface, &address, &index) != ERR_OK) abort();
    netif_ip6_addr_set_state(&interface, index, IP6_ADDR_PREFERRED);
}
#endif

static void lwip_start(void) {
    ip4_addr_t address, mask, gateway;
    ip_addr_t name_server;
    lwip_init();
    IP4_ADDR(&address, 10, 0, 2, 15);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    IP4_ADDR(&gateway, 10, 0, 2, 2);
    if (!netif_add(&interface, &address, &mask, &gateway, NULL, interface_init, netif_input)) abort();
    netif_set_default(&interface);
    netif_set_link_up(&interface);
    netif_set_up(&interface);
#if LWIP_IPV6
    address6_set();
#endif
    (void)ipaddr_aton("10.0.2.2", &name_server);
    dns_setserver(0, &name_server);
}

void net_start(void) {
    impairment_t how = {0};
    const char *text = getenv("PIPIT_IMPAIRMENT");
    if (slirp) return;
    if (text && !impairment_read(&how, text)) {
        (void)fprintf(stderr, "PIPIT_IMPAIRMENT: %s\n", text);
        exit(2);
    }
    lane_make(&net_to_host);
    lane_make(&net_to_lwip);
    net_impair(&how);
    (void)signal(SIGPIPE, SIG_IGN); /* slirp writes to sockets whose peer has closed them */
    slirp_start();
    lwip_start();
}

void net_impair(const impairment_t *how) {
    impairment_t back = *how;
    back.seed += 1000; /* so that the random numbers of the two directions differ */
    lane_impair(&net_to_host, how);
    lane_impair(&net_to_lwip, &back);
}

const char *net_address(const char *of_host) {
    if (strcmp(of_host, "127.0.0.1") == 0) return "10.0.2.2";
    return strcmp(of_host, "::1") == 0 ? "fec0::2" : NULL;
}

void net_wake_by(int descriptor) {
    wake_descriptor = descriptor;
}

/* ---- one turn ---- */

static void frames_to_host(void) {
    const frame_t *frame;
    while ((frame = lane_take(&net_to_host, sys_now())))
        slirp_input(slirp, frame->bytes, (int)frame->len);
}

static bool frames_to_lwip(void) {
    const frame_t *frame;
    bool any = false;
    while ((frame = lane_take(&net_to_lwip, sys_now()))) {
        struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)frame->len, PBUF_POOL);
        if (!p) {
            net_dropped++;
            continue;
        }
        (void)pbuf_take(p, frame->bytes, (u16_t)frame->len);
        if (interface.input(p, &interface) != ERR_OK) (void)pbuf_free(p);
        any = true;
    }
    return any;
}

static void slirp_timers(void) {
    int64_t now_ms = on_clock(NULL) / 1000000;
    for (size_t i = 0; i < SLIRP_TIMER_NUM; i++) {
        if (timers[i].due_ms > now_ms) continue;
        timers[i].due_ms = NO_TIME;
        slirp_handle_timer(slirp, timers[i].id, timers[i].ctx);
    }
}

/* @return true if the waker was used. */
static bool sleep_most(uint32_t max_ms) {
    uint32_t now_ms = sys_now();
    uint32_t lwip_ms = sys_timeouts_sleeptime();
    if (lwip_ms < max_ms) max_ms = lwip_ms;
    max_ms = lane_due_ms(&net_to_host, now_ms, max_ms);
    max_ms = lane_due_ms(&net_to_lwip, now_ms, max_ms);
    poll_count = 0;
    slirp_pollfds_fill(slirp, &max_ms, on_add_poll, NULL);
    size_t wake_at = poll_count;
    if (wake_descriptor != NO_DESCRIPTOR) (void)on_add_poll(wake_descriptor, SLIRP_POLL_IN, NULL);
    int ready = poll(polls, (nfds_t)poll_count, (int)max_ms);
    if (ready <= 0) {
        for (size_t i = 0; i < poll_count; i++)
            polls[i].revents = 0;
    }
    bool woken = poll_count > wake_at && polls[wake_at].revents != 0;
    slirp_pollfds_poll(slirp, ready < 0, on_get_events, NULL);
    return woken || ready < 0;
}

/* @return true if lwIP was given a frame. */
static bool work(void) {
    bool any;
    frames_to_host();
    any = frames_to_lwip();
    sys_check_timeouts();
    slirp_timers();
    frames_to_host();
    return any;
}

void net_turn(void *ctx, uint32_t max_ms) {
    uint32_t begin_ms = sys_now();
    (void)ctx;
    bool happened = work();
    for (;;) {
        uint32_t passed_ms = sys_now() - begin_ms;
        uint32_t left_ms = happened || passed_ms >= max_ms ? 0 : max_ms - passed_ms;
        if (sleep_most(left_ms)) happened = true;
        if (work()) happened = true;
        if (left_ms == 0 || happened) return;
    }
}

void net_skip_ms(uint32_t ms) {
    for (uint32_t i = 0; i < ms; i += SKIP_MS) {
        skipped_ms += SKIP_MS;
        net_turn(NULL, 0);
    }
}
