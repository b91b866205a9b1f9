/* SPDX-License-Identifier: MIT */
#include "esp32_board.h"

#include <esp_event.h>
#include <esp_netif.h>
#include <esp_wifi.h>
#include <freertos/FreeRTOS.h>
#include <freertos/event_groups.h>
#include <sdkconfig.h>
#include <string.h>

#define HAS_ADDRESS 1

static EventGroupHandle_t state;

static void on_event(void *arg, esp_event_base_t base, int32_t id, void *data) {
    (void)arg;
    (void)data;
    if (base == IP_EVENT && id == IP_EVENT_STA_GOT_IP) {
        (void)xEventGroupSetBits(state, HAS_ADDRESS);
    } else if (base == WIFI_EVENT && (id == WIFI_EVENT_STA_START || id == WIFI_EVENT_STA_DISCONNECTED)) {
        (void)esp_wifi_connect(); /* again and again; Pipit sees no more than a link that broke */
    }
}

static void station_configure(void) {
    wifi_config_t config;
    memset(&config, 0, sizeof config);
    if (sizeof CONFIG_PIPIT_WIFI_SSID == 1) esp32_board_give_up("say the name of your Wi-Fi: idf.py menuconfig");
    if (sizeof CONFIG_PIPIT_WIFI_SSID > sizeof config.sta.ssid ||
        sizeof CONFIG_PIPIT_WIFI_PASSWORD > sizeof config.sta.password)
        esp32_board_give_up("the name or the password of the Wi-Fi is too long");
    memcpy(config.sta.ssid, CONFIG_PIPIT_WIFI_SSID, sizeof CONFIG_PIPIT_WIFI_SSID);
    memcpy(config.sta.password, CONFIG_PIPIT_WIFI_PASSWORD, sizeof CONFIG_PIPIT_WIFI_PASSWORD);
    ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
    ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &config));
}

void esp32_board_wifi_start(void) {
    const wifi_init_config_t init = WIFI_INIT_CONFIG_DEFAULT();
    state = xEventGroupCreate();
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    (void)esp_netif_create_default_wifi_sta();
    ESP_ERROR_CHECK(esp_wifi_init(&init));
    ESP_ERROR_CHECK(esp_event_handler_instance_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_event, NULL, NULL));
    ESP_ERROR_CHECK(esp_event_handler_instance_register(IP_EVENT, IP_EVENT_STA_GOT_IP, on_event, NULL, NULL));
    station_configure();
    ESP_ERROR_CHECK(esp_wifi_start());
    ESP_ERROR_CHECK(esp_wifi_set_ps(WIFI_PS_MIN_MODEM));
    (void)xEventGroupWaitBits(state, HAS_ADDRESS, pdFALSE, pdTRUE, portMAX_DELAY);
}
