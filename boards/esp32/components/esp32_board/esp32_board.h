/* SPDX-License-Identifier: MIT */
/** @file
 *  What an application on an ESP32 needs before its first connection, in this order: storage, network, clock, token.
 * Each function blocks until it is done, and is called by one task. What cannot go on is logged, and the chip starts
 * anew after 10 s.
 *
 *  What is not in the image is asked for on the console and kept in NVS, in clear unless NVS encryption is on. While a
 *  function blocks, the console takes `forget`, `forget wifi` and `forget token`. */
#ifndef ESP32_BOARD_H
#define ESP32_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The longest bearer token and its zero. */
#define ESP32_BOARD_TOKEN_BYTES 256

/** The flash that keeps token, Wi-Fi and calibration of the radio. */
void esp32_board_storage_start(void);

/** Join the network of the configuration (menu "Pipit board"); it is joined again whenever it is lost. A Wi-Fi that was
 *  asked for is kept once it has been joined. */
void esp32_board_network_start(void);

/** Certificates have dates: wait until an SNTP server has told the time. */
void esp32_board_clock_set(void);

/** The token of the image (PIPIT_TOKEN_IN_IMAGE) or of NVS. @return false: there is none.
 *  @param size at least ESP32_BOARD_TOKEN_BYTES */
bool esp32_board_token_read(char *token, size_t size);

/** Ask for a token on the console, which shows stars. One that is too long is refused and asked for again. */
void esp32_board_token_ask(char *token, size_t size);

/** Keep a token that X has accepted. */
void esp32_board_token_keep(const char *token);

/** Do what is typed on the console for so long. */
void esp32_board_wait(uint32_t ms);

/** Let the chip sleep between packets (light sleep; the radio wakes it). Does nothing without CONFIG_PM_ENABLE.
 *  @return whether it may sleep from now on, which makes the console deaf */
bool esp32_board_sleep_allow(void);

/** Overwrite a secret. */
void esp32_board_wipe(void *secret, size_t size);

/** One line on the console. */
void esp32_board_log(const char *text);

/** Say why, and start the chip anew after 10 s. Does not return. */
void esp32_board_give_up(const char *why);

#endif
