/* SPDX-License-Identifier: MIT */
#ifndef TOKEN_TRY_H
#define TOKEN_TRY_H

#include <stdbool.h>

/** Ask X for the rules of this app: whether it knows the token. Says on the console what is wrong, and goes on trying
 *  while X cannot be reached.
 *  @return false: X does not accept it */
bool token_try(const char *token);

#endif
