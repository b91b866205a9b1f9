/* SPDX-License-Identifier: MIT */
/* The proxy layer over a scripted port in memory: URLs, the request byte by byte, every split of the answer. */
#include "pipit_proxy.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    const char *answer; /* what the peer sends */
    size_t len, at;
    size_t cut;   /* one call of recv returns bytes at most up to this offset; the next call continues */
    size_t piece; /* bytes per send and recv */
    int32_t end;  /* what recv returns after the answer */
    bool pause;   /* every second call returns 0 */
    bool paused;
    char sent[4096], host[300];
    size_t sent_len;
    uint16_t port;
    int opened, waits;
    int32_t detail, open_result;
} script_t;

static bool not_now(script_t *s) {
    s->paused = s->pause && !s->paused;
    return s->paused;
}
static int32_t script_open(void *io, const char *host, uint16_t port) {
    script_t *s = io;
    s->opened++;
    s->at = 0;
    s->sent_len = 0;
    s->port = port;
    (void)snprintf(s->host, sizeof s->host, "%s", host);
    return s->open_result;
}
static int32_t script_send(void *io, const void *bytes, size_t len) {
    script_t *s = io;
    if (not_now(s)) return 0;
    if (len > s->piece) len = s->piece;
    assert_true(s->sent_len + len < sizeof s->sent);
    memcpy(s->sent + s->sent_len, bytes, len);
    s->sent_len += len;
    s->sent[s->sent_len] = '\0';
    return (int32_t)len;
}
static int32_t script_recv(void *io, void *bytes, size_t len) {
    script_t *s = io;
    if (not_now(s)) return 0;
    size_t stop = s->at < s->cut ? s->cut : s->len;
    if (len > stop - s->at) len = stop - s->at;
    if (len > s->piece) len = s->piece;
    if (len == 0) return s->end;
    memcpy(bytes, s->answer + s->at, len);
    s->at += len;
    return (int32_t)len;
}
static void script_close(void *io) {
    (void)io;
}
static uint32_t script_now(void *io) {
    (void)io;
    return 7;
}
static void script_wait(void *io, uint32_t max_ms) {
    script_t *s = io;
    (void)max_ms;
    s->waits++;
}

static script_t script;
static pipit_proxy_t proxy;
static pipit_port_t port;

static void make(const char *url, const char *answer) {
    memset(&script, 0, sizeof script);
    script.answer = answer;
    script.len = strlen(answer);
    script.piece = sizeof script.sent;
    pipit_port_t inner = {&script,     &script.detail, script_open, script_send,
                          script_recv, script_close,   script_now,  script_wait};
    assert_int_equal(pipit_proxy_port(&proxy, inner, url, &port), PIPIT_OK);
    assert_null(pipit_proxy_offender(&proxy));
}

/* Call recv until it returns bytes or an error, at most a few thousand times. */
static int32_t receive(void *bytes, size_t len) {
    for (int i = 0; i < 5000; i++) {
        int32_t n = port.recv(port.io, bytes, len);
        if (n != 0) return n;
    }
    return 0;
}

static bool holds(const char *secret) {
    size_t len = strlen(secret);
    const char *bytes = (const char *)&proxy;
    for (size_t i = 0; i + len <= sizeof proxy; i++) {
        if (memcmp(bytes + i, secret, len) == 0) return true;
    }
    return false;
}

static void urls_accepted(void **state) {
    static const struct {
        const char *url, *host;
        uint16_t port;
    } good[] = {{"http://proxy", "proxy", 80},
                {"HTTP://proxy/", "proxy", 80},
                {"http://10.0.0.1:3128", "10.0.0.1", 3128},
                {"http://[::1]:8080/", "::1", 8080},
                {"http://[fe80::1]", "fe80::1", 80},
                {"http://u@h:65535", "h", 65535},
                {"http://u:p@q@h:1", "h", 1},
                {"http://:@h", "h", 80}};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        make(good[i].url, "");
        assert_int_equal(port.open(port.io, "api.x.com", 443), 0);
        assert_string_equal(script.host, good[i].host);
        assert_int_equal(script.port, good[i].port);
    }
}

