/* SPDX-License-Identifier: MIT */
/* http-parser and cJSON. It stands for libcurl + cJSON in memory, where libcurl cannot be fed: its own chunk decoder
 * costs about what http-parser's does, and next to cJSON neither counts. */
#include "bench.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static uint64_t number(const cJSON *object) {
    const char *digits = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "id"));
    if (digits == NULL) bench_fail("cJSON: no id");
    return bench_number(digits, strlen(digits));
}

static void on_line(const char *line, size_t len) {
    cJSON *root = cJSON_ParseWithLength(line, len);
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(root, "data"), *rule;
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(data, "text"));
    if (text == NULL) bench_fail("cJSON: a line without a Post");
    bench_found.messages++;
    bench_found.ids += number(data);
    bench_text(text, strlen(text));
    cJSON_ArrayForEach(rule, cJSON_GetObjectItemCaseSensitive(root, "matching_rules")) {
        bench_found.rules += number(rule);
    }
    cJSON_Delete(root);
}

static void http_cjson_open(void) {
    /* cJSON lives in a shared library, out of reach of the linker's --wrap. realloc is only used for printing. */
    cJSON_Hooks hooks = {bench_counted_malloc, free};
    cJSON_InitHooks(&hooks);
    bench_http_open(on_line);
}

const bench_reader_t bench_http_cjson = {"http-parser+cJSON", true, http_cjson_open, bench_http_feed,
                                         bench_http_close};
