/* SPDX-License-Identifier: MIT */
/* The proxy: the input has its URL, the name of the target and its answer. If the URL and the name are accepted,
 * exactly one CONNECT is sent; after a refusal the buffer is empty; bytes after the head of the answer are received
 * unchanged. */
#include "fuzz.h"
#include "pipit_proxy.h"
#include <http_parser.h>
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

/* The bytes from the tunnel must be the end of the answer, directly after its head. The lengths in the head say nothing
 * (RFC 9110 section 9.3.6), so they may contradict each other. */
static void tunnel_check(const fuzz_input_t *answer, const uint8_t *got, size_t count) {
    pipit_head_t head;
    size_t used = 0;
    FUZZ_CHECK(count <= answer->left, "more came out than went in");
    const size_t head_len = answer->left - count;
    FUZZ_CHECK(memcmp(got, answer->at + head_len, count) == 0, "other bytes than the peer's");
    pipit_head_init(&head);
    const int32_t result = pipit_head_read(&head, answer->at, head_len, &used);
    FUZZ_CHECK((result == 1 || result == PIPIT_E_FRAMING) && used == head_len, "no head before them");
    FUZZ_CHECK(head.status >= 200 && head.status <= 299, "a tunnel after %u", head.status);
}

/* Receive everything, up to the end of the answer. */
static void tunnel_run(const pipit_port_t *port, const fuzz_input_t *answer, const pipit_proxy_t *proxy) {
    static uint8_t got[FUZZ_INPUT_BYTES];
    size_t count = 0;
    unsigned idle = 0;
    int32_t n = 0;
    do {
        uint8_t piece[64];
        const size_t room = 1u + count % sizeof piece;
        n = port->recv(port->io, piece, room);
        FUZZ_CHECK(n <= (int32_t)room, "%ld bytes into room for %zu", (long)n, room);
        FUZZ_CHECK(n != 0 || idle++ < 20000u, "does not come to an end");
        if (n <= 0) continue;
        FUZZ_CHECK(count + (size_t)n <= sizeof got, "more than any answer has");
        memcpy(got + count, piece, (size_t)n);
        count += (size_t)n;
    } while (n >= 0);
    if (n == PIPIT_E_CLOSED) tunnel_check(answer, got, count);
    FUZZ_CHECK(n == PIPIT_E_CLOSED || count == 0, "bytes without a tunnel");
    for (size_t i = 0; n != PIPIT_E_CLOSED && i < PIPIT_PROXY_BUFFER_BYTES; i++)
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
    tunnel_run(&port, &input, &proxy);
    if (peer.sent_len > 0) request_check(&peer);
    port.close(port.io);
    return 0;
}
