/* SPDX-License-Identifier: MIT */
/* Tests of what only lwIP has: pools, windows, look-ups that cannot be cancelled, several connections in one stack.
 *
 *     test_lwip FOLDER         certificates of tests/behaviour/port/make_certs.py */
#include "dns.h"
#include "lwip/dns.h"
#include "lwip/mem.h"
#include "lwip/memp.h"
#include "lwip/pbuf.h"
#include "net.h"
#include "peer.h"
#include "pipit_lwip.h"
#include "pipit_tls.h"
#include "pools.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 60000u
#define TIME_WAIT_MS 130000u /* twice TCP_MSL, and the last of every retransmission */
#define LINKS PIPIT_LWIP_CLIENTS
#define MEGABYTE 1048576u
#define PERIOD 251u
#define HOST "10.0.2.2"
#define NAME "api.x.com"

enum { DETAIL_NO_MEMORY = -1, DETAIL_NO_ROUTE = -4, DETAIL_NO_SERVER = -6, DETAIL_ABORTED = -13, DETAIL_RESET = -14 };

static const char *certificates;
static pipit_lwip_t tcp[LINKS + 2];
static pipit_port_t port[LINKS + 2];
static peer_t peer;
static dns_t dns;
static uint32_t begin_ms;

/* ---- the rig ---- */

static void begin(void) {
    begin_ms = port[0].now(port[0].io);
}

static void turn(void) {
    dns_turn(&dns);
    net_turn(NULL, 1);
    assert_true(port[0].now(port[0].io) - begin_ms < PATIENCE_MS);
}

static int setup(void **state) {
    (void)state;
    net_start();
    for (size_t i = 0; i < LINKS + 2; i++)
        port[i] = pipit_lwip_port(&tcp[i], net_turn, NULL);
    dns_make(&dns);
    dns.v4[0] = HOST;
    net_dns_port = dns.port;
    peer_listen(&peer, PEER_PLAIN, "127.0.0.1", certificates, NULL);
    return 0;
}

static int teardown(void **state) {
    static const impairment_t sound;
    (void)state;
    net_impair(&sound);
    for (size_t i = 0; i < LINKS + 2; i++)
        port[i].close(port[i].io);
    peer_free(&peer);
    net_skip_ms(TIME_WAIT_MS);
    dns_free(&dns);
    return 0;
}

static void link_open(size_t i, const char *host) {
    assert_int_equal(port[i].open(port[i].io, host, peer.port), 0);
}

/* @return true if the peer has accepted the connection. */
static bool link_up(size_t i) {
    uint8_t byte = 'a';
    int32_t n = 0;
    begin();
    while ((n = port[i].send(port[i].io, &byte, 1)) == 0)
        turn();
    while (n == 1 && !peer_accept(&peer))
        turn();
    while (n == 1 && peer_recv(&peer, &byte, 1) == 0)
        turn();
    return n == 1;
}

static int32_t error_of(size_t i) {
    uint8_t byte;
    int32_t n;
    begin();
    while ((n = port[i].recv(port[i].io, &byte, 1)) == 0)
        turn();
    return n;
}

static uint8_t pattern(size_t at) {
    return (uint8_t)(at % PERIOD);
}

static size_t fill(uint8_t *bytes, size_t len, size_t at) {
    for (size_t i = 0; i < len; i++)
        bytes[i] = pattern(at + i);
    return len;
}

static void check(const uint8_t *bytes, size_t len, size_t at) {
    for (size_t i = 0; i < len; i++)
        assert_int_equal(bytes[i], pattern(at + i));
}

/* ---- pools ---- */

static void let_go(void) {
    net_skip_ms(TIME_WAIT_MS);
}

static void pools_equal(const pools_t *before) {
    char text[128] = "";
    pools_t after;
    pools_read(&after);
    if (!pools_are_equal(before, &after, text, sizeof text)) fail_msg("%s", text);
}

typedef enum {
    END_BY_US,
    END_BY_PEER,
    END_BY_BOTH,
    RESET_BY_PEER,
    LEFT_UNREAD,
    LEFT_UNSENT,
    LEFT_RESOLVING,
    LEFT_AT_ONCE,
    LEFT_IN_HANDSHAKE,
    NO_SUCH_NAME,
    REFUSED,
    NO_ROUTE,
    ENDS
} end_t;