static void urls_refused(void **state) {
    static const char *const bad[] = {"",
                                      "http:/",
                                      "proxy:3128",
                                      "https://proxy",
                                      "socks5://proxy",
                                      "http://",
                                      "http:///",
                                      "http://:80",
                                      "http://user@",
                                      "http://h:",
                                      "http://h:0",
                                      "http://h:65536",
                                      "http://h:123456",
                                      "http://h:8x",
                                      "http://h/path",
                                      "http://h?q",
                                      "http://h//",
                                      "http://a b",
                                      "http://h\r\nX: y",
                                      "http://[::1",
                                      "http://[]",
                                      "http://[::1]x",
                                      "http://[::g]",
                                      "http://u%0d:p@h",
                                      "http://u%3a:p@h",
                                      "http://u:p%@h",
                                      "http://u:p%4@h",
                                      "http://u:p%zz@h",
                                      "http://u:p%00@h",
                                      "http://u:\n@h"};
    char long_url[400] = "http://";
    pipit_port_t out, inner;
    (void)state;
    memset(&inner, 0, sizeof inner);
    memset(&out, 0x55, sizeof out);
    pipit_port_t before = out;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (pipit_proxy_port(&proxy, inner, bad[i], &out) != PIPIT_E_INVALID) fail_msg("accepted: %s", bad[i]);
        assert_non_null(pipit_proxy_offender(&proxy));
    }
    assert_int_equal(pipit_proxy_port(&proxy, inner, NULL, &out), PIPIT_E_INVALID);
    memset(long_url + 7, 'a', 254);
    assert_int_equal(pipit_proxy_port(&proxy, inner, long_url, &out), PIPIT_E_INVALID);
    long_url[7 + 253] = '\0';
    assert_memory_equal(&out, &before, sizeof out);
    assert_int_equal(pipit_proxy_port(&proxy, inner, long_url, &out), PIPIT_OK);
}

static void request_is_exact(void **state) {
    uint8_t byte;
    (void)state;
    make("http://user:p%40ss@h:3128", "HTTP/1.1 200 OK\r\n\r\n");
    script.piece = 1;
    script.pause = true;
    assert_int_equal(port.open(port.io, "api.x.com", 443), 0);
    assert_int_equal(receive(&byte, 1), 0);
    assert_string_equal(script.sent, "CONNECT api.x.com:443 HTTP/1.1\r\nHost: api.x.com:443\r\n"
                                     "User-Agent: pipit/0.1.0\r\n"
                                     "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n");
    make("http://h", "HTTP/1.1 200 OK\r\n\r\n");
    assert_int_equal(port.open(port.io, "2001:db8::1", 8443), 0);
    assert_int_equal(receive(&byte, 1), 0);
    assert_string_equal(script.sent, "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n"
                                     "User-Agent: pipit/0.1.0\r\n\r\n");
}

/* The examples of RFC 4648 section 10: "user:" with passwords of growing length. */
static void base64_pads(void **state) {
    static const char *const vector[][2] = {
        {"http://f:@h", "Basic Zjo=\r\n"},  {"http://f@h", "Basic Zjo=\r\n"},
        {"http://f:o@h", "Basic Zjpv\r\n"}, {"http://f:oo@h", "Basic Zjpvbw==\r\n"},
        {"http://:@h", "Basic Og==\r\n"},   {"http://%C3%A4:%ff@h", "Basic w6Q6/w==\r\n"}};
    uint8_t byte;
    (void)state;
    for (size_t i = 0; i < sizeof vector / sizeof *vector; i++) {
        make(vector[i][0], "");
        assert_int_equal(port.open(port.io, "x", 1), 0);
        assert_int_equal(receive(&byte, 1), 0);
        assert_non_null(strstr(script.sent, vector[i][1]));
    }
}

