/* SPDX-License-Identifier: MIT */
/* A sync of rules over a port. It blocks until the end, like pipit_run(). */
#include "../base/pipit_compile.h"
#include "pipit/loop.h"
#include "pipit/rules_sync.h"

/* The callback for each change. */
typedef struct {
    void (*on_change)(void *ctx, const pipit_rules_change_t *change);
    void *ctx;
} listener_t;

/* @return whether the sync is over; then sync->err is its result. */
PIPIT_I_OWN_FRAME bool change_tell(pipit_rules_sync_t *sync, pipit_t *client, pipit_event_t *event,
                                   const listener_t *listener) {
    pipit_rules_change_t change;
    if (pipit_rules_sync_next(sync, client, event, &change) && listener->on_change)
        listener->on_change(listener->ctx, &change);
    return change.kind == PIPIT_CHANGE_DONE;
}

pipit_err_t pipit_rules_sync_run(pipit_rules_sync_t *sync, pipit_t *client, const pipit_port_t *port,
                                 const pipit_rules_sync_config_t *config,
                                 void (*on_change)(void *ctx, const pipit_rules_change_t *change), void *ctx) {
    const listener_t listener = {on_change, ctx};
    pipit_event_t event;
    pipit_err_t err = pipit_rules_sync_start(sync, client, config);
    if (err != PIPIT_OK) return err;
    for (;;) {
        if (pipit_poll(client, port, &event)) {
            if (change_tell(sync, client, &event, &listener)) return sync->err;
        } else if (event.wait_ms > 0 && port->wait) {
            port->wait(port->io, event.wait_ms);
        }
    }
}
