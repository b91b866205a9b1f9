/* SPDX-License-Identifier: MIT */
#ifndef APP_MAKE_H
#define APP_MAKE_H

#include "app.h"

/* Makes the connections that the options ask for; ends the program if an option is wrong. */
void app_make(app_t *app, const options_t *options);

/* Closes them. Their memory and the waker are kept, because a signal may still arrive. */
void app_free(app_t *app);

#endif
