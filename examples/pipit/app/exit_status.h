/* SPDX-License-Identifier: MIT */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

#include "app.h"

/* The exit status, as --help documents it. If several connections have failed, it is that of the first one. */
int exit_status(const app_t *app);

#endif
