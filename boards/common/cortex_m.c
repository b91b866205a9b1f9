/* SPDX-License-Identifier: MIT */
#include "cortex_m.h"
#include "board.h"
#include "count.h"
#include "fault.h"
#include "semihosting.h"
#include "start.h"
#include <picotls.h>
#include <stdbool.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define SYSTICK_CONTROL REGISTER(0xE000E010u)
#define SYSTICK_RELOAD REGISTER(0xE000E014u)
#define SYSTICK_CURRENT REGISTER(0xE000E018u)
#define SYSTICK_ON 7u /* enabled, with interrupt, from the processor clock */

#define ICSR REGISTER(0xE000ED04u)
#define ICSR_SYSTICK_PENDING (1u << 26)
#define SHCSR REGISTER(0xE000ED24u)
#define SHCSR_MEMORY_FAULTS (1u << 16)
#define CFSR REGISTER(0xE000ED28u)
#define CFSR_MEMORY_ADDRESS 0x80u
#define HFSR REGISTER(0xE000ED2Cu)
#define FAULT_ADDRESS REGISTER(0xE000ED34u)
#define BUS_FAULT_ADDRESS REGISTER(0xE000ED38u)

#define MPU_CONTROL REGISTER(0xE000ED94u)
#define MPU_NUMBER REGISTER(0xE000ED98u)
#define MPU_BASE REGISTER(0xE000ED9Cu)
#define MPU_ATTRIBUTES REGISTER(0xE000EDA0u)

#define MS_NS 1000000u
#define YOUNG_TICKS 32

/* The size of the registers that the processor stores on the stack at a fault, and the index of the program counter. */
#define FRAME_BYTES 32u
#define FRAME_PC 6

/* From the linker script. */
extern uint8_t __tls_begin[];
extern uint32_t __stack_begin[], __stack_end[];

int main(void);
void reset(void);
void fault_report(uint32_t stack_pointer);

static volatile uint32_t now_ms;
static uint32_t clock_hz;

/* ---- vectors ---- */

static void systick(void) {
    now_ms++;
}

/* The fault may have damaged the stack pointer, so the report begins a new stack. */
__attribute__((naked)) void cortex_m_fault(void) {
    __asm__ volatile("mrs r0, msp\n"
                     "ldr r1, =__stack_end\n"
                     "msr msp, r1\n"
                     "b fault_report\n"
                     ".ltorg\n");
}

typedef union {
    cortex_m_vector_t handler;
    uint32_t *stack;
} vector_t;

const vector_t vectors[16] __attribute__((section(".vectors"), used)) = {
    {.stack = __stack_end},      {.handler = reset},          {.handler = cortex_m_fault}, {.handler = cortex_m_fault},
    {.handler = cortex_m_fault}, {.handler = cortex_m_fault}, {.handler = cortex_m_fault}, {.handler = cortex_m_fault},
    {.handler = cortex_m_fault}, {.handler = cortex_m_fault}, {.handler = cortex_m_fault}, {.handler = cortex_m_fault},
    {.handler = cortex_m_fault}, {.handler = cortex_m_fault}, {.handler = cortex_m_fault}, {.handler = systick},
};

/* ---- start ---- */

/* _set_tls() stores its argument in a variable, so start_memory() must run before. */
void reset(void) {
    start_memory();
    _set_tls(__tls_begin);
    board_exit(main());
}

/* ---- faults ---- */

void fault_report(uint32_t stack_pointer) {
    MPU_CONTROL = 0;
    bool in_stack = stack_pointer >= (uint32_t)(uintptr_t)__stack_begin &&
                    stack_pointer + FRAME_BYTES <= (uint32_t)(uintptr_t)__stack_end && stack_pointer % 4 == 0;
    fault_begin();
    fault_value("cfsr=", CFSR);
    fault_value("hfsr=", HFSR);
    fault_value("address=", CFSR & CFSR_MEMORY_ADDRESS ? FAULT_ADDRESS : BUS_FAULT_ADDRESS);
    fault_value("sp=", stack_pointer);
    if (in_stack) fault_value("pc=", ((const uint32_t *)(uintptr_t)stack_pointer)[FRAME_PC]);
    fault_end();
}

/* ---- time ---- */

void cortex_m_clock_start(uint32_t hz) {
    clock_hz = hz;
    SYSTICK_RELOAD = hz / 1000 - 1;
    SYSTICK_CURRENT = 0;
    SYSTICK_CONTROL = SYSTICK_ON;
}

uint32_t board_now_ms(void) {
    return now_ms;
}

/* The counter restarts some instructions before its interrupt is taken, and in an emulator even before it is pending.
 * So a reading shortly after the restart is not used. A reading of 0 is not used either, because the interrupt is due
 * then, and it is not known to which millisecond the reading belongs. */
static uint64_t clock_read_ns(void) {
    uint32_t reload = clock_hz / 1000 - 1;
    uint32_t ms = 0;
    uint32_t left = 0;
    bool pending = false;
    do {
        ms = now_ms;
        left = SYSTICK_CURRENT;
        pending = (ICSR & ICSR_SYSTICK_PENDING) != 0;
    } while (ms != now_ms || left == 0 || reload - left < YOUNG_TICKS);
    if (pending && left > reload / 2) ms++; /* the interrupt is pending because interrupts are masked */
    return (uint64_t)ms * MS_NS + (reload - left) * 1000u / ((reload + 1) / 1000u); /* whole MHz, up to 4 GHz */
}

uint64_t count_ns(void) {
    static uint64_t last_ns;
    uint64_t ns = clock_read_ns();
    if (ns > last_ns) last_ns = ns;
    return last_ns;
}

void cortex_m_wait_for_interrupt(void) {
    __asm__ volatile("wfi" ::: "memory");
}

/* ---- memory protection ---- */

void cortex_m_protect(const cortex_m_region_t *regions, size_t count) {
    MPU_CONTROL = 0;
    for (size_t i = 0; i < count; i++) {
        MPU_NUMBER = (uint32_t)i;
        MPU_BASE = regions[i].base;
        MPU_ATTRIBUTES = regions[i].access | (uint32_t)regions[i].disabled_eighths << 8 |
                         (uint32_t)(regions[i].log2_bytes - 1) << 1 | 1u;
    }
    SHCSR |= SHCSR_MEMORY_FAULTS;
    MPU_CONTROL = 1;
    __asm__ volatile("dsb\n isb" ::: "memory");
}

/* ---- semihosting ---- */

intptr_t semihosting_call(uintptr_t operation, const void *argument) {
    register uintptr_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (intptr_t)r0;
}
