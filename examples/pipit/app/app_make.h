/* SPDX-License-Identifier: MIT */
#ifndef APP_MAKE_H
#define APP_MAKE_H

#include "app.h"

/* The connections that the options ask for; ends the program if an option does not allow one. */
void app_make(app_t *app, const options_t *options);

/* Closes them. Their memory and the waker stay: a signal may still come. */
void app_free(app_t *app);

#endif
