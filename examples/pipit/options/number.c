/* SPDX-License-Identifier: MIT */
#include "number.h"
#include "mistake.h"
#include <stdlib.h>

uint32_t number_read(const char *name, const char *text, uint32_t least, uint32_t most) {
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < least || value > most) {
        mistake("%s: a number from %u to %u is needed, not '%s'", name, least, most, text);
    }
    return (uint32_t)value;
}
