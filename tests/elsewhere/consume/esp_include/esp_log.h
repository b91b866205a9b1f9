/* SPDX-License-Identifier: MIT */
#ifndef ESP_LOG_H
#define ESP_LOG_H
#include <stdio.h>
#define ESP_LOGI(tag, ...) (printf("%s: ", tag), printf(__VA_ARGS__))
#define ESP_LOGE(tag, ...) (printf("%s: ", tag), printf(__VA_ARGS__))
#endif
