/* SPDX-License-Identifier: MIT */
#include "pipit/pipit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void app_main(void) {
    char line[] = "{\"data\":{\"id\":\"1\",\"text\":\"a Post\"}}";
    pipit_token_t tokens[16];
    pipit_json_t json;
    pipit_err_t err = pipit_json_parse(&json, line, strlen(line), tokens, 16);
    pipit_str_t text = pipit_json_string(&json, pipit_json_find(&json, PIPIT_NODE_ROOT, "data.text"));
    printf("%d %.*s\n", (int)err, (int)text.len, text.ptr ? text.ptr : "");
    fflush(stdout);
    exit(err == PIPIT_OK ? 0 : 1);
}
