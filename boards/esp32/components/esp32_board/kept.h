/* SPDX-License-Identifier: MIT */
/** @file
 *  Texts in NVS, name space `pipit`. */
#ifndef KEPT_H
#define KEPT_H

#include <stdbool.h>
#include <stddef.h>

#define KEPT_TOKEN "token"
#define KEPT_WIFI_NAME "wifi_name"
#define KEPT_WIFI_PASSWORD "wifi_password"

/** @return false: it is not there, or longer than `size` allows */
bool kept_read(const char *key, char *text, size_t size);

/** Says it on the console when it cannot be kept. */
void kept_write(const char *key, const char *text);

void kept_forget(const char *key);

#endif
