/* SPDX-License-Identifier: MIT */
#include "pipit_proxy.h"
#include "pipit/version.h"
#include <string.h>

#define DEFAULT_PORT 80u
#define PORT_MAX 65535u
#define PORT_DIGITS 5
#define STATUS_OK_FIRST 200u
#define STATUS_OK_LAST 299u
#define STATUS_REDIRECT 300u
#define STATUS_WWW_AUTH 401u
#define STATUS_AUTH 407u
#define STATUS_TIMEOUT 408u
#define STATUS_TOO_MANY 429u
#define STATUS_SERVER 500u

typedef enum { STATE_CLOSED, STATE_SENDING, STATE_READING, STATE_TUNNEL, STATE_FAILED } state_t;

static const char scheme[] = "http://";
#define SCHEME_LEN (sizeof scheme - 1u)

/* ---- the URL ---- */

/*@ predicate text_stands(pipit_str_t text) = \valid_read(text.ptr + (0 .. text.len - 1));
    predicate ends(char *text) = \exists integer n; n >= 0 && \valid_read(text + (0 .. n)) && text[n] == 0; */

/*@ assigns \nothing;
    ensures \result == ('A' <= c <= 'Z' ? c + 32 : c); */
static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/*@ assigns \nothing;
    ensures -1 <= \result <= 15; */
static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

/*@ assigns \nothing; */
static bool is_control(int c) {
    return c < 0x20 || c == 0x7f;
}

/* Read one character of percent-encoded text (RFC 3986 section 2.1). @return 0 to 255; -1 if it is malformed. */
/*@ requires \valid(text) && text->len > 0 && text_stands(*text);
    requires \separated(text, text->ptr + (0 .. text->len - 1));
    assigns *text;
    ensures -1 <= \result <= 255;
    ensures \result >= 0 ==> text->len < \old(text->len);
    ensures \result >= 0 ==> text->ptr + text->len == \old(text->ptr + text->len);
    ensures \result < 0 ==> *text == \old(*text); */
static int decoded_next(pipit_str_t *text) {
    int c = (unsigned char)*text->ptr;
    size_t used = 1;
    if (c == '%') {
        int high = text->len > 2 ? hex_value(text->ptr[1]) : -1;
        int low = text->len > 2 ? hex_value(text->ptr[2]) : -1;
        if (high < 0 || low < 0) return -1;
        c = high * 16 + low;
        used = 3;
    }
    text->ptr += used;
    text->len -= used;
    return c;
}

/* `forbidden` is ':' for a user, because in RFC 7617 section 2 the first ':' ends the user. */
/*@ requires text_stands(text);
    assigns \nothing; */
static bool credential_is_valid(pipit_str_t text, int forbidden) {
    /*@ loop invariant text_stands(text) && \separated(&text, text.ptr + (0 .. text.len - 1));
        loop assigns text;
        loop variant text.len; */
    while (text.len > 0) {
        int c = decoded_next(&text);
        if (c < 0 || is_control(c) || c == forbidden) return false;
    }
    return true;
}

/* @return the position of the first `mark`; the length of the text if there is none. */
/*@ requires text_stands(text);
    assigns \nothing;
    ensures \result <= text.len && (\result < text.len ==> text.ptr[\result] == mark); */
static size_t find_first(pipit_str_t text, char mark) {
    size_t at = 0;
    /*@ loop invariant at <= text.len;
        loop assigns at;
        loop variant text.len - at; */
    while (at < text.len && text.ptr[at] != mark)
        at++;
    return at;
}

/*@ requires text_stands(text);
    assigns \nothing;
    ensures \result <= text.len; */
static size_t find_last(pipit_str_t text, char mark) {
    size_t at = text.len;
    /*@ loop invariant at <= text.len;
        loop assigns at;
        loop variant at; */
    while (at > 0 && text.ptr[at - 1u] != mark)
        at--;
    return at > 0 ? at - 1u : text.len;
}

/*@ requires at <= text.len;
    assigns \nothing;
    ensures \result.ptr == text.ptr && \result.len == at; */
static pipit_str_t part_before(pipit_str_t text, size_t at) {
    pipit_str_t part = {text.ptr, at};
    return part;
}

