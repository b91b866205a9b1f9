/* SPDX-License-Identifier: MIT */
#include "pipit/types.h"

uint8_t pipit_err_family(pipit_err_t err) {
    if (err == PIPIT_OK) return PIPIT_FAMILY_NONE;
    if (err > 0 || err < -79) return PIPIT_FAMILY_LINK;
    return (uint8_t)(-err / 10 + PIPIT_FAMILY_CALLER);
}
