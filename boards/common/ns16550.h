/* SPDX-License-Identifier: MIT */
/** @file
 *  The transmitter of a 16550 UART, the console of the boards that have one. */
#ifndef NS16550_H
#define NS16550_H

#include <stddef.h>
#include <stdint.h>

/** Its address. Registers are bytes, `stride` bytes apart. */
typedef struct {
    uintptr_t base;
    uint8_t stride;
} ns16550_t;

/** Set 8 data bits, no parity, FIFOs on, no interrupts. The speed is not changed: it is that of the reset. */
void ns16550_init(const ns16550_t *uart);

/** Send. Waits for room in the transmitter, but not for a reader. */
void ns16550_send(const ns16550_t *uart, const char *text, size_t len);

#endif