/*@ requires at < text.len;
    assigns \nothing;
    ensures \result.ptr == text.ptr + at + 1 && \result.len == text.len - at - 1; */
static pipit_str_t rest_after(pipit_str_t text, size_t at) {
    pipit_str_t rest = {text.ptr + at + 1u, text.len - at - 1u};
    return rest;
}

/*@ requires \valid(proxy) && text_stands(text) && \separated(proxy, text.ptr + (0 .. text.len - 1));
    requires proxy->password.len == 0;
    assigns proxy->user, proxy->password; */
static const char *credentials_parse(pipit_proxy_t *proxy, pipit_str_t text) {
    const size_t colon = find_first(text, ':');
    proxy->user = part_before(text, colon);
    if (colon < text.len) proxy->password = rest_after(text, colon);
    if (!credential_is_valid(proxy->user, ':')) return "the user holds a control character, a colon, or a bad %XX";
    if (!credential_is_valid(proxy->password, -1)) return "the password holds a control character or a bad %XX";
    return NULL;
}

/*@ requires \valid(proxy) && text_stands(text) && \separated(proxy, text.ptr + (0 .. text.len - 1));
    assigns proxy->port; */
static const char *port_parse(pipit_proxy_t *proxy, pipit_str_t text) {
    uint32_t port = 0;
    /*@ loop invariant 0 <= i <= text.len;
        loop assigns i, port;
        loop variant text.len - i; */
    for (size_t i = 0; i < text.len && i <= PORT_DIGITS; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return "the port is not a number";
        port = port * 10u + (uint32_t)(text.ptr[i] - '0');
    }
    if (text.len > PORT_DIGITS || port == 0 || port > PORT_MAX) return "the port is not in 1 .. 65535";
    proxy->port = (uint16_t)port;
    return NULL;
}

/*@ assigns \nothing; */
static bool is_host_char(char c, bool bracketed) {
    bool digit = c >= '0' && c <= '9';
    if (bracketed) return hex_value(c) >= 0 || c == ':' || c == '.';
    return digit || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_';
}

/*@ requires \valid(proxy) && text_stands(text) && \separated(proxy, text.ptr + (0 .. text.len - 1));
    assigns proxy->host[0 .. PIPIT_PROXY_HOST_BYTES - 1]; */
static const char *host_parse(pipit_proxy_t *proxy, pipit_str_t text, bool bracketed) {
    if (text.len == 0) return "the host is missing";
    if (text.len >= PIPIT_PROXY_HOST_BYTES) return "the host is too long";
    /*@ loop invariant 0 <= i <= text.len;
        loop assigns i;
        loop variant text.len - i; */
    for (size_t i = 0; i < text.len; i++) {
        if (!is_host_char(text.ptr[i], bracketed)) return "the host holds a character that no host has";
    }
    memcpy(proxy->host, text.ptr, text.len);
    proxy->host[text.len] = '\0';
    return NULL;
}

/*@ requires \valid(proxy) && text_stands(text) && \separated(proxy, text.ptr + (0 .. text.len - 1));
    requires text.len > 0 && text.ptr[0] == '[';
    assigns proxy->host[0 .. PIPIT_PROXY_HOST_BYTES - 1], proxy->port; */
static const char *bracketed_parse(pipit_proxy_t *proxy, pipit_str_t text) {
    const size_t bracket = find_first(text, ']');
    if (bracket == text.len) return "the bracket of the IPv6 address is not closed";
    pipit_str_t inside = rest_after(part_before(text, bracket), 0);
    pipit_str_t rest = rest_after(text, bracket);
    const char *offender = host_parse(proxy, inside, true);
    if (offender || rest.len == 0) return offender;
    return *rest.ptr == ':' ? port_parse(proxy, rest_after(rest, 0)) : "text follows the IPv6 address";
}

/*@ requires \valid(proxy) && text_stands(text) && \separated(proxy, text.ptr + (0 .. text.len - 1));
    assigns proxy->host[0 .. PIPIT_PROXY_HOST_BYTES - 1], proxy->port; */
