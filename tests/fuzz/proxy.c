/* SPDX-License-Identifier: MIT */
/* The proxy: its URL, the name behind it and its answer are the input's. What is not refused is one CONNECT; nothing
 * of the password is left when it is out; what follows the answer comes out as it is. */
#include "fuzz.h"
#include "pipit_proxy.h"
#include <http_parser.h>
#include <stdlib.h>
#include <string.h>

#define URL_BYTES 1024u

typedef struct {
    fuzz_input_t answer;
    uint32_t dice;
    uint8_t sent[PIPIT_PROXY_BUFFER_BYTES];
    size_t sent_len;
    char host[PIPIT_PROXY_HOST_BYTES];
    unsigned opens;
} peer_t;

static int32_t peer_open(void *io, const char *host, uint16_t port) {
    peer_t *peer = io;
    FUZZ_CHECK(strlen(host) < sizeof peer->host && port > 0, "an address that is none");
    peer->opens++;
    return 0;
}

static int32_t peer_send(void *io, const void *bytes, size_t len) {
    peer_t *peer = io;
    const uint32_t n = fuzz_below(&peer->dice, (uint32_t)len + 1u);
    FUZZ_CHECK(peer->sent_len + n <= sizeof peer->sent, "more than one request");
    memcpy(peer->sent + peer->sent_len, bytes, n);
    peer->sent_len += n;
    return (int32_t)n;
}

static int32_t peer_recv(void *io, void *bytes, size_t len) {
    peer_t *peer = io;
    if (peer->answer.left == 0) return PIPIT_E_CLOSED;
    uint32_t n = fuzz_below(&peer->dice, 40);
    if (n > len) n = (uint32_t)len;
    if (n > peer->answer.left) n = (uint32_t)peer->answer.left;
    memcpy(bytes, peer->answer.at, n);
    peer->answer.at += n;
    peer->answer.left -= n;
    return (int32_t)n;
}

static void peer_close(void *io) {
    (void)io;
}

static uint32_t peer_now(void *io) {
    (void)io;
    return 0;
}

static int on_complete(http_parser *parser) {
    http_parser_pause(parser, 1);
    return 0;
}

static void request_check(const peer_t *peer) {
    http_parser parser;
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_message_complete = on_complete;
    http_parser_init(&parser, HTTP_REQUEST);
    const size_t used = http_parser_execute(&parser, &settings, (const char *)peer->sent, peer->sent_len);
    FUZZ_CHECK(HTTP_PARSER_ERRNO(&parser) == HPE_PAUSED && parser.method == HTTP_CONNECT, "%.*s", (int)peer->sent_len,
               (const char *)peer->sent);
    FUZZ_CHECK(peer->sent_len - used <= 1u, "%zu bytes behind the request", peer->sent_len - used);
}

/* Until the tunnel stands, then what it brings: the end of the answer, byte by byte the same. */
static void tunnel_run(const pipit_port_t *port, const peer_t *peer, pipit_proxy_t *proxy) {
    uint8_t got[64];
    const uint8_t *end = peer->answer.at + peer->answer.left;
    size_t count = 0;
    unsigned idle = 0;
    for (;;) {
        const int32_t n = port->recv(port->io, got, 1u + count % sizeof got);
        if (n < 0) break;
        FUZZ_CHECK((size_t)n <= 1u + count % sizeof got, "%ld bytes", (long)n);
        FUZZ_CHECK(n > 0 || idle++ < 20000u, "does not come to an end");
        for (int32_t i = 0; i < n; i++) /* they are in the peer's answer, right before what it still has */
            FUZZ_CHECK(peer->answer.at - n + i < end, "from nowhere");
        if (n > 0 && peer->answer.left == 0 && proxy->begin == proxy->end)
            FUZZ_CHECK(memcmp(got, end - n, (size_t)n) == 0, "other bytes");
        count += (size_t)n;
    }
    for (size_t i = 0; proxy->error && i < PIPIT_PROXY_BUFFER_BYTES; i++)
        FUZZ_CHECK(proxy->buffer[i] == 0, "something is left in the buffer");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static char url[URL_BYTES];
    static char host[URL_BYTES];
    static pipit_proxy_t proxy;
    peer_t peer;
    pipit_port_t port;
    if (len < 8 || len > FUZZ_INPUT_BYTES) return 0;
    fuzz_input_t input = {bytes, len};
    memset(&peer, 0, sizeof peer);
    peer.dice = fuzz_u32(&input);
    (void)fuzz_text(&input, url, sizeof url);
    (void)fuzz_text(&input, host, sizeof host);
    const pipit_port_t inner = {&peer, NULL, peer_open, peer_send, peer_recv, peer_close, peer_now, NULL};
    const pipit_err_t err = pipit_proxy_port(&proxy, inner, url, &port);
    FUZZ_CHECK((err == PIPIT_OK) == (pipit_proxy_offender(&proxy) == NULL),
               "refused without a word, or with one too many");
    if (err != PIPIT_OK) return 0;
    peer.answer = input;
    if (port.open(port.io, host, 443) != 0) {
        FUZZ_CHECK(peer.opens == 0 && peer.sent_len == 0, "refused, and sent");
        return 0;
    }
    tunnel_run(&port, &peer, &proxy);
    if (peer.sent_len > 0) request_check(&peer);
    port.close(port.io);
    return 0;
}
