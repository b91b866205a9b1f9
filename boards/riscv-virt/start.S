/* SPDX-License-Identifier: MIT */
/* The core after its boot loader. No interrupt is ever taken, board_sleep() only lets them end the wfi: so each trap is
 * a fault. */
    .option arch, +zicsr

    .section .start, "ax"
    .global reset
reset:
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    la sp, __stack_end
    la tp, __tls_begin
    la t0, trap
    csrw mtvec, t0
    csrw mie, zero
    tail start

    /* The stack may be what broke, so it begins anew. */
    .balign 4
trap:
    la sp, __stack_end
    csrr a0, mcause
    csrr a1, mtval
    csrr a2, mepc
    tail fault_at

    /* intptr_t semihosting_call(uintptr_t operation, const void *argument). The three instructions are what the
     * emulator looks for; each must be of 32 bits, and all in one page. */
    .section .text.semihosting_call, "ax"
    .global semihosting_call
    .option push
    .option norvc
    .balign 16
semihosting_call:
    slli zero, zero, 0x1f
    ebreak
    srai zero, zero, 7
    ret
    .option pop
