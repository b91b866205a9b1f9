/* SPDX-License-Identifier: MIT */
#include "token.h"
#include "byte_order_mark.h"
#include "mistake.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SECRET_BYTES 4096

static char token[SECRET_BYTES];
static char key[SECRET_BYTES];
static char secret[SECRET_BYTES];

static void file_read(char *out, const char *option, const char *name) {
    FILE *file = fopen(name, "r");
    if (!file) mistake("%s %s: %s", option, name, strerror(errno));
    if (!fgets(out, SECRET_BYTES, file)) out[0] = '\0';
    if (ferror(file)) mistake("%s %s: %s", option, name, strerror(errno));
    (void)fclose(file);
    const size_t mark = byte_order_mark(out, strlen(out), option, name);
    memmove(out, out + mark, strlen(out) + 1 - mark);
}

/* Refused before anything is sent: X would answer 401, and nobody would know why. */
static void secret_check(const char *secret_text, const char *what) {
    if (*secret_text == '"' || *secret_text == '\'') mistake("the %s begins with a quote; remove the quotes", what);
    if (strncasecmp(secret_text, "bearer ", 7) == 0) mistake("the %s begins with \"Bearer \"; remove that word", what);
}

/* `what` is the name for messages, for example "bearer token". */
static void secret_read(char *out, const char *from, const char *option, const char *file, const char *what,
                        const char *variable) {
    if (file)
        file_read(out, option, file);
    else if (from)
        snprintf(out, SECRET_BYTES, "%s", from);
    if (strlen(out) == SECRET_BYTES - 1) mistake("the %s is longer than %d characters", what, SECRET_BYTES - 2);
    out[strcspn(out, "\r\n")] = '\0';
    secret_check(out, what);
    if (out[0] == '\0') mistake("no %s: set %s, or use %s FILE", what, variable, option);
}

const char *token_read(const options_t *o) {
    const char *from = getenv("X_BEARER_TOKEN");
    if (!from || !*from) from = getenv("BEARER_TOKEN");
    secret_read(token, from, "--token-file", o->token_file, "bearer token", "X_BEARER_TOKEN");
    return token;
}

void credentials_read(const options_t *o, const char **key_out, const char **secret_out) {
    secret_read(key, getenv("X_API_KEY"), "--key-file", o->key_file, "API key", "X_API_KEY");
    secret_read(secret, getenv("X_API_SECRET"), "--secret-file", o->secret_file, "API secret", "X_API_SECRET");
    *key_out = key;
    *secret_out = secret;
}

static void wipe(volatile char *at) {
    for (size_t i = 0; i < SECRET_BYTES; i++)
        at[i] = 0;
}

void secrets_wipe(void) {
    wipe(token);
    wipe(key);
    wipe(secret);
}
