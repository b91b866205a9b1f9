/* SPDX-License-Identifier: MIT */
/* The controller of the panel is connected to SSI0. It has the memory of the picture, so there is no copy here. */
#include "lm3s6965.h"
#include "oled.h"
#include <stdbool.h>

#define PIN_DATA (1u << 7)   /* port C: data, not a command */
#define PIN_SUPPLY (1u << 6) /* port C: the panel's 15 V */
#define PIN_SELECT (1u << 0) /* port D: low selects the card slot, high the panel */
#define PINS_SSI 0x3cu       /* port A: clock, frame, receive, transmit */
#define PRESCALER 50u        /* 1 MHz, which the panel allows */

#define COMMAND_COLUMNS 0x15u
#define COMMAND_ROWS 0x75u
#define COMMAND_CONTRAST 0x81u
#define COMMAND_FULL_CURRENT 0x86u
#define COMMAND_NORMAL 0xA4u
#define COMMAND_ON 0xAFu

static void settle(void) {
    while (SSI0_STATUS & SSI0_STATUS_BUSY) {
    }
    while (SSI0_STATUS & SSI0_STATUS_RX_FILLED)
        (void)SSI0_DATA;
}

static void byte_send(uint8_t byte) {
    while (!(SSI0_STATUS & SSI0_STATUS_TX_ROOM)) {
    }
    SSI0_DATA = byte;
}

static void bytes_send(bool data, const uint8_t *bytes, uint32_t count) {
    settle();
    GPIO_DATA(GPIO_C, PIN_DATA) = data ? PIN_DATA : 0;
    for (uint32_t i = 0; i < count; i++)
        byte_send(bytes[i]);
    settle();
}

static void pins_init(void) {
    GPIO_ALTERNATE(GPIO_A) |= PINS_SSI;
    GPIO_DIGITAL(GPIO_A) |= PINS_SSI;
    GPIO_DIRECTION(GPIO_C) |= PIN_DATA | PIN_SUPPLY;
    GPIO_DIGITAL(GPIO_C) |= PIN_DATA | PIN_SUPPLY;
    GPIO_DATA(GPIO_C, PIN_SUPPLY) = PIN_SUPPLY;
    GPIO_DIRECTION(GPIO_D) |= PIN_SELECT;
    GPIO_DIGITAL(GPIO_D) |= PIN_SELECT;
    GPIO_DATA(GPIO_D, PIN_SELECT) = PIN_SELECT;
}

static void ssi_init(void) {
    SSI0_CONTROL_1 = 0;
    SSI0_PRESCALER = PRESCALER;
    SSI0_CONTROL_0 = SSI0_CONTROL_0_MODE_3_8_BITS;
    SSI0_CONTROL_1 = SSI0_CONTROL_1_ON;
}

static void black(void) {
    static const uint8_t row[OLED_WIDTH / 2];
    oled_window(0, 0, OLED_WIDTH, OLED_HEIGHT);
    for (unsigned y = 0; y < OLED_HEIGHT; y++)
        oled_write(row, sizeof row);
}

void oled_init(void) {
    static const uint8_t commands[] = {COMMAND_CONTRAST, 0x5f, COMMAND_FULL_CURRENT, COMMAND_NORMAL};
    static const uint8_t on[] = {COMMAND_ON};
    pins_init();
    ssi_init();
    bytes_send(false, commands, sizeof commands);
    black();
    bytes_send(false, on, sizeof on);
}

void oled_window(uint8_t x, uint8_t y, uint8_t width, uint8_t height) {
    const uint8_t commands[] = {
        COMMAND_COLUMNS, (uint8_t)(x / 2), (uint8_t)((x + width) / 2 - 1), COMMAND_ROWS, y, (uint8_t)(y + height - 1)};
    bytes_send(false, commands, sizeof commands);
}

/* Eight bytes at once, because they and their answers fit into the FIFOs. */
void oled_write(const uint8_t *pairs, uint8_t count) {
    for (uint8_t at = 0; at < count; at = (uint8_t)(at + 8)) {
        uint8_t left = (uint8_t)(count - at);
        bytes_send(true, pairs + at, left < 8 ? left : 8);
    }
}
