/* SPDX-License-Identifier: MIT */
/* Parameters of requests. */
#include "../http/pipit_http_put.h"
#include "pipit_x.h"
#include <string.h>

/* X has two spellings: backfill_minutes and backfillMinutes. */
void pipit_i_put_name(pipit_t *client, const char *name) {
    pipit_i_put_byte(client, client->http.out.separator);
    client->http.out.separator = '&';
    for (; *name != '\0'; name++) {
        char c = *name;
        if (c == '_' && client->http.out.camel_case) c = (char)(*++name - 'a' + 'A');
        pipit_i_put_byte(client, c);
    }
    pipit_i_put_byte(client, '=');
}

void pipit_i_put_text_parameter(pipit_t *client, const char *name, const char *value) {
    pipit_i_put_name(client, name);
    pipit_i_put(client, value);
}

void pipit_i_put_number_parameter(pipit_t *client, const char *name, uint32_t value) {
    if (value == 0) return;
    pipit_i_put_name(client, name);
    pipit_i_put_u32(client, value);
}

void pipit_i_put_path(pipit_t *client, const char *path, bool camel_case) {
    client->http.out.camel_case = camel_case;
    pipit_i_put(client, path);
    client->http.out.separator = strchr(path, '?') ? '&' : '?';
}
