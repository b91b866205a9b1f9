/* SPDX-License-Identifier: MIT */
/** @file
 *  What an application on an ESP32 needs before its first connection, in this order: storage, token, Wi-Fi, clock. Each
 *  function blocks until it is done, and is called once, by one task. What cannot go on is logged, and the chip starts
 *  anew after 10 s. */
#ifndef ESP32_BOARD_H
#define ESP32_BOARD_H

#include <stddef.h>

/** The longest bearer token and its zero. */
#define ESP32_BOARD_TOKEN_BYTES 256

/** The flash that keeps token and calibration of the radio. */
void esp32_board_storage_start(void);

/** The token from NVS. The first time it is asked for on the console, without an echo, and kept; `pipit` `token` in NVS
 *  holds it, in clear unless NVS encryption is on. With CONFIG_PIPIT_TOKEN_IN_IMAGE it comes out of the image instead.
 *  @param size at least ESP32_BOARD_TOKEN_BYTES */
void esp32_board_token_read(char *token, size_t size);

/** Join the network of the configuration; it is joined again whenever it is lost. */
void esp32_board_wifi_start(void);

/** Certificates have dates: wait until an SNTP server has told the time. */
void esp32_board_clock_set(void);

/** Let the chip sleep between packets (light sleep; the radio wakes it). Does nothing without CONFIG_PM_ENABLE. */
void esp32_board_sleep_allow(void);

/** Overwrite a secret. */
void esp32_board_wipe(void *secret, size_t size);

/** One line on the console. */
void esp32_board_log(const char *text);

/** Say why, and start the chip anew after 10 s. Does not return. */
void esp32_board_give_up(const char *why);

#endif
