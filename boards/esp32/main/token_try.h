/* SPDX-License-Identifier: MIT */
#ifndef TOKEN_TRY_H
#define TOKEN_TRY_H

#include <stdbool.h>

/** Check a token: request the rules of this app from X. Writes errors to the console. While X cannot be reached, it
 *  tries again.
 *  @return false: X does not accept the token */
bool token_try(const char *token);

#endif
