/* SPDX-License-Identifier: MIT */
#ifndef LOOP_H
#define LOOP_H

#include "app/app.h"
#include "output/output.h"

/* Runs all connections until their requests are over. */
void loop(app_t *app, const output_t *output);

#endif
