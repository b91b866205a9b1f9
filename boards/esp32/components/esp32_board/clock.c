/* SPDX-License-Identifier: MIT */
#include "console.h"
#include "esp32_board.h"

#include <esp_netif_sntp.h>
#include <freertos/FreeRTOS.h>

#define SERVER "pool.ntp.org"
#define ANSWER_MS 10000
#define LOOK_MS 20
#define TRIES 6

static bool answer_wait(void) {
    for (int waited_ms = 0; waited_ms < ANSWER_MS; waited_ms += LOOK_MS) {
        console_serve();
        if (esp_netif_sntp_sync_wait(pdMS_TO_TICKS(LOOK_MS)) == ESP_OK) return true;
    }
    return false;
}

void esp32_board_clock_set(void) {
    esp_sntp_config_t config = ESP_NETIF_SNTP_DEFAULT_CONFIG(SERVER);
    if (esp_netif_sntp_init(&config) != ESP_OK) esp32_board_give_up("SNTP cannot be started");
    for (int i = 0; i < TRIES; i++) {
        if (answer_wait()) return;
        esp32_board_log("waiting for the time from " SERVER);
    }
    esp32_board_give_up("no time from " SERVER "; certificates cannot be checked without it");
}
