/* SPDX-License-Identifier: MIT */
/* A port that stores the target of the last request, which says where a message is from. */
#ifndef REQUEST_LINE_H
#define REQUEST_LINE_H

#include "pipit/port.h"

#define REQUEST_TARGET_BYTES 4096

typedef struct {
    pipit_port_t inner;
    char target[REQUEST_TARGET_BYTES]; /* "/2/tweets/sample/stream?partition=1" */
    size_t len;
    uint8_t word; /* index of the word in the request line: method, target; later words are ignored */
} request_line_t;

pipit_port_t request_line_port(request_line_t *line, pipit_port_t inner);

#endif