static void some_bytes(size_t i) {
    uint8_t bytes[5000];
    size_t got = 0;
    size_t sent = 0;
    begin();
    while (got < sizeof bytes) {
        if (sent < sizeof bytes) {
            uint8_t piece[1000];
            int n = peer_send(&peer, piece, fill(piece, sizeof piece, sent));
            assert_true(n >= 0);
            sent += (size_t)n;
        }
        int32_t n = port[i].recv(port[i].io, bytes + got, sizeof bytes - got);
        assert_true(n >= 0);
        got += (size_t)n;
        turn();
    }
    check(bytes, got, 0);
}

static void send_all_it_takes(size_t i) {
    static uint8_t bytes[4096];
    int32_t n;
    do {
        n = port[i].send(port[i].io, bytes, sizeof bytes);
    } while (n > 0);
    assert_int_equal(n, 0);
}

static void end_make(end_t how) {
    static uint8_t bytes[3000];
    switch (how) {
    case END_BY_US: break;
    case END_BY_PEER:
        peer_finish(&peer);
        assert_int_equal(error_of(0), PIPIT_E_CLOSED);
        break;
    case END_BY_BOTH: peer_finish(&peer); break;
    case RESET_BY_PEER:
        peer_reset(&peer);
        assert_int_equal(error_of(0), PIPIT_E_RESET);
        assert_int_equal(*port[0].detail, DETAIL_RESET);
        break;
    case LEFT_UNREAD:
        assert_int_equal(peer_send(&peer, bytes, sizeof bytes), sizeof bytes);
        for (int i = 0; i < 5; i++)
            turn();
        break;
    case LEFT_UNSENT: send_all_it_takes(0); break;
    default: break;
    }
}

/* Connect, and end the connection in this way. */
static void reconnect(end_t how) {
    switch (how) {
    case NO_SUCH_NAME:
        dns.v4[0] = NULL;
        link_open(0, NAME);
        assert_int_equal(error_of(0), PIPIT_E_DNS);
        dns.v4[0] = HOST;
        break;
    case REFUSED:
        assert_int_equal(port[0].open(port[0].io, HOST, peer_nobody("127.0.0.1")), 0);
        assert_int_equal(error_of(0), PIPIT_E_CONNECT);
        assert_int_equal(*port[0].detail, DETAIL_RESET);
        break;
    case NO_ROUTE:
        assert_int_equal(port[0].open(port[0].io, "127.0.0.2", peer.port), PIPIT_E_CONNECT);
        assert_int_equal(*port[0].detail, DETAIL_NO_ROUTE);
        break;
    case LEFT_RESOLVING:
    case LEFT_AT_ONCE: link_open(0, how == LEFT_AT_ONCE ? HOST : NAME); break;
    case LEFT_IN_HANDSHAKE:
        link_open(0, HOST);
        begin();
        while (!peer_accept(&peer))
            turn();
        break;
    default:
        link_open(0, how == END_BY_PEER ? NAME : HOST);
        assert_true(link_up(0));
        some_bytes(0);
        end_make(how);
        break;
    }
    port[0].close(port[0].io);
    for (int i = 0; i < 5; i++)
        turn();
    if (peer_accept(&peer)) peer_hang_up(&peer); /* this can also be the connection of an attempt that was given up */
}

#define RECONNECTS 500

static void five_hundred_reconnects_cost_nothing(void **state) {
    pools_t before;
    (void)state;
    for (int how = 0; how < ENDS; how++)
        reconnect((end_t)how);
    let_go();
    pools_read(&before);
    begin();
    for (int i = 0; i < RECONNECTS; i++) {
        begin();
        reconnect((end_t)(i % ENDS));
    }
    let_go();
    pools_equal(&before);
}

