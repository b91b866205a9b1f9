/* SPDX-License-Identifier: MIT */
/* A name server on loopback in the test's own thread: it answers what it was told, when it is called. */
#ifndef DNS_H
#define DNS_H

#include <stdbool.h>
#include <stdint.h>

#define DNS_ADDRESSES 8

typedef struct {
    int socket;
    uint16_t port;
    unsigned queries;              /* seen so far */
    bool silent;                   /* read and say nothing */
    unsigned junk;                 /* packets that answer nothing, before each answer */
    const char *v4[DNS_ADDRESSES]; /* the addresses of every name, "127.0.0.1"; none at all: no such name */
    const char *v6[DNS_ADDRESSES];
} dns_t;

void dns_make(dns_t *dns);
/* Answer what has come. */
void dns_turn(dns_t *dns);
void dns_free(dns_t *dns);

#endif
