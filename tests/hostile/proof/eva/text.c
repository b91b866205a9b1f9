/* SPDX-License-Identifier: MIT */
/* Slices and entities of any text: all bytes, all lengths up to EVA_TEXT. */
#include "pipit/text.h"
#include "eva.h"

#define EVA_TEXT 16u

static char bytes[EVA_TEXT];

int main(void) {
    size_t len = eva_upto(EVA_TEXT);
    /*@ split len; */
    eva_fill(bytes, sizeof bytes);
    pipit_str_t text = {bytes, len};
    (void)pipit_text_slice(text, Frama_C_unsigned_int_interval(0, UINT32_MAX),
                           Frama_C_unsigned_int_interval(0, UINT32_MAX));
    (void)pipit_html_decode(bytes, len);
    return 0;
}
