/* SPDX-License-Identifier: MIT */
/* The commands and their names. */
#ifndef COMMAND_H
#define COMMAND_H

enum {
    COMMAND_STREAM,
    COMMAND_REPLAY,
    COMMAND_RULES_LIST,
    COMMAND_RULES_ADD,
    COMMAND_RULES_DELETE,
    COMMAND_RULES_SYNC,
    COMMAND_RULES_COUNT,
    COMMAND_CONNECTIONS_LIST,
    COMMAND_CONNECTIONS_KILL,
    COMMAND_SUBSCRIPTIONS_LIST,
    COMMAND_SUBSCRIPTIONS_CREATE,
    COMMAND_SUBSCRIPTIONS_UPDATE,
    COMMAND_SUBSCRIPTIONS_DELETE,
    COMMAND_TOKEN,
    COMMAND_COUNT
};

/* The words of a command, for example "rules add". */
const char *command_name(int command);

/* Finds the command that argv[1] and argv[2] name. *used: how many words its name has. Ends the program if there is no
 * such command. */
int command_find(int argc, char **argv, int *used);

#endif
