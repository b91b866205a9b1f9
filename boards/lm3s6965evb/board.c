/* SPDX-License-Identifier: MIT */
#include "board.h"
#include "buttons.h"
#include "cortex_m.h"
#include "lm3s6965.h"

#define CLOCK_HZ 50000000u
#define CLOCK_DIVIDER 3u /* 200 MHz / (3 + 1) */
/* For 115200 bits per second: 50 MHz / 16 / 115200 = 27 + 8/64. */
#define UART_DIVISOR 27u
#define UART_DIVISOR_FRACTION 8u
#define UART_PINS 0x03u /* port A */

/* ---- interrupts ---- */

static void ethernet_interrupt(void) {
    MAC_INTERRUPTS = 0; /* the interrupt only wakes the processor; the main loop reads the frames */
}

/* Other interrupts are never enabled. If one is taken, its vector of 0 causes a fault. */
const cortex_m_vector_t interrupts[INTERRUPT_COUNT] __attribute__((section(".vectors.interrupts"), used)) = {
    [INTERRUPT_GPIO_E] = buttons_interrupt,
    [INTERRUPT_GPIO_F] = buttons_interrupt,
    [INTERRUPT_ETHERNET] = ethernet_interrupt,
};

/* ---- start ---- */

/* The order is that of the data sheet: the divider is set, and the PLL has locked, before the PLL is used. */
static void clock_init(void) {
    uint32_t rcc = SYSCTL_RCC | SYSCTL_RCC_BYPASS;
    SYSCTL_RCC = rcc & ~SYSCTL_RCC_USE_DIVIDER;
    rcc &= ~(SYSCTL_RCC_CRYSTAL_MASK | SYSCTL_RCC_SOURCE_MASK | SYSCTL_RCC_MAIN_OFF | SYSCTL_RCC_PLL_OFF |
             SYSCTL_RCC_DIVIDER_MASK);
    rcc |= SYSCTL_RCC_CRYSTAL_8_MHZ | SYSCTL_RCC_USE_DIVIDER | CLOCK_DIVIDER << SYSCTL_RCC_DIVIDER_SHIFT;
    SYSCTL_RCC = rcc;
    while (!(SYSCTL_RIS & SYSCTL_RIS_PLL_LOCKED)) {
    }
    SYSCTL_RCC = rcc & ~SYSCTL_RCC_BYPASS;
}

static void uart_init(void) {
    GPIO_ALTERNATE(GPIO_A) |= UART_PINS;
    GPIO_DIGITAL(GPIO_A) |= UART_PINS;
    UART0_DIVISOR = UART_DIVISOR;
    UART0_DIVISOR_FRACTION = UART_DIVISOR_FRACTION;
    UART0_LINE = UART0_LINE_8_BITS_FIFO;
    UART0_CONTROL = UART0_CONTROL_ON;
}

/* QEMU's machine ignores accesses outside its memories. The MPU makes them a fault, as on the chip, and also an access
   to the guard at the end of the stack. */
static void memory_protect(void) {
    extern uint32_t __stack_begin[]; /* from the linker script */
    const cortex_m_region_t regions[] = {
        {FLASH_BASE, CORTEX_M_CODE, FLASH_LOG2_BYTES, 0},
        {SRAM_BASE, CORTEX_M_RAM, SRAM_LOG2_BYTES, 0},
        {PERIPHERAL_BASE, CORTEX_M_DEVICE, PERIPHERAL_LOG2_BYTES, 0},
        {(uint32_t)(uintptr_t)__stack_begin, CORTEX_M_NONE, STACK_GUARD_LOG2_BYTES, 0},
    };
    cortex_m_protect(regions, sizeof regions / sizeof regions[0]);
}

void board_init(void) {
    memory_protect();
    clock_init();
    SYSCTL_RCGC1 |= SYSCTL_RCGC1_UART0 | SYSCTL_RCGC1_SSI0;
    SYSCTL_RCGC2 |= SYSCTL_RCGC2_PORTS_A_TO_G | SYSCTL_RCGC2_MAC | SYSCTL_RCGC2_PHY;
    (void)SYSCTL_RCGC2; /* reading takes the three cycles that the clocks need to start */
    uart_init();
    cortex_m_clock_start(CLOCK_HZ);
    __asm__ volatile("cpsie i" ::: "memory");
}

/* ---- console and sleep ---- */

void board_console(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        while (UART0_FLAGS & UART0_FLAGS_TX_FULL) {
        }
        UART0_DATA = (uint8_t)text[i];
    }
}

static bool is_awaited(void) {
    return (MAC_RX_FRAMES & MAC_RX_FRAMES_MASK) != 0 || buttons_pending();
}

/* Interrupts are masked, so none is lost between the check and the sleep; a pending one still ends the sleep. */
static void doze(void) {
    __asm__ volatile("cpsid i" ::: "memory");
    MAC_INTERRUPTS = MAC_INTERRUPT_RX;
    if (!is_awaited()) cortex_m_wait_for_interrupt();
    __asm__ volatile("cpsie i" ::: "memory");
}

void board_sleep(uint32_t max_ms) {
    uint32_t begin_ms = board_now_ms();
    while (!is_awaited() && board_now_ms() - begin_ms < max_ms)
        doze();
}