static const char *authority_parse(pipit_proxy_t *proxy, pipit_str_t text) {
    if (text.len > 0 && *text.ptr == '[') return bracketed_parse(proxy, text);
    const size_t colon = find_first(text, ':');
    const char *offender = host_parse(proxy, part_before(text, colon), false);
    return offender || colon == text.len ? offender : port_parse(proxy, rest_after(text, colon));
}

/*@ requires ends(url);
    assigns \nothing;
    ensures \result ==> \forall integer k; 0 <= k < 7 ==> url[k] != 0; */
static bool scheme_is_http(const char *url) {
    /*@ loop invariant 0 <= i <= 7;
        loop invariant \forall integer k; 0 <= k < i ==> url[k] != 0;
        loop assigns i;
        loop variant 7 - i; */
    for (size_t i = 0; i < SCHEME_LEN; i++) {
        if (lower(url[i]) != scheme[i]) return false; /* also if the url is shorter: its zero differs */
    }
    return true;
}

/*@ requires \valid(proxy) && (url == \null || ends(url));
    requires url != \null ==> \separated(proxy, url + (0 ..));
    requires proxy->password.len == 0;
    assigns proxy->user, proxy->password, proxy->host[0 .. PIPIT_PROXY_HOST_BYTES - 1], proxy->port; */
static const char *url_parse(pipit_proxy_t *proxy, const char *url) {
    if (!url || !scheme_is_http(url))
        return "the URL must begin with http:// (https and socks proxies are not supported)";
    pipit_str_t text = {url + SCHEME_LEN, strlen(url) - SCHEME_LEN};
    if (text.len > 0 && text.ptr[text.len - 1] == '/') text.len--;
    const size_t at = find_last(text, '@');
    if (at == text.len) return authority_parse(proxy, text);
    const char *offender = credentials_parse(proxy, part_before(text, at));
    return offender ? offender : authority_parse(proxy, rest_after(text, at));
}

/* ---- the request ---- */

/* Bytes that do not fit are counted but not written, so that one check at the end is enough. */
typedef struct {
    uint8_t *bytes;
    size_t len;
} request_t;

static void put_char(request_t *request, int c) {
    if (request->len < PIPIT_PROXY_BUFFER_BYTES) request->bytes[request->len] = (uint8_t)c;
    request->len++;
}

static void put_text(request_t *request, const char *text) {
    while (*text)
        put_char(request, *text++);
}

static void put_port(request_t *request, uint16_t port) {
    char digits[PORT_DIGITS];
    int count = 0;
    do {
        digits[count++] = (char)('0' + port % 10);
        port = (uint16_t)(port / 10);
    } while (port > 0);
    while (count > 0)
        put_char(request, digits[--count]);
}

static void put_target(request_t *request, const char *host, uint16_t port) {
    bool v6 = strchr(host, ':') != NULL;
    if (v6) put_char(request, '[');
    put_text(request, host);
    if (v6) put_char(request, ']');
    put_char(request, ':');
    put_port(request, port);
}

/* Base64 (RFC 4648 section 4): each three bytes become four characters. */
typedef struct {
    request_t *request;
    uint32_t bits;
    unsigned count;
} base64_t;

static void put_group(base64_t *base64, unsigned characters) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (unsigned i = 0; i < 4; i++) {
        put_char(base64->request, i < characters ? alphabet[base64->bits >> (18u - 6u * i) & 63u] : '=');
    }
    base64->bits = 0;
    base64->count = 0;
}

static void put_base64(base64_t *base64, int c) {
    base64->bits |= (uint32_t)c << (16u - 8u * base64->count);
    if (++base64->count == 3) put_group(base64, 4);
}

static void put_credential(base64_t *base64, pipit_str_t text) {
    while (text.len > 0) {
        int c = decoded_next(&text);
        if (c < 0) return; /* only if the program changed the URL after the check */
        put_base64(base64, c);
    }
}

static void put_authorization(request_t *request, const pipit_proxy_t *proxy) {
    base64_t base64 = {request, 0, 0};
    if (!proxy->user.ptr) return;
    put_text(request, "Proxy-Authorization: Basic ");
    put_credential(&base64, proxy->user);
    put_base64(&base64, ':');
    put_credential(&base64, proxy->password);
    if (base64.count > 0) put_group(&base64, base64.count + 1u);
    put_text(request, "\r\n");
    memset(&base64, 0, sizeof base64);
}