/* The same with frames that are lost, delayed and reordered. */
static void reconnects_on_a_bad_link_cost_nothing(void **state) {
    static const impairment_t bad = {.seed = 11, .loss_permille = 6, .reorder_permille = 50, .delay_ms = 1};
    static const impairment_t sound;
    pools_t before;
    (void)state;
    let_go();
    pools_read(&before);
    net_impair(&bad);
    for (int i = 0; i < RECONNECTS; i++) {
        begin();
        reconnect((end_t)(i % ENDS));
    }
    assert_true(net_to_host.lost + net_to_lwip.lost > 0);
    assert_true(net_to_host.reordered + net_to_lwip.reordered > 0);
    net_impair(&sound);
    let_go();
    pools_equal(&before);
}

/* PCBs that wait for the peer's FIN never prevent a new connection from getting a PCB. */
static void closing_links_give_way(void **state) {
    (void)state;
    for (int i = 0; i < 3 * MEMP_NUM_TCP_PCB; i++) {
        link_open(0, HOST);
        assert_true(link_up(0));
        port[0].close(port[0].io);
        net_turn(NULL, 1);
        peer.socket = -1; /* the peer keeps its side open; the end of the program closes the descriptor */
    }
}

static void no_pcb_left_is_an_error_and_heals(void **state) {
    (void)state;
    size_t last = MEMP_NUM_TCP_PCB;
    for (size_t i = 0; i < last; i++)
        link_open(i, HOST);
    assert_int_equal(port[last].open(port[last].io, HOST, peer.port), PIPIT_E_IO);
    assert_int_equal(*port[last].detail, DETAIL_NO_MEMORY);
    uint8_t byte = 0;
    assert_int_equal(port[last].send(port[last].io, &byte, 1), PIPIT_E_IO);
    assert_int_equal(port[last].recv(port[last].io, &byte, 1), PIPIT_E_IO);
    port[last].close(port[last].io);
    port[0].close(port[0].io);
    link_open(last, HOST);
}

/* ---- windows ---- */

static size_t push(size_t sent, size_t len) {
    uint8_t bytes[4096];
    size_t want = len - sent < sizeof bytes ? len - sent : sizeof bytes;
    if (want == 0) return 0;
    int n = peer_send(&peer, bytes, fill(bytes, want, sent));
    assert_true(n >= 0);
    return (size_t)n;
}

/* Let the peer send until it could not send for a second of the stack's time. @return how much it has sent. */
static size_t push_until_it_stops(size_t sent) {
    for (int refusals = 0; refusals < 20;) {
        size_t n = push(sent, SIZE_MAX / 2);
        sent += n;
        refusals = n == 0 ? refusals + 1 : 0;
        net_skip_ms(50);
    }
    return sent;
}

static void pull(size_t *got, size_t most) {
    uint8_t bytes[4096];
    int32_t n = port[0].recv(port[0].io, bytes, most < sizeof bytes ? most : sizeof bytes);
    assert_true(n >= 0);
    check(bytes, (size_t)n, *got);
    *got += (size_t)n;
}

static void queued_is_bounded(void) {
    assert_non_null(tcp[0].received);
    size_t queued = 0;
    for (const struct pbuf *p = tcp[0].received; p; p = p->next)
        queued += p->len;
    assert_in_range(queued, 1, TCP_WND);
}

static void a_reader_that_does_not_read_stops_the_peer(void **state) {
    size_t got = 0;
    size_t sent;
    pools_t full, still;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    sent = push_until_it_stops(0);
    queued_is_bounded();
    pools_read(&full);
    net_skip_ms(60000);               /* window probes */
    sent = push_until_it_stops(sent); /* fills the buffers of the host */
    queued_is_bounded();
    pools_read(&still);
    assert_int_equal(still.used[MEMP_PBUF_POOL], full.used[MEMP_PBUF_POOL]);

    begin();
    size_t until = sent + 200000; /* the peer can send again */
    while (got < until) {
        sent += push(sent, until);
        pull(&got, 1000);
        turn();
    }
    assert_int_equal(sent, until);
}

/* A segment of one byte needs a pbuf, so the pool is empty long before the window is full. */
static void a_flood_of_small_segments_is_survived(void **state) {
    size_t got = 0;
    size_t sent = 0;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    for (int i = 0; i < 3 * PBUF_POOL_SIZE; i++) {
        uint8_t byte = pattern(sent);
        sent += (size_t)peer_send(&peer, &byte, 1);
        net_turn(NULL, 1);
    }
    begin();
    while (got < sent) {
        pull(&got, 1);
        turn();
    }
}

