/* SPDX-License-Identifier: MIT */
/* A name server on loopback in the thread of the test: it answers when dns_turn() is called, with the given addresses.
 */
#ifndef DNS_H
#define DNS_H

#include <stdbool.h>
#include <stdint.h>

#define DNS_ADDRESSES 8

typedef struct {
    int socket;
    uint16_t port;
    unsigned queries;              /* seen so far */
    bool silent;                   /* read questions, but do not answer */
    unsigned junk;                 /* packets without an answer that are sent before each answer */
    const char *v4[DNS_ADDRESSES]; /* the addresses of every name, for example "127.0.0.1"; if there are none: the name
                                      does not exist */
    const char *v6[DNS_ADDRESSES];
} dns_t;

void dns_make(dns_t *dns);
/* Answer all questions that have arrived. */
void dns_turn(dns_t *dns);
void dns_free(dns_t *dns);

#endif