static void request_make(request_t *request, const pipit_proxy_t *proxy, const char *host, uint16_t port) {
    put_text(request, "CONNECT ");
    put_target(request, host, port);
    put_text(request, " HTTP/1.1\r\nHost: ");
    put_target(request, host, port);
    put_text(request, "\r\nUser-Agent: pipit/" PIPIT_VERSION_STRING "\r\n");
    put_authorization(request, proxy);
    put_text(request, "\r\n");
}

/* volatile, because the compiler may remove a memset() of memory that is not read afterwards. */
static void wipe(pipit_proxy_t *proxy) {
    volatile uint8_t *bytes = proxy->buffer;
    for (size_t i = 0; i < PIPIT_PROXY_BUFFER_BYTES; i++)
        bytes[i] = 0;
    proxy->begin = 0;
    proxy->end = 0;
}

/* ---- the port ---- */

static int32_t fail(pipit_proxy_t *proxy, int32_t error, int32_t detail) {
    wipe(proxy);
    proxy->state = STATE_FAILED;
    proxy->error = error;
    proxy->detail = detail;
    return error;
}

static int32_t fail_by_inner(pipit_proxy_t *proxy, int32_t error) {
    return fail(proxy, error, proxy->inner.detail ? *proxy->inner.detail : 0);
}

static void proxy_close(void *io) {
    pipit_proxy_t *proxy = io;
    wipe(proxy);
    proxy->state = STATE_CLOSED;
    proxy->inner.close(proxy->inner.io);
}

/* The name becomes part of the request: a line break in it would add a header. */
static bool target_is_valid(const char *host) {
    bool bracketed = strchr(host, ':') != NULL;
    if (!*host) return false;
    while (*host) {
        if (!is_host_char(*host++, bracketed)) return false;
    }
    return true;
}

static int32_t proxy_open(void *io, const char *host, uint16_t port) {
    pipit_proxy_t *proxy = io;
    request_t request = {proxy->buffer, 0};
    proxy_close(proxy);
    proxy->detail = 0;
    if (!target_is_valid(host)) return fail(proxy, PIPIT_E_INVALID, 0);
    request_make(&request, proxy, host, port);
    if (request.len > PIPIT_PROXY_BUFFER_BYTES) return fail(proxy, PIPIT_E_NO_SPACE, 0);
    proxy->end = (uint16_t)request.len;
    pipit_head_init(&proxy->head);
    proxy->state = STATE_SENDING;
    int32_t result = proxy->inner.open(proxy->inner.io, proxy->host, proxy->port);
    return result < 0 ? fail_by_inner(proxy, result) : 0;
}

/* @return 1: bytes were sent; 0: not now; below 0: an error. */
static int32_t sending_turn(pipit_proxy_t *proxy) {
    size_t left = (size_t)proxy->end - proxy->begin;
    int32_t n = proxy->inner.send(proxy->inner.io, proxy->buffer + proxy->begin, left);
    if (n <= 0) return n < 0 ? fail_by_inner(proxy, n) : 0;
    proxy->begin = (uint16_t)(proxy->begin + n);
    if (proxy->begin < proxy->end) return 1;
    wipe(proxy);
    proxy->state = STATE_READING;
    return 1;
}

static int32_t refusal(uint16_t status) {
    if (status == STATUS_AUTH || status == STATUS_WWW_AUTH) return PIPIT_E_PROXY_AUTH;
    if (status == STATUS_TIMEOUT || status == STATUS_TOO_MANY) return PIPIT_E_PROXY;
    return status >= STATUS_REDIRECT && status < STATUS_SERVER ? PIPIT_E_PROXY_REFUSED : PIPIT_E_PROXY;
}

static int32_t answer_judge(pipit_proxy_t *proxy) {
    uint16_t status = proxy->head.status;
    if (status < STATUS_OK_FIRST || status > STATUS_OK_LAST) return fail(proxy, refusal(status), status);
    proxy->state = STATE_TUNNEL;
    return 1;
}

