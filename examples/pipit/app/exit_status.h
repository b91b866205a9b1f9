/* SPDX-License-Identifier: MIT */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

#include "app.h"

/* What the program ends with, as --help says it. Of several connections the first that failed decides. */
int exit_status(const app_t *app);

#endif
