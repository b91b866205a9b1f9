/* SPDX-License-Identifier: MIT */
/* The LX106 after its boot loader, and its exception vectors. The only interrupts are those that end board_sleep():
 * they switch themselves off and return. Everything else is a fault. */

#define PS_USER_VECTOR 0x20
#define CAUSE_LEVEL1_INTERRUPT 4

    .macro fault_vector
    .balign 16
    j fault
    .endm

    .section .vectors, "ax"
    .balign 256
vectors:
    fault_vector /* not used */
    fault_vector /* debug */
    fault_vector /* not maskable */
    fault_vector /* kernel exception: not in this mode */
    fault_vector /* not used */
    .balign 16   /* user exception */
    wsr.excsave1 a0
    rsr.exccause a0
    beqi a0, CAUSE_LEVEL1_INTERRUPT, wake
    j fault
    .org vectors + 0x70 /* double exception */
    j fault

    .balign 16
    .literal_position
    .global reset
    .balign 4
reset:
    movi a1, __stack_end
    movi a0, vectors
    wsr.vecbase a0
    movi a0, 0
    wsr.intenable a0
    movi a0, PS_USER_VECTOR
    wsr.ps a0
    rsync
    movi a0, start
    callx0 a0

    .balign 4
wake:
    movi a0, 0
    wsr.intenable a0
    rsync
    rsr.excsave1 a0
    rfe

    /* The stack may be what broke, so it begins anew. */
    .balign 4
fault:
    movi a1, __stack_end
    rsr.exccause a2
    rsr.excvaddr a3
    rsr.epc1 a4
    movi a0, fault_at
    callx0 a0
