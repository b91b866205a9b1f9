/* SPDX-License-Identifier: MIT */
/* A name server on loopback in the test's own thread: it answers what it was told, when it is called. */
#ifndef DNS_H
#define DNS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int socket;
    uint16_t port;
    unsigned queries;  /* seen so far */
    bool silent;       /* read and say nothing */
    const char *v4[4]; /* the addresses of every name, "127.0.0.1"; none at all: no such name */
    const char *v6[4];
} dns_t;

void dns_make(dns_t *dns);
/* Answer what has come. */
void dns_turn(dns_t *dns);
void dns_free(dns_t *dns);

#endif
