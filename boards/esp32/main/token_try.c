/* SPDX-License-Identifier: MIT */
#include "token_try.h"
#include "esp32_board.h"
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <stdio.h>
#include <stdlib.h>

#define AGAIN_MS 10000

typedef struct {
    pipit_t client;
    uint8_t rx[1024];
    pipit_token_t tokens[PIPIT_TOKENS_MIN];
    pipit_posix_t tcp;
    pipit_tls_t tls;
} desk_t;

static void on_connection_error(void *ctx, pipit_t *client, pipit_err_t err, int32_t detail) {
    (void)ctx;
    (void)client;
    printf("%s (%ld)\n", pipit_strerror(err), (long)detail);
}

static pipit_err_t ask(desk_t *desk, const char *token) {
    static const pipit_handlers_t on = {.on_connection_error = on_connection_error};
    pipit_port_t port = pipit_tls_port(&desk->tls, pipit_posix_port(&desk->tcp), PIPIT_TLS_SYSTEM_CA);
    const pipit_config_t config = {.rx = desk->rx,
                                   .rx_bytes = sizeof desk->rx,
                                   .tokens = desk->tokens,
                                   .token_count = sizeof desk->tokens / sizeof desk->tokens[0],
                                   .bearer_token = token};
    pipit_err_t err = pipit_init(&desk->client, &config);
    if (err == PIPIT_E_INVALID) printf("%s\n", pipit_offender(&desk->client));
    if (err == PIPIT_OK) err = pipit_rules_list(&desk->client, NULL);
    if (err == PIPIT_OK) err = pipit_run(&desk->client, &port, &on, NULL);
    pipit_tls_free(&desk->tls);
    pipit_posix_free(&desk->tcp);
    return err;
}

static bool is_answer_of_x(pipit_err_t err) {
    uint8_t family = pipit_err_family(err);
    return err == PIPIT_OK || family == PIPIT_FAMILY_API_STOP || family == PIPIT_FAMILY_API_WAIT;
}

bool token_try(const char *token) {
    desk_t *desk = calloc(1, sizeof *desk);
    pipit_err_t err = PIPIT_E_AUTH;
    for (; desk; vTaskDelay(pdMS_TO_TICKS(AGAIN_MS))) {
        err = ask(desk, token);
        if (is_answer_of_x(err) || err == PIPIT_E_INVALID) break;
        printf("X was not reached: %s\n", pipit_strerror(err));
    }
    if (desk) esp32_board_wipe(desk, sizeof *desk); /* its buffer contained the token in requests */
    free(desk);
    if (err == PIPIT_OK) printf("X accepts the token\n");
    if (err != PIPIT_OK && err != PIPIT_E_INVALID) printf("%s\n", pipit_strerror(err));
    return err != PIPIT_E_AUTH && err != PIPIT_E_INVALID;
}
