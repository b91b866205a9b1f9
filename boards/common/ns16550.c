/* SPDX-License-Identifier: MIT */
#include "ns16550.h"

enum { DATA = 0, INTERRUPT_ENABLE = 1, FIFO_CONTROL = 2, LINE_CONTROL = 3, LINE_STATUS = 5 };

#define FIFO_ON 0x01u
#define EIGHT_BITS 0x03u
#define TRANSMITTER_EMPTY 0x20u

static volatile uint8_t *uart_register(const ns16550_t *uart, unsigned number) {
    return (volatile uint8_t *)(uart->base + number * uart->stride);
}

void ns16550_init(const ns16550_t *uart) {
    *uart_register(uart, INTERRUPT_ENABLE) = 0;
    *uart_register(uart, FIFO_CONTROL) = FIFO_ON;
    *uart_register(uart, LINE_CONTROL) = EIGHT_BITS;
}

void ns16550_send(const ns16550_t *uart, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        while (!(*uart_register(uart, LINE_STATUS) & TRANSMITTER_EMPTY))
            continue;
        *uart_register(uart, DATA) = (uint8_t)text[i];
    }
}