static void every_split_keeps_the_tunnel_bytes(void **state) {
    static const char answer[] = "HTTP/1.1 100 Wait\r\n\r\nHTTP/1.0 200 Connection established\r\nVia: 1.1 p\r\n"
                                 "Content-Length: 5\r\n\r\n\x16\x03\x03HELLO";
    (void)state;
    for (size_t cut = 0; cut <= sizeof answer - 1; cut++) {
        for (size_t piece = 1; piece <= sizeof answer; piece += sizeof answer - 1) {
            char got[16];
            size_t len = 0;
            int32_t n;
            make("http://h", answer);
            script.cut = cut;
            script.piece = piece;
            script.pause = cut % 2 == 1;
            script.end = PIPIT_E_CLOSED;
            assert_int_equal(port.open(port.io, "x", 443), 0);
            while ((n = receive(got + len, 3)) > 0)
                len += (size_t)n;
            assert_int_equal(n, PIPIT_E_CLOSED);
            assert_int_equal(len, 8);
            assert_memory_equal(got, "\x16\x03\x03HELLO", 8);
            assert_int_equal(port.send(port.io, "x", 1), PIPIT_E_CLOSED);
        }
    }
}

/* Situation 78: lengths in a 2xx answer to CONNECT are ignored. */
static void a_tunnel_has_no_body(void **state) {
    static const char *const answers[] = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
        "HTTP/1.1 201 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 3\r\nContent-Length: 0\r\n\r\n5\r\n",
        "\r\nHTTP/1.1 299 OK\r\nContent-Length: none\r\n\r\n5\r\n",
        "HTTP/1.1 204 No\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n\r\n5\r\n"};
    char got[4] = "";
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        make("http://h", answers[i]);
        script.end = PIPIT_E_CLOSED;
        assert_int_equal(port.open(port.io, "x", 443), 0);
        assert_int_equal(receive(got, 4), 3);
        assert_memory_equal(got, "5\r\n", 3);
        assert_int_equal(receive(got, 4), PIPIT_E_CLOSED);
    }
}

static void kept_bytes_end_the_wait(void **state) {
    char got[4];
    (void)state;
    make("http://h", "HTTP/1.1 200 OK\r\n\r\nabcd");
    assert_int_equal(port.open(port.io, "x", 443), 0);
    port.wait(port.io, 1000);
    assert_int_equal(script.waits, 1);
    assert_int_equal(receive(got, 1), 1);
    port.wait(port.io, 1000);
    assert_int_equal(script.waits, 1);
    assert_int_equal(receive(got, 4), 3);
    port.wait(port.io, 1000);
    assert_int_equal(script.waits, 2);
    assert_int_equal(port.send(port.io, "ping", 4), 4);
    assert_int_equal(port.now(port.io), 7);
}