static void a_peer_that_does_not_read_stops_us(void **state) {
    static uint8_t bytes[8192];
    size_t sent = 0;
    size_t got = 0;
    pools_t before;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    for (int refusals = 0; refusals < 200; net_turn(NULL, 1)) {
        int32_t n = port[0].send(port[0].io, bytes, fill(bytes, sizeof bytes, sent));
        assert_in_range(n, 0, sizeof bytes);
        sent += (size_t)n;
        refusals = n == 0 ? refusals + 1 : 0;
    }
    pools_read(&before);
    assert_in_range(before.used[before.count - 1], TCP_MSS, MEM_SIZE);
    begin();
    while (got < sent) {
        int n = peer_recv(&peer, bytes, sizeof bytes);
        assert_true(n >= 0);
        check(bytes, (size_t)n, got);
        got += (size_t)n;
        turn();
    }
}

/* Other parts of the program use lwIP's heap too. */
static void a_full_heap_is_waited_for(void **state) {
    static uint8_t bytes[2 * TCP_MSS];
    void *hogs[64] = {NULL};
    size_t count = 0;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    while (count < 64 && (hogs[count] = mem_malloc(400)))
        count++;
    assert_in_range(count, 10, 63);
    assert_int_equal(port[0].send(port[0].io, bytes, sizeof bytes), 0);
    mem_free(hogs[--count]);
    mem_free(hogs[--count]);
    mem_free(hogs[--count]);
    assert_in_range(port[0].send(port[0].io, bytes, sizeof bytes), 1, 1200);
    while (count > 0)
        mem_free(hogs[--count]);
    for (int i = 0; i < 20; i++)
        turn();
    assert_int_equal(port[0].send(port[0].io, bytes, sizeof bytes), sizeof bytes);
}

/* ---- several links ---- */

/* Each connection gets other bytes, and another number of them; none may arrive at the wrong connection. */
static void links_do_not_mix(void **state) {
    static peer_t peers[LINKS];
    size_t sent[LINKS] = {0};
    size_t got[LINKS] = {0};
    size_t done = 0;
    (void)state;
    for (size_t i = 0; i < LINKS; i++) {
        peer_listen(&peers[i], PEER_PLAIN, "127.0.0.1", certificates, NULL);
        assert_int_equal(port[i].open(port[i].io, i % 2 ? NAME : HOST, peers[i].port), 0);
    }
    begin();
    for (size_t i = 0; i < LINKS; i++) {
        while (!peer_accept(&peers[i]))
            turn();
    }
    while (done < LINKS) {
        done = 0;
        for (size_t i = 0; i < LINKS; i++) {
            uint8_t bytes[1500];
            size_t len = MEGABYTE / 4 - sent[i] < sizeof bytes ? MEGABYTE / 4 - sent[i] : sizeof bytes;
            int n = len ? peer_send(&peers[i], bytes, fill(bytes, len, sent[i] + i)) : 0;
            assert_true(n >= 0);
            sent[i] += (size_t)n;
            int32_t m = port[i].recv(port[i].io, bytes, sizeof bytes);
            assert_true(m >= 0);
            check(bytes, (size_t)m, got[i] + i);
            got[i] += (size_t)m;
            if (got[i] == MEGABYTE / 4) done++;
        }
        turn();
    }
    for (size_t i = 0; i < LINKS; i++)
        peer_free(&peers[i]);
}

/* One connection never reads and another is reset; the third must work as usual. */
static void a_bad_link_does_not_stop_a_good_one(void **state) {
    static peer_t good;
    uint8_t bytes[1000];
    size_t got = 0;
    size_t sent = 0;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    (void)push_until_it_stops(0);
    peer_listen(&good, PEER_PLAIN, "127.0.0.1", certificates, NULL);
    assert_int_equal(port[1].open(port[1].io, HOST, good.port), 0);
    begin();
    while (!peer_accept(&good))
        turn();
    while (got < 100000) {
        int n = sent < 100000 ? peer_send(&good, bytes, fill(bytes, sizeof bytes, sent)) : 0;
        assert_true(n >= 0);
        sent += (size_t)n;
        int32_t m = port[1].recv(port[1].io, bytes, sizeof bytes);
        assert_true(m >= 0);
        check(bytes, (size_t)m, got);
        got += (size_t)m;
        turn();
    }
    peer_free(&good);
}

