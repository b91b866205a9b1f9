/* SPDX-License-Identifier: MIT */
/* Writing to stdout, and what follows when an output cannot be written. */
#ifndef STDOUT_H
#define STDOUT_H

#include "../app/app.h"

/* Writes what stdout still holds. @return whether it can go on. */
bool stdout_flush(app_t *app);

/* Has a write to stdout failed? To be asked before anything else sets errno. */
void stdout_check(app_t *app);

/* `name` cannot be written: says so once and stops. */
void output_failed(app_t *app, const char *name, int error);

#endif
