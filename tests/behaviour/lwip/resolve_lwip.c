/* SPDX-License-Identifier: MIT */
/* pipit_resolve_lwip.c with a simulated lwIP. The test decides when lwIP answers: at once, later, or after the port was
 * closed. */
#include "pipit_resolve.h"
#include <lwip/dns.h>
#include <lwip/sockets.h>
#include <lwip/sys.h>
#include <lwip/tcpip.h>
#include <stdio.h>
#include <string.h>

#define MANY 8

static struct {
    const char *name;
    dns_found_callback found;
    void *arg;
} asked[MANY];
static size_t asked_count;
static u8_t family;
static err_t reply = ERR_INPROGRESS;
static err_t post_result = ERR_OK;
static ip_addr_t known;
static int failures;

err_t dns_gethostbyname_addrtype(const char *hostname, ip_addr_t *addr, dns_found_callback found, void *callback_arg,
                                 u8_t dns_addrtype) {
    family = dns_addrtype;
    if (reply == ERR_OK) *addr = known;
    if (reply != ERR_INPROGRESS) return reply;
    asked[asked_count].name = hostname;
    asked[asked_count].found = found;
    asked[asked_count++].arg = callback_arg;
    return ERR_INPROGRESS;
}

err_t tcpip_callback(tcpip_callback_fn function, void *ctx) {
    if (post_result == ERR_OK) function(ctx);
    return post_result;
}

sys_prot_t sys_arch_protect(void) {
    return 0;
}

void sys_arch_unprotect(sys_prot_t level) {
    (void)level;
}

static void is_true(bool holds, const char *what) {
    if (holds) return;
    failures++;
    printf("FAILED  %s\n", what);
}

static bool is_known(const pipit_posix_t *tcp) {
    struct sockaddr_in v4;
    memcpy(&v4, tcp->addresses[0].address.bytes, sizeof v4);
    return tcp->address_count == 1 && tcp->addresses[0].len == sizeof v4 && v4.sin_family == AF_INET &&
           v4.sin_addr.s_addr == ip_2_ip4(&known)->addr;
}

static pipit_posix_t begin(const char *host, pipit_err_t *err) {
    pipit_posix_t tcp;
    memset(&tcp, 0, sizeof tcp);
    *err = pipit_resolve_begin(&tcp, host);
    return tcp;
}

static void at_once(void) {
    pipit_err_t err;
    reply = ERR_OK;
    pipit_posix_t tcp = begin("api.x.com", &err);
    pipit_resolve_turn(&tcp);
    is_true(err == PIPIT_OK && tcp.resolved && tcp.resolve_err == PIPIT_OK && is_known(&tcp), "an answer at once");
    pipit_resolve_end(&tcp);
    reply = ERR_INPROGRESS;
}

static void later(bool exists) {
    pipit_err_t err;
    uint32_t max_ms = 1000;
    asked_count = 0;
    pipit_posix_t tcp = begin("api.x.com", &err);
    pipit_resolve_turn(&tcp);
    is_true(err == PIPIT_OK && !tcp.resolved && asked_count == 1, "not answered yet");
    is_true(pipit_resolve_polls(&tcp, NULL, &max_ms) == 0 && max_ms == 20, "looked at soon");
    is_true(strcmp(asked[0].name, "api.x.com") == 0, "the name");
    asked[0].found(asked[0].name, exists ? &known : NULL, asked[0].arg);
    pipit_resolve_turn(&tcp);
    is_true(tcp.resolved && (exists ? is_known(&tcp) : tcp.resolve_err == PIPIT_E_DNS), "an answer later");
    pipit_resolve_end(&tcp);
    pipit_resolve_end(&tcp);
}

/* At most four questions at the same time. A question of a closed port stays in use until lwIP has answered. */
static void left(void) {
    pipit_err_t err;
    asked_count = 0;
    for (size_t i = 0; i < 4; i++) {
        pipit_posix_t tcp = begin("slow.example", &err);
        is_true(err == PIPIT_OK, "room for four");
        pipit_resolve_end(&tcp);
    }
    (void)begin("fifth.example", &err);
    is_true(err == PIPIT_E_IO, "no room for a fifth");
    for (size_t i = 0; i < 4; i++)
        asked[i].found(asked[i].name, &known, asked[i].arg);
    for (size_t i = 0; i < 3; i++)
        later(i > 0);
}

static void refused(void) {
    pipit_err_t err;
    char longest[80];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    (void)begin(longest, &err);
    is_true(err == PIPIT_E_DNS, "a name that is too long");
    post_result = ERR_MEM;
    for (size_t i = 0; i < 6; i++) {
        pipit_posix_t tcp = begin("api.x.com", &err);
        is_true(err == PIPIT_E_IO && tcp.detail == ERR_MEM, "lwIP has no memory for the question");
    }
    post_result = ERR_OK;
    at_once();
}

/* The port sets address_first to 0 when bytes have come. */
static void other_family_after_a_failure(void) {
    u8_t other = LWIP_IPV6 ? LWIP_DNS_ADDRTYPE_IPV6_IPV4 : LWIP_DNS_ADDRTYPE_DEFAULT;
    pipit_posix_t tcp;
    memset(&tcp, 0, sizeof tcp);
    reply = ERR_OK;
    for (int i = 0; i < 6; i++) {
        bool fruitless = i == 1 || i == 4 || i == 5;
        u8_t want = i == 0 || i == 4 ? LWIP_DNS_ADDRTYPE_DEFAULT : other;
        tcp.address_first = fruitless ? 1 : 0;
        is_true(pipit_resolve_begin(&tcp, "api.x.com") == PIPIT_OK && family == want, "the family that is asked for");
        pipit_resolve_turn(&tcp);
        pipit_resolve_end(&tcp);
    }
    reply = ERR_INPROGRESS;
}

int main(void) {
    IP_ADDR4(&known, 104, 244, 42, 2);
    at_once();
    later(true);
    later(false);
    left();
    refused();
    other_family_after_a_failure();
    return failures == 0 ? 0 : 1;
}
