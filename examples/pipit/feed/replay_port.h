/* SPDX-License-Identifier: MIT */
/* A port that reads a recording instead of a network; the engine works with it as with any other port. Its clock
 * advances only in a wait, and every wait ends at once. */
#ifndef REPLAY_PORT_H
#define REPLAY_PORT_H

#include "pipit/port.h"
#include <stdio.h>

typedef struct {
    FILE *file;
    char begin[5]; /* first bytes, which say which kind of recording it is */
    size_t begin_len;
    size_t begin_at;
    size_t head_at; /* of the head that JSON lines get */
    uint32_t now_ms;
    bool lines; /* JSON lines; else an answer with its head */
    bool in_line;
    bool over;
} replay_port_t;

/* Ends the program if the file cannot be read. "-" is stdin. */
pipit_port_t replay_port(replay_port_t *replay, const char *name);

#endif
