/* SPDX-License-Identifier: MIT */
/** @file
 *  The steps of an application on an ESP32 before its first connection, in this order: storage, network, clock, token.
 *  Each function blocks until it is done; call all of them from one task. If a step cannot succeed, the reason is
 *  logged, and the chip restarts after 10 s.
 *
 *  Settings that are not in the image are asked for on the console and stored in NVS, without encryption unless NVS
 *  encryption is on. While a function blocks, the console accepts `forget`, `forget wifi` and `forget token`. */
#ifndef ESP32_BOARD_H
#define ESP32_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The size of the longest bearer token, with its zero. */
#define ESP32_BOARD_TOKEN_BYTES 256

/** Open the flash storage of token, Wi-Fi and calibration of the radio. */
void esp32_board_storage_start(void);

/** Connect to the network of the configuration (menu "Pipit board"); the chip connects again whenever the network is
 *  lost. Name and password of a Wi-Fi that were typed are stored after the first success. */
void esp32_board_network_start(void);

/** Wait until an SNTP server has sent the time, which is needed to check the dates of certificates. */
void esp32_board_clock_set(void);

/** The token of the image (PIPIT_TOKEN_IN_IMAGE) or of NVS. @return false: there is none.
 *  @param size at least ESP32_BOARD_TOKEN_BYTES */
bool esp32_board_token_read(char *token, size_t size);

/** Ask for a token on the console, which shows stars. If it is too long, ask again. */
void esp32_board_token_ask(char *token, size_t size);

/** Store a token that X has accepted. */
void esp32_board_token_keep(const char *token);

/** Execute commands of the console for this time. */
void esp32_board_wait(uint32_t ms);

/** Let the chip sleep between packets (light sleep; the radio wakes it). Does nothing without CONFIG_PM_ENABLE.
 *  @return whether it may sleep from now on; then the console receives no input */
bool esp32_board_sleep_allow(void);

/** Overwrite a secret. */
void esp32_board_wipe(void *secret, size_t size);

/** Write one line to the console. */
void esp32_board_log(const char *text);

/** Log the reason, and restart the chip after 10 s. Does not return. */
void esp32_board_give_up(const char *why);

#endif
