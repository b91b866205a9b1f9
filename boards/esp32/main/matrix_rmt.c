/* SPDX-License-Identifier: MIT */
/* Implements matrix.h with WS2812 LEDs on one data line, row by row. The RMT peripheral sends the data. */
#include "matrix.h"

#include <led_strip.h>
#include <sdkconfig.h>
#include <stdio.h>

static led_strip_handle_t strip;

/* Red, green, blue. The values are small, so that 25 LEDs can be supplied by USB. */
static const uint8_t colours[][3] = {{0, 0, 0}, {6, 6, 6}, {20, 14, 0}, {0, 20, 0}, {24, 8, 0}, {0, 6, 24}};

static bool is_ready(void) {
    if (strip) return true;
    const led_strip_config_t config = {.strip_gpio_num = CONFIG_PIPIT_LED_GPIO, .max_leds = MATRIX_PIXELS};
    const led_strip_rmt_config_t rmt = {.resolution_hz = 10 * 1000 * 1000};
    if (led_strip_new_rmt_device(&config, &rmt, &strip) == ESP_OK) return true;
    printf("the matrix cannot be driven; check PIPIT_LED_GPIO\n");
    return false;
}

void matrix_show(const matrix_colour_t *pixels) {
    if (!is_ready()) return;
    for (uint32_t i = 0; i < MATRIX_PIXELS; i++) {
        const uint8_t *colour = colours[pixels[i]];
        (void)led_strip_set_pixel(strip, i, colour[0], colour[1], colour[2]);
    }
    (void)led_strip_refresh(strip);
}
