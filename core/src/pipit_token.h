/* SPDX-License-Identifier: MIT */
/* jsmn's token, as it is after a text was found good. */
#ifndef PIPIT_TOKEN_H
#define PIPIT_TOKEN_H

#ifndef JSMN_STATIC
#define JSMN_HEADER
#endif
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "pipit/json.h"

/* `type` is a PIPIT_JSON_ value. `parent` is the container of an element, of a member's name its object, of a member's
 * value its name. `size` is of a container the number of the token after all that is inside; of a string it tells
 * whether it is decoded. */
#define PIPIT_I_SIZE_NAME 1
#define PIPIT_I_SIZE_VALUE 0
#define PIPIT_I_SIZE_DECODED (-1)

typedef char pipit_i_token_sizes_agree_t[sizeof(pipit_token_t) == sizeof(jsmntok_t) ? 1 : -1];

#endif
