/* SPDX-License-Identifier: MIT */
#include "console.h"
#include "esp32_board.h"
#include "kept.h"

#include <sdkconfig.h>
#include <string.h>

#if defined(CONFIG_PIPIT_TOKEN_IN_IMAGE)
bool esp32_board_token_read(char *token, size_t size) {
    if (sizeof CONFIG_PIPIT_TOKEN > size || sizeof CONFIG_PIPIT_TOKEN == 1)
        esp32_board_give_up("PIPIT_TOKEN is empty or too long (idf.py menuconfig)");
    memcpy(token, CONFIG_PIPIT_TOKEN, sizeof CONFIG_PIPIT_TOKEN);
    return true;
}
#else
bool esp32_board_token_read(char *token, size_t size) {
    return kept_read(KEPT_TOKEN, token, size) && token[0] != '\0';
}
#endif

void esp32_board_token_ask(char *token, size_t size) {
    console_ask("Bearer token of your app", token, size, true);
}

void esp32_board_token_keep(const char *token) {
    kept_write(KEPT_TOKEN, token);
}
