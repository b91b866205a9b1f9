/* SPDX-License-Identifier: MIT */
#include "options.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char token[4096];

const char *token_read(const options_t *options) {
    const char *from = getenv("X_BEARER_TOKEN");
    if (!from || !*from) from = getenv("BEARER_TOKEN");
    if (options->token_file) {
        FILE *file = fopen(options->token_file, "r");
        if (!file) mistake("--token-file %s: %s", options->token_file, strerror(errno));
        if (!fgets(token, sizeof token, file)) token[0] = '\0';
        if (ferror(file)) mistake("--token-file %s: %s", options->token_file, strerror(errno));
        (void)fclose(file);
    } else if (from) {
        snprintf(token, sizeof token, "%s", from);
    }
    if (strlen(token) == sizeof token - 1) mistake("the bearer token is longer than %zu characters", sizeof token - 2);
    token[strcspn(token, "\r\n")] = '\0';
    if (token[0] == '\0') mistake("no bearer token: set X_BEARER_TOKEN, or say --token-file FILE");
    return token;
}

void token_wipe(void) {
    volatile char *at = token;
    for (size_t i = 0; i < sizeof token; i++)
        at[i] = 0;
}
