/* SPDX-License-Identifier: MIT */
/* A name with an IPv4 and an IPv6 address, of which one does not work. */
#include "dns.h"
#include "lwip/opt.h"
#include "net.h"
#include "peer.h"
#include "pipit_lwip.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NAME "api.x.com"
#define TURNS 2000 /* far more than a handshake needs */

static pipit_lwip_t tcp;
static pipit_port_t port;
static dns_t dns;
static peer_t silent, good;

static int setup(void **state) {
    (void)state;
    net_start();
    port = pipit_lwip_port(&tcp, net_turn, NULL);
    dns_make(&dns);
    net_dns_port = dns.port;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    port.close(port.io);
    peer_free(&silent);
    peer_free(&good);
    dns_free(&dns);
    return 0;
}

/* One attempt, as long as the engine allows. @return whether bytes were received. */
static bool attempt_brings_bytes(void) {
    uint8_t byte;
    int32_t n = port.open(port.io, NAME, good.port);
    for (int i = 0; i < TURNS && n == 0; i++) {
        dns_turn(&dns);
        net_turn(NULL, 1);
        if (peer_accept(&good) && i % 100 == 0) (void)peer_send(&good, "x", 1);
        n = port.recv(port.io, &byte, 1);
    }
    port.close(port.io);
    peer_hang_up(&good);
    for (int i = 0; i < 20; i++)
        net_turn(NULL, 1);
    return n == 1;
}

static void ipv6_stands_in_for_ipv4(void **state) {
    (void)state;
    dns.v4[0] = "10.0.2.2";
    dns.v6[0] = "fec0::2";
    peer_listen_plain_at(&good, "::1", 0);
    peer_listen_deaf_at(&silent, "127.0.0.1", good.port);
    assert_false(attempt_brings_bytes()); /* IPv4 first, as lwIP does */
    assert_true(attempt_brings_bytes());
    assert_true(attempt_brings_bytes()); /* the family that works is used again */
}

static void ipv4_stands_in_for_ipv6(void **state) {
    (void)state;
    dns.v4[0] = "10.0.2.2";
    dns.v6[0] = "fec0::2";
    peer_listen_plain_at(&good, "127.0.0.1", 0);
    peer_listen_deaf_at(&silent, "::1", good.port);
    tcp.ipv6_first = true;
    assert_false(attempt_brings_bytes());
    assert_true(attempt_brings_bytes());
    assert_true(attempt_brings_bytes());
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ipv6_stands_in_for_ipv4, setup, teardown),
        cmocka_unit_test_setup_teardown(ipv4_stands_in_for_ipv6, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
