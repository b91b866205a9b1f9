/* SPDX-License-Identifier: MIT */
#ifndef DRIVER_GPIO_H
#define DRIVER_GPIO_H
#include "esp_err.h"
typedef int gpio_num_t;
typedef enum { GPIO_MODE_DISABLE, GPIO_MODE_INPUT, GPIO_MODE_OUTPUT } gpio_mode_t;
esp_err_t gpio_set_direction(gpio_num_t gpio, gpio_mode_t mode);
esp_err_t gpio_set_level(gpio_num_t gpio, uint32_t level);
esp_err_t gpio_install_isr_service(int flags);
#endif
