/* SPDX-License-Identifier: MIT */
#include "net.h"
#include "board.h"
#include "count.h"
#include <lwip/dhcp.h>
#include <lwip/dns.h>
#include <lwip/init.h>
#include <lwip/netif.h>
#include <lwip/timeouts.h>
#include <netif/ethernet.h>

#define NET_ADDRESS PP_HTONL(LWIP_MAKEU32(10, 0, 2, 15))
#define NET_MASK PP_HTONL(LWIP_MAKEU32(255, 255, 255, 0))
#define NET_GATEWAY PP_HTONL(LWIP_MAKEU32(10, 0, 2, 2))
#define NET_NAME_SERVER PP_HTONL(LWIP_MAKEU32(10, 0, 2, 3))

static struct netif interface;
static uint64_t slept_ns;
static uint64_t last_turn_ns; /* net_work_ns() at the last turn */
static uint64_t longest_unpolled_ns;

/* Functions that lwIP calls. */
u32_t sys_now(void) {
    return board_now_ms();
}

uint32_t net_random(void) {
    uint32_t number = 0;
    (void)board_entropy((uint8_t *)&number, sizeof number);
    return number;
}

void net_assertion_failed(const char *what) {
    const char *end = what;
    while (*end)
        end++;
    board_report("LWIP ", 5);
    board_report(what, (size_t)(end - what));
    board_report("\n", 1);
    board_exit(97);
}

static void fixed_address_take(void) {
    const ip4_addr_t address = {NET_ADDRESS};
    const ip4_addr_t mask = {NET_MASK};
    const ip4_addr_t gateway = {NET_GATEWAY};
    netif_set_addr(&interface, &address, &mask, &gateway);
    net_name_server(NET_NAME_SERVER);
}

/* Without this, DHCP would wait for ever, and nobody would know why. */
static void card_failed(void) {
    static const char sentence[] = "the network card does not answer: check its power, its clock and its wires\n";
    board_console(sentence, sizeof sentence - 1);
    board_report("CARD failed\n", 12);
    board_exit(NET_NO_CARD_STATUS);
}

void net_start(net_address_t how) {
    lwip_init();
    if (!netif_add_noaddr(&interface, NULL, board_netif_init, ethernet_input)) card_failed();
    netif_set_default(&interface);
    netif_set_up(&interface);
    netif_set_link_up(&interface);
#if LWIP_DHCP
    if (how == NET_DHCP) {
        (void)dhcp_start(&interface);
        return;
    }
#endif
    (void)how;
    fixed_address_take();
}

bool net_is_up(void) {
    return !ip4_addr_isany_val(*netif_ip4_addr(&interface));
}

void net_name_server(uint32_t address) {
    const ip_addr_t server = IPADDR4_INIT(address);
    dns_setserver(0, &server);
}

uint64_t net_work_ns(void) {
    return count_ns() - slept_ns;
}

uint64_t net_longest_unpolled_ns(void) {
    uint64_t longest = longest_unpolled_ns;
    longest_unpolled_ns = 0;
    return longest;
}

static void sleep_for(uint32_t max_ms) {
    uint32_t timer_ms = sys_timeouts_sleeptime();
    uint64_t begin_ns = count_ns();
    board_sleep(timer_ms < max_ms ? timer_ms : max_ms);
    slept_ns += count_ns() - begin_ns;
}

static void unpolled_count(void) {
    uint64_t now_ns = net_work_ns();
    if (now_ns - last_turn_ns > longest_unpolled_ns) longest_unpolled_ns = now_ns - last_turn_ns;
}

void net_turn(void *ctx, uint32_t max_ms) {
    (void)ctx;
    unpolled_count();
    if (max_ms > 0) sleep_for(max_ms);
    board_netif_poll(&interface);
    sys_check_timeouts();
    last_turn_ns = net_work_ns();
}

void net_linger(uint32_t ms) {
    uint32_t begin_ms = board_now_ms();
    while (board_now_ms() - begin_ms < ms)
        net_turn(NULL, ms);
}
