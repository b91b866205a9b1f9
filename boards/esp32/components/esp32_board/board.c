/* SPDX-License-Identifier: MIT */
#include "esp32_board.h"

#include <esp_log.h>
#include <esp_pm.h>
#include <esp_system.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <nvs_flash.h>
#include <sdkconfig.h>

#define RESTART_MS 10000
#define SLOWEST_MHZ 40

void esp32_board_log(const char *text) {
    ESP_LOGI("pipit", "%s", text);
}

void esp32_board_give_up(const char *why) {
    ESP_LOGE("pipit", "%s", why);
    vTaskDelay(pdMS_TO_TICKS(RESTART_MS));
    esp_restart();
}

void esp32_board_wipe(void *secret, size_t size) {
    volatile char *bytes = secret;
    for (size_t i = 0; i < size; i++)
        bytes[i] = 0;
}

void esp32_board_storage_start(void) {
    esp_err_t err = nvs_flash_init();
    if (err == ESP_ERR_NVS_NO_FREE_PAGES || err == ESP_ERR_NVS_NEW_VERSION_FOUND) {
        (void)nvs_flash_erase();
        err = nvs_flash_init();
    }
    if (err != ESP_OK) esp32_board_give_up("the NVS partition cannot be used");
}

bool esp32_board_sleep_allow(void) {
#if defined(CONFIG_PM_ENABLE)
    const esp_pm_config_t config = {
        .max_freq_mhz = CONFIG_ESP_DEFAULT_CPU_FREQ_MHZ, .min_freq_mhz = SLOWEST_MHZ, .light_sleep_enable = true};
    if (esp_pm_configure(&config) == ESP_OK) return true;
    esp32_board_log("this chip does not sleep");
#endif
    return false;
}
