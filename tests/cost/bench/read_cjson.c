/* SPDX-License-Identifier: MIT */
/* cJSON with http-parser (in memory) and with libcurl (over a socket, because it cannot read from memory). */
#include "bench.h"
#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <stdio.h>
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

static void hooks_set(void) {
    cJSON_Hooks hooks = {malloc, free};
    cJSON_InitHooks(&hooks);
}

static void http_cjson_open(void) {
    hooks_set();
    bench_http_open(on_line);
}

static char *copy(const char *text) {
    size_t bytes = strlen(text) + 1;
    char *to = malloc(bytes);
    if (to != NULL) memcpy(to, text, bytes);
    return to;
}

static size_t on_header(char *line, size_t size, size_t count, void *context) {
    (void)context;
    if (size * count == 2 && line[0] == '\r') bench_begin();
    return size * count;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context) {
    (void)context;
    bench_lines_body(bytes, size * count);
    return size * count;
}

/* One handle for all connections, as in a program that reconnects. */
static CURL *handle_make(void) {
    static struct curl_slist authorization = {"Authorization: Bearer token", NULL};
    CURL *handle;
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, free, realloc, copy, calloc) != CURLE_OK) return NULL;
    handle = curl_easy_init();
    if (handle == NULL) return NULL;
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, &authorization);
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L); /* the sender waits for the end of each connection */
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, (long)BENCH_LINE_BYTES);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
    return handle;
}

static void curl_cjson_stream(uint16_t port) {
    static CURL *handle;
    char url[64];
    hooks_set();
    if (handle == NULL) handle = handle_make();
    if (handle == NULL) bench_fail("libcurl does not start");
    snprintf(url, sizeof url, "http://127.0.0.1:%u/2/tweets/search/stream", (unsigned)port);
    curl_easy_setopt(handle, CURLOPT_URL, url);
    bench_lines_open(on_line);
    if (curl_easy_perform(handle) != CURLE_OK) bench_fail("libcurl: the transfer failed");
}

const bench_reader_t bench_http_cjson = {"http-parser+cJSON", true, http_cjson_open, bench_http_feed,
                                         bench_http_close,    NULL};
const bench_reader_t bench_curl_cjson_socket = {"libcurl+cJSON", true, NULL, NULL, NULL, curl_cjson_stream};
