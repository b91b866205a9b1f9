/* SPDX-License-Identifier: MIT */
/* Times: all bytes, all lengths up to EVA_BYTES. */
#include "eva.h"
#include "pipit/text.h"

static char bytes[EVA_BYTES];

int main(void) {
    size_t len = eva_upto(EVA_BYTES);
    int64_t unix_ms = 0;
    char out[PIPIT_TIME_BYTES];
    eva_fill(bytes, sizeof bytes);
    (void)pipit_time_ms(bytes, len, &unix_ms);
    pipit_time_put(Frama_C_unsigned_int_interval(0, UINT32_MAX), out);
    return 0;
}