/* @return 1: the tunnel is open; 0: not yet; below 0: an error. */
static int32_t reading_turn(pipit_proxy_t *proxy) {
    size_t used = 0;
    int32_t n = proxy->inner.recv(proxy->inner.io, proxy->buffer, PIPIT_PROXY_BUFFER_BYTES);
    if (n == PIPIT_E_CLOSED) return fail(proxy, PIPIT_E_PROXY, 0);
    if (n <= 0) return n < 0 ? fail_by_inner(proxy, n) : 0;
    int32_t result = pipit_head_read(&proxy->head, proxy->buffer, (size_t)n, &used);
    /* The answer to CONNECT has no body, so its lengths are ignored (RFC 9110 section 9.3.6), also those that
     * contradict each other. */
    if (result < 0 && result != PIPIT_E_FRAMING) return fail(proxy, PIPIT_E_PROXY, 0);
    proxy->begin = (uint16_t)used; /* bytes after the head belong to the tunnel */
    proxy->end = (uint16_t)n;
    return result == 0 ? 0 : answer_judge(proxy);
}

/* Each call reads the answer at most once. The rest is in the port below, so it ends the next wait.
 * @return 1: the tunnel is open; 0: not yet; below 0: an error. */
static int32_t drive(pipit_proxy_t *proxy) {
    int32_t moved = 1;
    while (moved > 0 && proxy->state == STATE_SENDING)
        moved = sending_turn(proxy);
    switch ((state_t)proxy->state) {
    case STATE_CLOSED: return PIPIT_E_CLOSED;
    case STATE_FAILED: return proxy->error;
    case STATE_TUNNEL: return 1;
    case STATE_SENDING: return 0;
    case STATE_READING: break;
    }
    return reading_turn(proxy);
}

static int32_t proxy_send(void *io, const void *bytes, size_t len) {
    pipit_proxy_t *proxy = io;
    int32_t ready = drive(proxy);
    if (ready <= 0) return ready;
    int32_t n = proxy->inner.send(proxy->inner.io, bytes, len);
    return n < 0 ? fail_by_inner(proxy, n) : n;
}

static int32_t kept_take(pipit_proxy_t *proxy, void *bytes, size_t len) {
    size_t kept = (size_t)proxy->end - proxy->begin;
    if (len > kept) len = kept;
    memcpy(bytes, proxy->buffer + proxy->begin, len);
    proxy->begin = (uint16_t)(proxy->begin + len);
    return (int32_t)len;
}

static int32_t proxy_recv(void *io, void *bytes, size_t len) {
    pipit_proxy_t *proxy = io;
    int32_t ready = drive(proxy);
    if (ready <= 0) return ready;
    if (proxy->begin < proxy->end) return kept_take(proxy, bytes, len);
    int32_t n = proxy->inner.recv(proxy->inner.io, bytes, len);
    return n < 0 ? fail_by_inner(proxy, n) : n;
}

static uint32_t proxy_now(void *io) {
    pipit_proxy_t *proxy = io;
    return proxy->inner.now(proxy->inner.io);
}

static void proxy_wait(void *io, uint32_t max_ms) {
    pipit_proxy_t *proxy = io;
    bool data_inside = proxy->state == STATE_TUNNEL && proxy->begin < proxy->end;
    if (!data_inside) proxy->inner.wait(proxy->inner.io, max_ms);
}

pipit_err_t pipit_proxy_port(pipit_proxy_t *proxy, pipit_port_t inner, const char *url, pipit_port_t *out) {
    memset(proxy, 0, sizeof *proxy);
    proxy->inner = inner;
    proxy->port = DEFAULT_PORT;
    proxy->offender = url_parse(proxy, url);
    if (proxy->offender) return PIPIT_E_INVALID;
    pipit_port_t port = {proxy,      &proxy->detail, proxy_open, proxy_send,
                         proxy_recv, proxy_close,    proxy_now,  inner.wait ? proxy_wait : NULL};
    *out = port;
    return PIPIT_OK;
}

const char *pipit_proxy_offender(const pipit_proxy_t *proxy) {
    return proxy->offender;
}
