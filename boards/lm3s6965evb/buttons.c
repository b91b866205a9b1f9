/* SPDX-License-Identifier: MIT */
#include "buttons.h"
#include "board.h"
#include "lm3s6965.h"

#define PINS_E 0x0fu /* up, down, left, right */
#define PINS_F 0x02u /* select */
#define BOUNCE_MS 15u

typedef struct {
    uint32_t port;
    uint8_t pin;
} place_t;

static const place_t places[BUTTON_COUNT] = {{GPIO_E, 1}, {GPIO_E, 2}, {GPIO_E, 4}, {GPIO_E, 8}, {GPIO_F, PINS_F}};

static volatile uint8_t pending; /* a bit for each button */
static uint32_t last_ms[BUTTON_COUNT];

static void port_init(uint32_t port, uint32_t pins, uint32_t interrupt) {
    GPIO_DIRECTION(port) &= ~pins;
    GPIO_PULL_UP(port) |= pins;
    GPIO_DIGITAL(port) |= pins;
    GPIO_INTERRUPT_LEVEL(port) &= ~pins;
    GPIO_INTERRUPT_BOTH(port) &= ~pins;
    GPIO_INTERRUPT_RISING(port) &= ~pins;
    GPIO_INTERRUPT_CLEAR(port) = pins;
    GPIO_INTERRUPT_MASK(port) |= pins;
    NVIC_ENABLE(interrupt) = NVIC_BIT(interrupt);
}

void buttons_init(void) {
    port_init(GPIO_E, PINS_E, INTERRUPT_GPIO_E);
    port_init(GPIO_F, PINS_F, INTERRUPT_GPIO_F);
}

void buttons_interrupt(void) {
    uint32_t now_ms = board_now_ms();
    for (unsigned i = 0; i < BUTTON_COUNT; i++) {
        if (!(GPIO_INTERRUPT_STATUS(places[i].port) & places[i].pin)) continue;
        GPIO_INTERRUPT_CLEAR(places[i].port) = places[i].pin;
        if (now_ms - last_ms[i] >= BOUNCE_MS) pending = (uint8_t)(pending | 1u << i);
        last_ms[i] = now_ms;
    }
}

bool buttons_pending(void) {
    return pending != 0;
}

bool buttons_pressed(button_t *button) {
    for (unsigned i = 0; i < BUTTON_COUNT; i++) {
        if (!(pending & 1u << i)) continue;
        __asm volatile("cpsid i" ::: "memory");
        pending = (uint8_t)(pending & ~(1u << i));
        __asm volatile("cpsie i" ::: "memory");
        *button = (button_t)i;
        return true;
    }
    return false;
}
