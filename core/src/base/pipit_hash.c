/* SPDX-License-Identifier: MIT */
#include "pipit_hash.h"

uint32_t pipit_i_hash(const char *text, size_t len) {
    uint32_t hash = PIPIT_I_HASH_NONE;
    /*@ loop invariant 0 <= i <= len;
        loop assigns i, hash;
        loop variant len - i; */
    for (size_t i = 0; i < len; i++)
        hash = PIPIT_I_HASH_NEXT(hash, text[i]);
    return hash;
}
