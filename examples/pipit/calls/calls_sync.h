/* SPDX-License-Identifier: MIT */
#ifndef CALLS_SYNC_H
#define CALLS_SYNC_H

#include "../app/app.h"

/* Like call_start() and call_event(), for `rules sync`, which makes several calls. */
pipit_err_t sync_start(app_t *app);
bool sync_event(app_t *app, feed_t *feed, pipit_event_t *event);

#endif