static void answers_refused(void **state) {
    static const struct {
        const char *answer;
        int32_t end, error, detail;
    } table[] = {{"HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic\r\n\r\n", 0, PIPIT_E_PROXY_AUTH, 407},
                 {"HTTP/1.1 502 Bad\r\n\r\n<html>", 0, PIPIT_E_PROXY, 502},
                 {"HTTP/1.1 401 Who\r\nContent-Length: 2, 3\r\n\r\nno", 0, PIPIT_E_PROXY_AUTH, 401},
                 {"HTTP/1.1 403 No\r\n\r\n", 0, PIPIT_E_PROXY_REFUSED, 403},
                 {"HTTP/1.1 302 Go\r\nLocation: http://login\r\n\r\n", 0, PIPIT_E_PROXY_REFUSED, 302},
                 {"HTTP/1.1 405 CONNECT\r\nContent-Length: x\r\n\r\n", 0, PIPIT_E_PROXY_REFUSED, 405},
                 {"HTTP/1.1 408 Late\r\n\r\n", 0, PIPIT_E_PROXY, 408},
                 {"HTTP/1.1 429 Many\r\n\r\n", 0, PIPIT_E_PROXY, 429},
                 {"HTTP/1.1 511 Login\r\n\r\n", 0, PIPIT_E_PROXY, 511},
                 {"\x05\x01 socks", 0, PIPIT_E_PROXY, 0},
                 {"HTTP/1.1 200 O", PIPIT_E_CLOSED, PIPIT_E_PROXY, 0},
                 {"", PIPIT_E_CLOSED, PIPIT_E_PROXY, 0},
                 {"HTTP/1.1 200 O", PIPIT_E_RESET, PIPIT_E_RESET, 104}};
    uint8_t byte;
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        make("http://user:secretsecret@h", table[i].answer);
        script.end = table[i].end;
        script.detail = 104;
        assert_int_equal(port.open(port.io, "x", 443), 0);
        assert_int_equal(receive(&byte, 1), table[i].error);
        assert_int_equal(*port.detail, table[i].detail);
        assert_int_equal(port.recv(port.io, &byte, 1), table[i].error);
        assert_int_equal(port.send(port.io, "x", 1), table[i].error);
        script.answer = "HTTP/1.1 200 OK\r\n\r\nz";
        script.len = strlen(script.answer);
        assert_int_equal(port.open(port.io, "x", 443), 0);
        assert_int_equal(receive(&byte, 1), 1);
    }
}

static void credentials_are_wiped(void **state) {
    uint8_t byte;
    (void)state;
    make("http://user:p%40ss@h", "HTTP/1.1 200 OK\r\n\r\n");
    assert_int_equal(port.open(port.io, "x", 443), 0);
    assert_true(holds("dXNlcjpwQHNz"));
    assert_int_equal(receive(&byte, 1), 0);
    assert_false(holds("dXNlcjpwQHNz"));
    assert_int_equal(port.open(port.io, "x", 443), 0);
    port.close(port.io);
    assert_false(holds("dXNlcjpwQHNz"));
    script.open_result = PIPIT_E_DNS;
    script.detail = 4;
    assert_int_equal(port.open(port.io, "x", 443), PIPIT_E_DNS);
    assert_int_equal(*port.detail, 4);
    assert_false(holds("dXNlcjpwQHNz"));
}

static void targets_are_checked(void **state) {
    char host[300];
    (void)state;
    make("http://h", "");
    assert_int_equal(port.open(port.io, "x\r\nEvil: y", 443), PIPIT_E_INVALID);
    assert_int_equal(port.open(port.io, "", 443), PIPIT_E_INVALID);
    assert_int_equal(port.open(port.io, "a b", 443), PIPIT_E_INVALID);
    assert_int_equal(script.opened, 0);
    char url[1000] = "http://u:";
    memset(url + 9, 'p', 600);
    memcpy(url + 609, "@h", 3);
    make(url, "");
    memset(host, 'a', sizeof host);
    host[253] = '\0';
    assert_int_equal(port.open(port.io, host, 443), PIPIT_E_NO_SPACE);
    assert_false(holds("cHBwcHBw"));
}

static void closed_states(void **state) {
    uint8_t byte;
    (void)state;
    make("http://h", "");
    port.close(port.io);
    port.close(port.io);
    assert_int_equal(port.recv(port.io, &byte, 1), PIPIT_E_CLOSED);
    assert_int_equal(port.send(port.io, "x", 1), PIPIT_E_CLOSED);
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(urls_accepted),
                                              cmocka_unit_test(urls_refused),
                                              cmocka_unit_test(request_is_exact),
                                              cmocka_unit_test(base64_pads),
                                              cmocka_unit_test(every_split_keeps_the_tunnel_bytes),
                                              cmocka_unit_test(a_tunnel_has_no_body),
                                              cmocka_unit_test(kept_bytes_end_the_wait),
                                              cmocka_unit_test(answers_refused),
                                              cmocka_unit_test(credentials_are_wiped),
                                              cmocka_unit_test(targets_are_checked),
                                              cmocka_unit_test(closed_states)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
