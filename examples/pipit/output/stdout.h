/* SPDX-License-Identifier: MIT */
/* Write to stdout, and handle errors of outputs. */
#ifndef STDOUT_H
#define STDOUT_H

#include "../app/app.h"

/* Writes the bytes that stdout has buffered. @return false if this failed. */
bool stdout_flush(app_t *app);

/* Checks whether a write to stdout has failed. Call it before anything else sets errno. */
void stdout_check(app_t *app);

/* `name` cannot be written: prints this once and stops the program. */
void output_failed(app_t *app, const char *name, int error);

#endif