/* ---- names ---- */

static void an_unknown_name_is_an_error(void **state) {
    (void)state;
    dns.v4[0] = NULL;
    link_open(0, NAME);
    assert_int_equal(error_of(0), PIPIT_E_DNS);
    assert_int_equal(*port[0].detail, 0);
    dns.v4[0] = HOST;
    link_open(0, NAME);
    assert_true(link_up(0));
}

static void a_silent_name_server_is_an_error(void **state) {
    uint8_t byte = 0;
    (void)state;
    dns.silent = true;
    link_open(0, NAME);
    for (int i = 0; i < 20 && port[0].recv(port[0].io, &byte, 1) == 0; i++)
        net_skip_ms(1000);
    assert_int_equal(port[0].recv(port[0].io, &byte, 1), PIPIT_E_DNS);
    dns_turn(&dns);
    assert_true(dns.queries >= 3);
    dns.silent = false;
    link_open(0, NAME);
    assert_true(link_up(0));
}

/* Although the name server says that its answer is valid for a minute. */
static void each_open_asks_again(void **state) {
    (void)state;
    for (unsigned i = 1; i <= 3; i++) {
        link_open(0, NAME);
        assert_true(link_up(0));
        assert_int_equal(dns.queries, i);
        port[0].close(port[0].io);
        peer_hang_up(&peer);
    }
    dns.v4[0] = "10.0.2.77"; /* no host has this address */
    link_open(0, NAME);
    begin();
    while (dns.queries == 3)
        turn();
    dns.v4[0] = HOST;
    for (int i = 0; i < 20; i++)
        turn();
    assert_false(peer_accept(&peer));
    link_open(0, NAME);
    assert_true(link_up(0));
}

/* The answer to a look-up that was given up arrives during the next look-up, which asks for another name. */
static void a_late_answer_is_dropped(void **state) {
    dns_t late = dns;
    (void)state;
    late.v4[0] = "10.0.2.77";
    link_open(0, "old.x.com");
    for (int i = 0; i < 5; i++)
        net_turn(NULL, 1);
    link_open(0, NAME);
    for (int i = 0; i < 5; i++)
        net_turn(NULL, 1);
    dns_turn(&late); /* answers both questions, the old one first, with the wrong address */
    for (int i = 0; i < 5; i++)
        net_turn(NULL, 1);
    assert_false(peer_accept(&peer));
    port[0].close(port[0].io);
    link_open(0, "old.x.com");
    for (int i = 0; i < 5; i++)
        net_turn(NULL, 1);
    port[0].close(port[0].io);
    assert_int_equal(port[0].open(port[0].io, HOST, peer.port), 0); /* a numeric address */
    assert_true(link_up(0));
    dns_turn(&late);
    for (int i = 0; i < 5; i++)
        net_turn(NULL, 1);
    uint8_t byte = 0;
    assert_int_equal(port[0].recv(port[0].io, &byte, 1), 0);
    assert_int_equal(peer_send(&peer, &byte, 1), 1);
    begin();
    while (port[0].recv(port[0].io, &byte, 1) == 0)
        turn();
}

/* lwIP calls back long after the port was closed. The memory of the port may be freed by then. */
static void a_closed_link_may_be_freed(void **state) {
    pipit_lwip_t *gone = malloc(sizeof *gone);
    (void)state;
    assert_non_null(gone);
    pipit_port_t its = pipit_lwip_port(gone, net_turn, NULL);
    assert_int_equal(its.open(its.io, NAME, peer.port), 0);
    net_turn(NULL, 1);
    its.close(its.io);
    free(gone);
    begin();
    while (dns.queries == 0)
        turn();
    for (int i = 0; i < 5; i++)
        turn();
    gone = malloc(sizeof *gone);
    assert_non_null(gone);
    its = pipit_lwip_port(gone, net_turn, NULL);
    assert_int_equal(its.open(its.io, HOST, peer.port), 0);
    begin();
    while (!peer_accept(&peer))
        turn();
    its.close(its.io);
    free(gone);
    peer_reset(&peer);
    net_skip_ms(TIME_WAIT_MS);
}

