/* SPDX-License-Identifier: MIT */
#include "client_config.h"
#include "arguments.h"
#include "board.h"

#define TEXT_BYTES 96

static char host[TEXT_BYTES];
static char token[TEXT_BYTES];

static uint32_t seed_make(void) {
    uint32_t seed = 0;
    (void)board_entropy((uint8_t *)&seed, sizeof seed);
    return seed;
}

void client_config(const char *words, pipit_config_t *config) {
    uint32_t scale = argument_number(words, "scale", 1);
    config->bearer_token = argument_copy(words, "token", "none", token, sizeof token);
    config->host = argument_copy(words, "host", NULL, host, sizeof host);
    config->port = (uint16_t)argument_number(words, "port", 0);
    config->connect_ms = 30000 * scale;
    config->write_ms = 10000 * scale;
    config->head_ms = 20000 * scale;
    config->stall_ms = argument_number(words, "stall_ms", 0);
    config->uptime_ms = argument_number(words, "uptime_ms", 0);
    config->max_retries = (int32_t)argument_number(words, "retries", 0);
    config->seed = seed_make();
    config->jitter_percent = (uint8_t)(argument_given(words, "exact") ? PIPIT_JITTER_OFF : 0);
}
