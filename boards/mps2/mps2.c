/* SPDX-License-Identifier: MIT */
/* MPS2: console on UART0 (CMSDK), clock by SysTick, Ethernet polled. */
#include "board.h"
#include "cortex_m.h"
#include "cortex_m33.h"
#include "lan9118.h"

#define REGISTER(offset) (*(volatile uint32_t *)(MPS2_UART + (offset)))
#define UART_DATA REGISTER(0x00u)
#define UART_STATE REGISTER(0x04u)
#define UART_CONTROL REGISTER(0x08u)
#define UART_DIVISOR REGISTER(0x10u)
#define UART_SEND_FULL 1u
#define UART_SEND_ON 1u
#define UART_DIVISOR_MIN 16u /* with a smaller value the UART sends nothing */

/* Only the memory of the profile is accessible; the emulated boards have more. */
extern const uint8_t __stack_begin[], __flash_begin[], __ram_end[]; /* linker script */

#define PERIPHERALS 0x40000000u
#define GUARD_BYTES 32

#if MPS2_CORTEX_M33
static void protect(void) {
    const cortex_m33_region_t regions[] = {
        {(uint32_t)(uintptr_t)__flash_begin, (uint32_t)(uintptr_t)__flash_begin + MPS2_FLASH_KB * 1024u,
         CORTEX_M33_CODE},
        {(uint32_t)(uintptr_t)__stack_begin + GUARD_BYTES, (uint32_t)(uintptr_t)__ram_end, CORTEX_M33_RAM},
        {PERIPHERALS, PERIPHERALS + 0x20000000u, CORTEX_M33_DEVICE},
    };
    cortex_m33_protect(regions, sizeof regions / sizeof regions[0]);
}
#else
#define ETHERNET_OF_AN500 0xA0000000u
#define RAM_LOG2 (MPS2_RAM_KB > 64 ? 17 : 16)
#define RAM_EIGHTHS (MPS2_RAM_KB * 1024u * 8u >> RAM_LOG2)
#define FLASH_LOG2 (MPS2_FLASH_KB > 128 ? 18 : 17)
#define GUARD_LOG2 5

static void protect(void) {
    const cortex_m_region_t regions[] = {
        {(uint32_t)(uintptr_t)__flash_begin, CORTEX_M_CODE, FLASH_LOG2, 0},
        {(uint32_t)(uintptr_t)__stack_begin, CORTEX_M_RAM, RAM_LOG2, (uint8_t)(0xffu << RAM_EIGHTHS)},
        {PERIPHERALS, CORTEX_M_DEVICE, 29, 0},
        {ETHERNET_OF_AN500, CORTEX_M_DEVICE, 16, 0},
        {(uint32_t)(uintptr_t)__stack_begin, CORTEX_M_NONE, GUARD_LOG2, 0},
    };
    cortex_m_protect(regions, sizeof regions / sizeof regions[0]);
}
#endif

void board_init(void) {
    protect();
    UART_DIVISOR = UART_DIVISOR_MIN;
    UART_CONTROL = UART_SEND_ON;
    cortex_m_clock_start(MPS2_CLOCK_HZ);
}

void board_console(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        while (UART_STATE & UART_SEND_FULL) {
        }
        UART_DATA = (uint8_t)text[i];
    }
}

/* There is no interrupt for frames: SysTick ends each sleep after at most one millisecond. */
void board_sleep(uint32_t max_ms) {
    uint32_t begin_ms = board_now_ms();
    while (!lan9118_frame_waits() && board_now_ms() - begin_ms < max_ms)
        cortex_m_wait_for_interrupt();
}
