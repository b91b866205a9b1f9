/* SPDX-License-Identifier: MIT */
/** @file
 *  Texts that are stored in NVS, name space `pipit`. */
#ifndef KEPT_H
#define KEPT_H

#include <stdbool.h>
#include <stddef.h>

#define KEPT_TOKEN "token"
#define KEPT_WIFI_NAME "wifi_name"
#define KEPT_WIFI_PASSWORD "wifi_password"

/** Read a text. @return false: it does not exist, or is longer than `size` allows */
bool kept_read(const char *key, char *text, size_t size);

/** Store a text. If this fails, write it to the console. */
void kept_write(const char *key, const char *text);

void kept_forget(const char *key);

#endif
