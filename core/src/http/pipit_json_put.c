/* SPDX-License-Identifier: MIT */
/* JSON in requests. */
#include "pipit_http_put.h"
#include <string.h>

static char hex_digit(unsigned value) {
    return (char)(value < 10 ? '0' + value : 'a' + (value - 10));
}

/* Escapes only the characters that must be escaped (RFC 8259 section 7). */
void pipit_i_put_json(pipit_t *client, const char *text) {
    pipit_i_put_byte(client, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') pipit_i_put_byte(client, '\\');
        if (c >= 0x20) {
            pipit_i_put_byte(client, *text);
        } else {
            pipit_i_put(client, "\\u00");
            pipit_i_put_byte(client, hex_digit(c >> 4));
            pipit_i_put_byte(client, hex_digit(c & 15u));
        }
    }
    pipit_i_put_byte(client, '"');
}

static void put_name(pipit_t *client, const char *name, bool first) {
    if (!first) pipit_i_put_byte(client, ',');
    pipit_i_put_json(client, name);
    pipit_i_put_byte(client, ':');
}

void pipit_i_put_object(pipit_t *client, const char *members, const void *row) {
    const char *at = row;
    bool first = true;
    pipit_i_put_byte(client, '{');
    for (; *members != '\0'; members += strlen(members) + 1) {
        if (*members == '}') {
            pipit_i_put_byte(client, '}');
            first = false;
        } else if (*members == '{') {
            put_name(client, members + 1, first);
            pipit_i_put_byte(client, '{');
            first = true;
        } else {
            const char *text = *(const char *const *)(const void *)at;
            at += sizeof text;
            if (!text) continue;
            put_name(client, members, first);
            pipit_i_put_json(client, text);
            first = false;
        }
    }
    pipit_i_put_byte(client, '}');
}
