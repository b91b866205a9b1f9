/* SPDX-License-Identifier: MIT */
#include "console.h"
#include "esp32_board.h"
#include "kept.h"

#include <esp_event.h>
#include <esp_netif.h>
#include <esp_wifi.h>
#include <freertos/FreeRTOS.h>
#include <freertos/event_groups.h>
#include <sdkconfig.h>
#include <stdio.h>
#include <string.h>

#define HAS_ADDRESS 1
#define JOIN_MS 30000
#define LOOK_MS 20
#define WIFI_NAME_MAX 32
#define WIFI_PASSWORD_MAX 64

typedef struct {
    char name[WIFI_NAME_MAX + 1];
    char password[WIFI_PASSWORD_MAX + 1];
} wifi_t;

static EventGroupHandle_t state;
static volatile uint8_t refused; /* the last reason, a wifi_err_reason_t; 0: none yet */

static void on_event(void *arg, esp_event_base_t base, int32_t id, void *data) {
    (void)arg;
    if (base == IP_EVENT && id == IP_EVENT_STA_GOT_IP) {
        (void)xEventGroupSetBits(state, HAS_ADDRESS);
    } else if (base == WIFI_EVENT && id == WIFI_EVENT_STA_START) {
        (void)esp_wifi_connect();
    } else if (base == WIFI_EVENT && id == WIFI_EVENT_STA_DISCONNECTED) {
        refused = ((const wifi_event_sta_disconnected_t *)data)->reason;
        (void)esp_wifi_connect(); /* without limit; Pipit only sees that its connection was lost */
    }
}

static void driver_start(void) {
    const wifi_init_config_t init = WIFI_INIT_CONFIG_DEFAULT();
    state = xEventGroupCreate();
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    (void)esp_netif_create_default_wifi_sta();
    ESP_ERROR_CHECK(esp_wifi_init(&init));
    ESP_ERROR_CHECK(esp_wifi_set_storage(WIFI_STORAGE_RAM)); /* otherwise untried settings are stored */
    ESP_ERROR_CHECK(esp_event_handler_instance_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_event, NULL, NULL));
    ESP_ERROR_CHECK(esp_event_handler_instance_register(IP_EVENT, IP_EVENT_STA_GOT_IP, on_event, NULL, NULL));
    ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
}

static void join(const wifi_t *wifi) {
    wifi_config_t config;
    memset(&config, 0, sizeof config);
    memcpy(config.sta.ssid, wifi->name, strlen(wifi->name));
    memcpy(config.sta.password, wifi->password, strlen(wifi->password));
    (void)esp_wifi_stop();
    refused = 0;
    ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &config));
    esp32_board_wipe(&config, sizeof config);
    ESP_ERROR_CHECK(esp_wifi_start());
    ESP_ERROR_CHECK(esp_wifi_set_ps(WIFI_PS_MIN_MODEM));
}

static bool is_joined(void) {
    for (uint32_t waited_ms = 0; waited_ms < JOIN_MS; waited_ms += LOOK_MS) {
        console_serve();
        if (xEventGroupWaitBits(state, HAS_ADDRESS, pdFALSE, pdTRUE, pdMS_TO_TICKS(LOOK_MS)) & HAS_ADDRESS) return true;
    }
    printf("the Wi-Fi was not joined in %d s (reason %u)%s\n", JOIN_MS / 1000, (unsigned)refused,
           refused == WIFI_REASON_NO_AP_FOUND ? ": there is none of this name" : "; is the password right?");
    return false;
}

#if defined(CONFIG_PIPIT_WIFI_IN_IMAGE)
static bool wifi_read(wifi_t *wifi) {
    if (sizeof CONFIG_PIPIT_WIFI_SSID == 1) esp32_board_give_up("PIPIT_WIFI_SSID is empty (idf.py menuconfig)");
    if (sizeof CONFIG_PIPIT_WIFI_SSID > sizeof wifi->name || sizeof CONFIG_PIPIT_WIFI_PASSWORD > sizeof wifi->password)
        esp32_board_give_up("the name or the password of the Wi-Fi is too long");
    memcpy(wifi->name, CONFIG_PIPIT_WIFI_SSID, sizeof CONFIG_PIPIT_WIFI_SSID);
    memcpy(wifi->password, CONFIG_PIPIT_WIFI_PASSWORD, sizeof CONFIG_PIPIT_WIFI_PASSWORD);
    return true;
}
#else
static bool wifi_read(wifi_t *wifi) {
    return kept_read(KEPT_WIFI_NAME, wifi->name, sizeof wifi->name) &&
           kept_read(KEPT_WIFI_PASSWORD, wifi->password, sizeof wifi->password);
}
#endif

static void wifi_ask(wifi_t *wifi) {
    do
        console_ask("Name of your Wi-Fi", wifi->name, sizeof wifi->name, false);
    while (wifi->name[0] == '\0');
    console_ask("Its password", wifi->password, sizeof wifi->password, true);
}

static void wifi_keep(const wifi_t *wifi) {
    kept_write(KEPT_WIFI_NAME, wifi->name);
    kept_write(KEPT_WIFI_PASSWORD, wifi->password);
}

void esp32_board_network_start(void) {
    wifi_t wifi;
    driver_start();
    bool is_known = wifi_read(&wifi);
    if (is_known) join(&wifi);
    while (is_known && !is_joined())
        printf("still trying; `forget wifi` to be asked for another\n");
    while (!is_known) {
        wifi_ask(&wifi);
        join(&wifi);
        is_known = is_joined();
        if (is_known) wifi_keep(&wifi);
    }
    esp32_board_wipe(&wifi, sizeof wifi);
}