/* lwIP has memory for a limited number of look-ups. Those that the port has given up use it until lwIP gives up too. */
static void too_many_lookups_heal(void **state) {
    int32_t result = 0;
    (void)state;
    dns.silent = true;
    for (int i = 0; i < 20 && result == 0; i++) {
        result = port[0].open(port[0].io, NAME, peer.port);
        net_turn(NULL, 0);
    }
    assert_int_equal(result, PIPIT_E_IO);
    assert_int_equal(*port[0].detail, DETAIL_NO_MEMORY);
    port[0].close(port[0].io);
    dns.silent = false;
    net_skip_ms(20000);
    link_open(0, NAME);
    assert_true(link_up(0));
}

static void a_name_that_is_none(void **state) {
    char name[400];
    (void)state;
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_int_equal(port[0].open(port[0].io, name, peer.port), PIPIT_E_DNS);
    assert_int_not_equal(*port[0].detail, 0);
    assert_int_equal(port[0].open(port[0].io, "", peer.port), PIPIT_E_DNS);
}

static void no_name_server_is_an_error(void **state) {
    ip_addr_t server = *dns_getserver(0);
    (void)state;
    dns_setserver(0, NULL);
    assert_int_equal(port[0].open(port[0].io, NAME, peer.port), PIPIT_E_DNS);
    assert_int_equal(*port[0].detail, DETAIL_NO_SERVER);
    dns_setserver(0, &server);
    link_open(0, NAME);
    assert_true(link_up(0));
}

/* The only name server is removed from lwIP while a look-up runs. */
static void a_name_server_that_goes_away_is_an_error(void **state) {
    ip_addr_t server = *dns_getserver(0);
    uint8_t byte = 0;
    (void)state;
    dns.silent = true;
    link_open(0, NAME);
    net_turn(NULL, 1);
    dns_setserver(0, NULL);
    for (int i = 0; i < 20 && port[0].recv(port[0].io, &byte, 1) == 0; i++)
        net_skip_ms(1000);
    assert_int_equal(port[0].recv(port[0].io, &byte, 1), PIPIT_E_DNS);
    dns_setserver(0, &server);
    dns.silent = false;
    link_open(0, NAME);
    assert_true(link_up(0));
}

/* ---- ends ---- */

/* Bytes that were acknowledged are delivered, even if the connection was reset after them. */
static void bytes_before_a_reset_are_received(void **state) {
    uint8_t bytes[1000];
    size_t got = 0;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    assert_int_equal(peer_send(&peer, bytes, fill(bytes, sizeof bytes, 0)), sizeof bytes);
    for (int i = 0; i < 20; i++)
        turn();
    peer_reset(&peer);
    for (int i = 0; i < 20; i++)
        turn();
    while (got < sizeof bytes)
        pull(&got, 300);
    assert_int_equal(error_of(0), PIPIT_E_RESET);
}

static void nobody_answers(void **state) {
    uint8_t byte = 0;
    (void)state;
    assert_int_equal(port[0].open(port[0].io, "10.0.2.77", 443), 0);
    for (int i = 0; i < 200 && port[0].recv(port[0].io, &byte, 1) == 0; i++)
        net_skip_ms(1000);
    assert_int_equal(port[0].recv(port[0].io, &byte, 1), PIPIT_E_CONNECT);
    assert_int_equal(*port[0].detail, DETAIL_ABORTED);
    link_open(0, HOST);
    assert_true(link_up(0));
}

static void a_dead_network_is_an_error(void **state) {
    static const impairment_t dead = {.loss_permille = 1000};
    uint8_t bytes[100] = {0};
    int32_t n = 0;
    (void)state;
    link_open(0, HOST);
    assert_true(link_up(0));
    net_impair(&dead);
    assert_int_equal(port[0].send(port[0].io, bytes, sizeof bytes), sizeof bytes);
    for (int i = 0; i < 2000 && n == 0; i++) {
        net_skip_ms(1000);
        n = port[0].recv(port[0].io, bytes, 1);
    }
    assert_int_equal(n, PIPIT_E_IO);
    assert_int_equal(*port[0].detail, DETAIL_ABORTED);
}

