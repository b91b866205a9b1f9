/* SPDX-License-Identifier: MIT */
/* Everything that the application needs, one after the other; then the application, in a task of its own. */
#include "esp32_board.h"
#include "pipit_app.h"

#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <sdkconfig.h>
#include <stdlib.h>

static void task(void *arg) {
    (void)arg;
    int status = pipit_app();
    esp32_board_log(status == 0 ? "the application has ended" : "the application has ended with an error");
    vTaskDelete(NULL);
}

void app_main(void) {
    static char token[ESP32_BOARD_TOKEN_BYTES];
    esp32_board_storage_start();
    esp32_board_token_read(token, sizeof token);
    esp32_board_wifi_start();
    esp32_board_clock_set(); /* before the first certificate is looked at */
    esp32_board_sleep_allow();
    (void)setenv("X_BEARER_TOKEN", token, 1);
    esp32_board_wipe(token, sizeof token);
    if (xTaskCreate(task, "pipit", CONFIG_PIPIT_TASK_STACK, NULL, tskIDLE_PRIORITY + 2, NULL) != pdPASS)
        esp32_board_log("no memory for the task");
}
