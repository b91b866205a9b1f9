/* SPDX-License-Identifier: MIT */
#include "command.h"
#include "mistake.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const names[COMMAND_COUNT] = {
    [COMMAND_STREAM] = "stream",
    [COMMAND_REPLAY] = "replay",
    [COMMAND_RULES_LIST] = "rules list",
    [COMMAND_RULES_ADD] = "rules add",
    [COMMAND_RULES_DELETE] = "rules delete",
    [COMMAND_RULES_SYNC] = "rules sync",
    [COMMAND_RULES_COUNT] = "rules count",
    [COMMAND_CONNECTIONS_LIST] = "connections list",
    [COMMAND_CONNECTIONS_KILL] = "connections kill",
    [COMMAND_SUBSCRIPTIONS_LIST] = "subscriptions list",
    [COMMAND_SUBSCRIPTIONS_CREATE] = "subscriptions create",
    [COMMAND_SUBSCRIPTIONS_UPDATE] = "subscriptions update",
    [COMMAND_SUBSCRIPTIONS_DELETE] = "subscriptions delete",
    [COMMAND_TOKEN] = "token",
};

const char *command_name(int command) {
    return names[command];
}

int command_find(int argc, char **argv, int *used) {
    const char *noun = argc > 1 ? argv[1] : "";
    const char *verb = argc > 2 ? argv[2] : "";
    char both[64];
    if (*noun == '\0') mistake("a command is missing: stream, replay, rules, connections, subscriptions or token");
    snprintf(both, sizeof both, "%s %s", noun, verb);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        bool one_word = strchr(names[i], ' ') == NULL;
        *used = one_word ? 1 : 2;
        if (strcmp(names[i], one_word ? noun : both) == 0) return i;
    }
    mistake("'%s%s%s' is not a command", noun, *verb ? " " : "", verb);
}
