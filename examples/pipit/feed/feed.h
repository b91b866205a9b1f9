/* SPDX-License-Identifier: MIT */
/* One connection: a client, its memory, and the layers of its port. */
#ifndef FEED_H
#define FEED_H

#include "../options/options.h"
#include "pipit/recovery.h"
#include "pipit/seen.h"
#include "pipit/select.h"
#include "pipit_posix.h"
#include "pipit_proxy.h"
#include "request_line.h"
#include "scaled_time.h"
#include "tls.h"

typedef struct {
    pipit_t client; /* first: a callback gets its address, see feed_of() */
    pipit_port_t port;
    pipit_posix_t tcp;
    pipit_proxy_t proxy;
    tls_t tls;
    request_line_t request_line;
    scaled_time_t scaled;
    char name[32];         /* for people; "" if there is only one connection */
    pipit_select_t select; /* the members of messages that are kept */
    pipit_recovery_t recovery;
    uint8_t partition;     /* 0: none */
    uint64_t connected_ms; /* app_uptime_ms() of the last connect */
    bool connected;
    bool over;
    char cause[512]; /* why the present attempt failed; printed together with what follows */
    pipit_err_t reason;
} feed_t;

/* The connection of this client. */
feed_t *feed_of(pipit_t *client);

/* Makes the client and the port; ends the program if an option is wrong. `seen` may be NULL. */
void feed_make(feed_t *feed, const options_t *options, const char *token, pipit_seen_t *seen,
               const pipit_posix_waker_t *waker);

/* Starts the stream. */
pipit_err_t feed_start(feed_t *feed, const options_t *options);

void feed_free(feed_t *feed, const options_t *options);

#endif
