/* SPDX-License-Identifier: MIT */
/* Replaces port/posix when the command and the examples are built over lwIP. It has the same names, so their sources
 * are compiled without changes. It has only what they use. */
#ifndef PIPIT_POSIX_H
#define PIPIT_POSIX_H

#include "pipit_lwip.h"

typedef struct {
    pipit_lwip_t lwip;
    pipit_port_t port;
    int32_t detail; /* converted to an errno, for which the command has a text */
    uint8_t quiet;  /* always 0: each client of a group is polled */
} pipit_posix_t;

typedef struct {
    int read_end;
    int write_end;
} pipit_posix_waker_t;

pipit_port_t pipit_posix_port(pipit_posix_t *tcp);
pipit_err_t pipit_posix_waker_make(pipit_posix_waker_t *waker);
void pipit_posix_waker_use(pipit_posix_t *tcp, const pipit_posix_waker_t *waker);
void pipit_posix_wake(const pipit_posix_waker_t *waker);
void pipit_posix_wait(pipit_posix_t *const *tcp, size_t count, uint32_t max_ms);
typedef struct {
    pipit_posix_t *const *tcp;
    size_t count;
} pipit_posix_links_t;
void pipit_posix_wait_links(void *links, uint32_t max_ms);
void pipit_posix_free(pipit_posix_t *tcp);

#endif
