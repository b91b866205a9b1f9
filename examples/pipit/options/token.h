/* SPDX-License-Identifier: MIT */
/* Secrets are read from the environment or from files, never from the command line, which other users can see. */
#ifndef TOKEN_H
#define TOKEN_H

#include "options.h"

/* The bearer token, in static memory; ends the program with status 2 if there is none. */
const char *token_read(const options_t *options);

/* The same for an app's key and secret. */
void credentials_read(const options_t *options, const char **key, const char **secret);

/* Overwrites all of them. */
void secrets_wipe(void);

#endif
