/* SPDX-License-Identifier: MIT */
#include "url.h"
#include <stdlib.h>
#include <string.h>

static const char *port_read(const char *text, options_t *options) {
    char *end;
    unsigned long port = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || port == 0 || port > 65535) return "the port is a number from 1 to 65535";
    if (*end != '\0' && strcmp(end, "/") != 0) return "only scheme, host and port belong there";
    options->port = (uint16_t)port;
    return NULL;
}

const char *url_read(const char *url, options_t *options) {
    bool https = strncmp(url, "https://", 8) == 0;
    if (!https && strncmp(url, "http://", 7) != 0) return "it begins with http:// or https://";
    const char *host = url + (https ? 8 : 7);
    bool bracket = *host == '[';
    if (bracket) host++;
    size_t len = strcspn(host, bracket ? "]" : ":/");
    if (len == 0 || len >= sizeof options->host) return "the host is missing";
    if (memchr(host, '@', len) || memchr(host, '?', len)) return "only scheme, host and port belong there";
    if (bracket && host[len] != ']') return "the closing bracket is missing";
    memcpy(options->host, host, len);
    options->host[len] = '\0';
    options->tls = https;
    options->port = https ? 443 : 80;
    const char *rest = host + len + (bracket ? 1 : 0);
    if (*rest == ':') return port_read(rest + 1, options);
    return *rest == '\0' || strcmp(rest, "/") == 0 ? NULL : "only scheme, host and port belong there";
}
