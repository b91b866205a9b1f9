/* SPDX-License-Identifier: MIT */
/* JSON that is sent. */
#include "pipit_int.h"
#if PIPIT_CFG_CALLS
#include <string.h>

static char hex_digit(unsigned value) {
    return (char)(value < 10 ? '0' + value : 'a' + (value - 10));
}

/* RFC 8259 section 7: only what must be escaped. */
void pipit_i_put_json(pipit_sink_t *sink, const char *text) {
    pipit_i_put_byte(sink, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') pipit_i_put_byte(sink, '\\');
        if (c >= 0x20) {
            pipit_i_put_byte(sink, *text);
        } else {
            pipit_i_put(sink, "\\u00");
            pipit_i_put_byte(sink, hex_digit(c >> 4));
            pipit_i_put_byte(sink, hex_digit(c & 15u));
        }
    }
    pipit_i_put_byte(sink, '"');
}

static void put_name(pipit_sink_t *sink, const char *name, bool first) {
    if (!first) pipit_i_put_byte(sink, ',');
    pipit_i_put_json(sink, name);
    pipit_i_put_byte(sink, ':');
}

void pipit_i_put_object(pipit_sink_t *sink, const char *members, const char *const *texts) {
    bool first = true;
    pipit_i_put_byte(sink, '{');
    for (; *members != '\0'; members += strlen(members) + 1) {
        if (*members == '}') {
            pipit_i_put_byte(sink, '}');
            first = false;
        } else if (*members == '{') {
            put_name(sink, members + 1, first);
            pipit_i_put_byte(sink, '{');
            first = true;
        } else if (*texts++) {
            put_name(sink, members, first);
            pipit_i_put_json(sink, texts[-1]);
            first = false;
        }
    }
    pipit_i_put_byte(sink, '}');
}
#endif
