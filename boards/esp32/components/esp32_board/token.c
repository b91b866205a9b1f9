/* SPDX-License-Identifier: MIT */
#include "esp32_board.h"

#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <nvs.h>
#include <sdkconfig.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define SPACE "pipit"
#define KEY "token"
#define LOOK_MS 20

#if defined(CONFIG_PIPIT_TOKEN_IN_IMAGE)
void esp32_board_token_read(char *token, size_t size) {
    if (sizeof CONFIG_PIPIT_TOKEN > size || sizeof CONFIG_PIPIT_TOKEN == 1)
        esp32_board_give_up("PIPIT_TOKEN is empty or too long (idf.py menuconfig)");
    memcpy(token, CONFIG_PIPIT_TOKEN, sizeof CONFIG_PIPIT_TOKEN);
}
#else
/* The console does not block: it has no driver, so that it may sleep. */
static void line_read(char *text, size_t size) {
    size_t len = 0;
    for (;;) {
        int c = getchar();
        if (c == '\n' || c == '\r') {
            if (len > 0) break;
        } else if (c == EOF) {
            clearerr(stdin);
            vTaskDelay(pdMS_TO_TICKS(LOOK_MS));
        } else if (c > ' ' && len + 1 < size) {
            text[len++] = (char)c;
        }
    }
    text[len] = '\0';
}

static bool kept_read(nvs_handle_t nvs, char *token, size_t size) {
    return nvs_get_str(nvs, KEY, token, &size) == ESP_OK && token[0] != '\0';
}

void esp32_board_token_read(char *token, size_t size) {
    nvs_handle_t nvs;
    if (nvs_open(SPACE, NVS_READWRITE, &nvs) != ESP_OK) esp32_board_give_up("the NVS partition cannot be used");
    if (!kept_read(nvs, token, size)) {
        printf("\nBearer token of your app (it is not shown), then Enter: ");
        (void)fflush(stdout);
        line_read(token, size);
        printf("\n");
        if (nvs_set_str(nvs, KEY, token) != ESP_OK || nvs_commit(nvs) != ESP_OK)
            esp32_board_log("the token could not be kept; it is asked for again next time");
    }
    nvs_close(nvs);
}
#endif
