/* SPDX-License-Identifier: MIT */
#include "esp_err.h"
typedef struct led_strip_t *led_strip_handle_t;
typedef struct {
    int strip_gpio_num;
    uint32_t max_leds;
} led_strip_config_t;
typedef struct {
    uint32_t resolution_hz;
} led_strip_rmt_config_t;
esp_err_t led_strip_new_rmt_device(const led_strip_config_t *config, const led_strip_rmt_config_t *rmt,
                                   led_strip_handle_t *strip);
esp_err_t led_strip_set_pixel(led_strip_handle_t strip, uint32_t index, uint32_t red, uint32_t green, uint32_t blue);
esp_err_t led_strip_refresh(led_strip_handle_t strip);