static void a_megabyte_each_way(const impairment_t *how, size_t len) {
    uint8_t bytes[2000];
    size_t sent = 0;
    size_t got = 0;
    net_impair(how);
    link_open(0, HOST);
    assert_true(link_up(0));
    begin();
    while (got < len) {
        sent += push(sent, len);
        pull(&got, sizeof bytes);
        turn();
    }
    sent = got = 0;
    begin();
    while (got < len) {
        size_t want = len - sent < sizeof bytes ? len - sent : sizeof bytes;
        int32_t n = want ? port[0].send(port[0].io, bytes, fill(bytes, want, sent)) : 0;
        assert_true(n >= 0);
        sent += (size_t)n;
        int m = peer_recv(&peer, bytes, sizeof bytes);
        assert_true(m >= 0);
        check(bytes, (size_t)m, got);
        got += (size_t)m;
        turn();
    }
}

static void bytes_survive_a_sound_link(void **state) {
    static const impairment_t sound;
    (void)state;
    a_megabyte_each_way(&sound, MEGABYTE);
}

static void bytes_survive_reordering(void **state) {
    static const impairment_t how = {.seed = 1, .reorder_permille = 50, .duplicate_permille = 20, .delay_ms = 1};
    (void)state;
    a_megabyte_each_way(&how, MEGABYTE / 4);
    assert_true(net_to_lwip.reordered > 0 && net_to_host.reordered > 0 && net_to_lwip.duplicated > 0);
}

static void bytes_survive_loss(void **state) {
    static const impairment_t how = {.seed = 2, .loss_permille = 30, .delay_ms = 1};
    (void)state;
    a_megabyte_each_way(&how, MEGABYTE / 16);
    assert_true(net_to_lwip.lost > 0 && net_to_host.lost > 0);
}

/* A program may run lwIP itself. */
static void without_a_turn_there_is_no_wait(void **state) {
    pipit_lwip_t link;
    (void)state;
    pipit_port_t its = pipit_lwip_port(&link, NULL, NULL);
    assert_null(its.wait);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        TEST(bytes_survive_a_sound_link),
        TEST(bytes_survive_reordering),
        TEST(bytes_survive_loss),
        TEST(five_hundred_reconnects_cost_nothing),
        TEST(reconnects_on_a_bad_link_cost_nothing),
        TEST(closing_links_give_way),
        TEST(no_pcb_left_is_an_error_and_heals),
        TEST(a_reader_that_does_not_read_stops_the_peer),
        TEST(a_flood_of_small_segments_is_survived),
        TEST(a_peer_that_does_not_read_stops_us),
        TEST(a_full_heap_is_waited_for),
        TEST(links_do_not_mix),
        TEST(a_bad_link_does_not_stop_a_good_one),
        TEST(an_unknown_name_is_an_error),
        TEST(a_silent_name_server_is_an_error),
        TEST(each_open_asks_again),
        TEST(a_late_answer_is_dropped),
        TEST(a_closed_link_may_be_freed),
        TEST(too_many_lookups_heal),
        TEST(a_name_that_is_none),
        TEST(no_name_server_is_an_error),
        TEST(a_name_server_that_goes_away_is_an_error),
        TEST(bytes_before_a_reset_are_received),
        TEST(nobody_answers),
        TEST(a_dead_network_is_an_error),
        TEST(without_a_turn_there_is_no_wait),
    };
    if (argc < 2) {
        (void)fputs("usage: test_lwip FOLDER [TEST]\n", stderr);
        return 2;
    }
    (void)setvbuf(stdout, NULL, _IOLBF, 0); /* so that lines are not lost if lwIP aborts */
    certificates = argv[1];
    if (argc > 2) cmocka_set_test_filter(argv[2]);
    int failed = cmocka_run_group_tests_name("lwip", tests, NULL, NULL);
    pools_print();
    return failed;
}
