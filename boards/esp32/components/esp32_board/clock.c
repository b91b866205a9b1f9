/* SPDX-License-Identifier: MIT */
#include "esp32_board.h"

#include <esp_netif_sntp.h>
#include <freertos/FreeRTOS.h>

#define SERVER "pool.ntp.org"
#define ANSWER_MS 10000
#define TRIES 6

void esp32_board_clock_set(void) {
    esp_sntp_config_t config = ESP_NETIF_SNTP_DEFAULT_CONFIG(SERVER);
    if (esp_netif_sntp_init(&config) != ESP_OK) esp32_board_give_up("SNTP cannot be started");
    for (int i = 0; i < TRIES; i++) {
        if (esp_netif_sntp_sync_wait(pdMS_TO_TICKS(ANSWER_MS)) == ESP_OK) return;
        esp32_board_log("waiting for the time from " SERVER);
    }
    esp32_board_give_up("no time from " SERVER "; certificates cannot be checked without it");
}
