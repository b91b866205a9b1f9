/* SPDX-License-Identifier: MIT */
/* The status line, and the counters at the end. */
#ifndef STATUS_H
#define STATUS_H

#include "../app/app.h"

#define STATUS_MS 250u /* time between two updates of the status line, in real time */

void status_draw(app_t *app);
void status_clear(void);

/* Prints all counters on stderr, each as a line "name value". */
void stats_print(const app_t *app);

#endif
