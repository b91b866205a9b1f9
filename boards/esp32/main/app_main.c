/* SPDX-License-Identifier: MIT */
/* Does all steps that the application needs, then runs the application in a separate task. */
#include "esp32_board.h"
#include "pipit_app.h"
#include "token_try.h"

#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <sdkconfig.h>
#include <stdio.h>
#include <stdlib.h>

#define AWAKE_MS 30000
#define LOOK_MS 20

typedef struct {
    const char *token;
    TaskHandle_t waiting;
    bool is_accepted;
} trial_t;

static void task_start(void (*code)(void *), void *arg) {
    if (xTaskCreate(code, "pipit", CONFIG_PIPIT_TASK_STACK, arg, tskIDLE_PRIORITY + 2, NULL) != pdPASS)
        esp32_board_give_up("no memory for the task");
}

static void application(void *arg) {
    (void)arg;
    int status = pipit_app();
    printf("the application has ended%s\n",
           status == 0 ? "" : " with an error; `forget token` to be asked for another token");
    vTaskDelete(NULL);
}

static void trial(void *arg) {
    trial_t *t = arg;
    t->is_accepted = token_try(t->token);
    (void)xTaskNotifyGive(t->waiting);
    vTaskDelete(NULL);
}

/* Runs in a separate task with the stack that TLS needs. Meanwhile this task handles the console. */
static bool token_is_accepted(const char *token) {
    trial_t t = {.token = token, .waiting = xTaskGetCurrentTaskHandle()};
    task_start(trial, &t);
    while (ulTaskNotifyTake(pdTRUE, pdMS_TO_TICKS(LOOK_MS)) == 0)
        esp32_board_wait(LOOK_MS);
    return t.is_accepted;
}

static void token_obtain(char *token, size_t size) {
    if (esp32_board_token_read(token, size)) return;
    do
        esp32_board_token_ask(token, size);
    while (!token_is_accepted(token));
    esp32_board_token_keep(token);
}

void app_main(void) {
    static char token[ESP32_BOARD_TOKEN_BYTES];
    esp32_board_storage_start();
    esp32_board_network_start();
    esp32_board_clock_set(); /* before the first certificate is checked */
    token_obtain(token, sizeof token);
    (void)setenv("X_BEARER_TOKEN", token, 1);
    esp32_board_wipe(token, sizeof token);
    task_start(application, NULL);
    esp32_board_wait(AWAKE_MS);
    while (!esp32_board_sleep_allow())
        esp32_board_wait(AWAKE_MS);
}
