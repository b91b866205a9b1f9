/* SPDX-License-Identifier: MIT */
#include "board.h"

#include "count.h"
#include "ns16550.h"
#include "rv32.h"
#include "virtio_net.h"

#define TICKS_PER_MS 10000u
#define NS_PER_TICK 100u
#define DEVICES_BEGIN 0x02000000u
#define DEVICES_END 0x10010000u
#define PAGE 4096u

/* CLINT: the timer. */
#define TIMER_LOW (*(volatile uint32_t *)0x0200BFF8u)
#define TIMER_HIGH (*(volatile uint32_t *)0x0200BFFCu)
#define TIMER_COMPARE_LOW (*(volatile uint32_t *)0x02004000u)
#define TIMER_COMPARE_HIGH (*(volatile uint32_t *)0x02004004u)

/* PLIC: interrupts of devices, for machine mode of the first core. */
#define PLIC_PRIORITY ((volatile uint32_t *)0x0C000000u)
#define PLIC_ENABLE (*(volatile uint32_t *)0x0C002000u)
#define PLIC_THRESHOLD (*(volatile uint32_t *)0x0C200000u)
#define PLIC_CLAIM (*(volatile uint32_t *)0x0C200004u)

extern uint8_t __flash_begin[], __flash_end[], __ram_begin[], __ram_end[];

static const ns16550_t console = {.base = 0x10000000u, .stride = 1};

static uint32_t address_of(const void *place) {
    return (uint32_t)(uintptr_t)place;
}

/* An access to any other memory is a fault: NULL, the memory below the stack (which is at the beginning of the RAM),
 * and the memory after the RAM of the board, which the emulated machine has. */
static void memory_protect(void) {
    const rv32_region_t regions[RV32_REGIONS] = {
        {DEVICES_BEGIN, RV32_NOTHING},
        {DEVICES_END, RV32_READ_WRITE},
        {address_of(__flash_begin), RV32_NOTHING},
        {(address_of(__flash_end) + PAGE - 1u) & ~(PAGE - 1u), RV32_READ_EXECUTE},
        {address_of(__ram_begin), RV32_NOTHING},
        {address_of(__ram_end), RV32_READ_WRITE},
        {UINT32_MAX, RV32_NOTHING},
    };
    rv32_protect(regions);
}

void board_init(void) {
    memory_protect();
    ns16550_init(&console);
}

static uint64_t ticks(void) {
    for (;;) {
        uint32_t high = TIMER_HIGH;
        uint32_t low = TIMER_LOW;
        if (TIMER_HIGH == high) return (uint64_t)high << 32 | low;
    }
}

uint32_t board_now_ms(void) {
    return (uint32_t)(ticks() / TICKS_PER_MS);
}

uint64_t count_ns(void) {
    return ticks() * NS_PER_TICK;
}

/* The timer compares with both halves at once. So between the two writes the value must not be in the past. */
static void timer_set(uint64_t when) {
    TIMER_COMPARE_HIGH = UINT32_MAX;
    TIMER_COMPARE_LOW = (uint32_t)when;
    TIMER_COMPARE_HIGH = (uint32_t)(when >> 32);
}

static void interrupt_enable(unsigned number) {
    PLIC_PRIORITY[number] = 1;
    PLIC_ENABLE = 1u << number;
    PLIC_THRESHOLD = 0;
}

/* The only interrupt is that of the network card. */
static void interrupt_take_back(void) {
    virtio_net_acknowledge();
    uint32_t number = PLIC_CLAIM;
    if (number) PLIC_CLAIM = number;
}

void board_sleep(uint32_t max_ms) {
    if (virtio_net_waiting()) return;
    interrupt_enable(virtio_net_interrupt());
    timer_set(ticks() + (uint64_t)max_ms * TICKS_PER_MS);
    rv32_wait(RV32_INTERRUPT_TIMER | RV32_INTERRUPT_EXTERNAL);
    interrupt_take_back();
}

void board_console(const char *text, size_t len) {
    ns16550_send(&console, text, len);
}
