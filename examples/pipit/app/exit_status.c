/* SPDX-License-Identifier: MIT */
#include "exit_status.h"

static int reason_status(pipit_err_t reason) {
    uint8_t family = pipit_err_family(reason);
    if (reason == PIPIT_OK || reason == PIPIT_E_STOPPED || reason == PIPIT_E_REPLAY_DONE) return 0;
    if (reason == PIPIT_E_PROXY_AUTH || reason == PIPIT_E_PROXY_REFUSED || reason == PIPIT_E_PAGES) return 1;
    if (family == PIPIT_FAMILY_API_STOP) return 1;
    if (reason == PIPIT_E_TLS_CA || reason == PIPIT_E_TLS_CONFIG || family == PIPIT_FAMILY_CALLER) return 2;
    if (reason != PIPIT_E_RETRIES && family == PIPIT_FAMILY_API_WAIT) return 1; /* of a call */
    return 3;
}

int exit_status(const app_t *a) {
    int status = 0;
    if (a->output_failed) return 4;
    if (a->refused) return 1;
    for (size_t i = 0; i < a->feed_count && status == 0; i++) {
        bool malformed = a->options->command == COMMAND_REPLAY && pipit_stats(&a->feeds[i].client)->malformed > 0;
        status = malformed ? 1 : reason_status(a->feeds[i].reason);
    }
    return status;
}
