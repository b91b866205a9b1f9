/* SPDX-License-Identifier: MIT */
#include "board.h"

#include "count.h"
#include "lx106.h"
#include "ns16550.h"
#include "open_eth.h"

#define CYCLES_PER_MS 40000u
#define NS_PER_MS 1000000u

/* The clock: milliseconds, and the value of the cycle counter up to which they were counted. */
static uint32_t now_ms, counted;
static const ns16550_t console = {.base = 0x9D050020u, .stride = 4};

/* Code and constants are in the third region, RAM in the fourth, devices in the fifth. An access to another region is a
 * fault, for example to NULL. */
static void regions_set(void) {
    static const uint8_t attributes[8] = {LX106_NOTHING,    LX106_NOTHING, LX106_EVERYTHING, LX106_READ_WRITE,
                                          LX106_READ_WRITE, LX106_NOTHING, LX106_NOTHING,    LX106_NOTHING};
    for (uint32_t region = 0; region < sizeof attributes; region++)
        lx106_region(region, attributes[region]);
}

void board_init(void) {
    regions_set();
    ns16550_init(&console);
    lx106_timer(lx106_cycles() + CYCLES_PER_MS);
}

/* The counter wraps after 107 s, but board_sleep() and every turn of the network read it far more often. A rest of less
 * than a millisecond is counted next time. */
static uint32_t elapsed_cycles(void) {
    uint32_t elapsed = lx106_cycles() - counted;
    if (elapsed < CYCLES_PER_MS) return elapsed;
    uint32_t elapsed_ms = elapsed / CYCLES_PER_MS;
    now_ms += elapsed_ms;
    counted += elapsed_ms * CYCLES_PER_MS;
    return elapsed - elapsed_ms * CYCLES_PER_MS;
}

uint32_t board_now_ms(void) {
    (void)elapsed_cycles();
    return now_ms;
}

uint64_t count_ns(void) {
    uint32_t cycles = elapsed_cycles();
    return (uint64_t)now_ms * NS_PER_MS + (uint64_t)cycles * (NS_PER_MS / CYCLES_PER_MS);
}

static void sleep_one_ms(void) {
    lx106_mask();
    lx106_timer(lx106_cycles() + CYCLES_PER_MS);
    if (!open_eth_waiting()) lx106_wait(LX106_INTERRUPT_TIMER | LX106_INTERRUPT_ETHERNET);
    lx106_unmask();
    open_eth_acknowledge();
}

/* Sleeps in short steps, because QEMU handles a connection that the guest has just opened only after a timer of the
 * guest has expired. */
void board_sleep(uint32_t max_ms) {
    for (uint32_t begin_ms = board_now_ms(); board_now_ms() - begin_ms < max_ms && !open_eth_waiting();)
        sleep_one_ms();
}

void board_console(const char *text, size_t len) {
    ns16550_send(&console, text, len);
}
