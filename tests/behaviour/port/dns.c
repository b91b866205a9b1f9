/* SPDX-License-Identifier: MIT */
/* RFC 1035 section 4; only what is needed for one question and its addresses. */
#include "dns.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD_BYTES 12u
#define MESSAGE_BYTES 512u
#define TYPE_A 1u
#define TYPE_AAAA 28u
#define NO_SUCH_NAME 3u

typedef struct {
    uint8_t bytes[MESSAGE_BYTES];
    size_t len;
} message_t;

void dns_make(dns_t *dns) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    memset(dns, 0, sizeof *dns);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    dns->socket = socket(AF_INET, SOCK_DGRAM, 0);
    assert_true(dns->socket >= 0);
    assert_int_equal(fcntl(dns->socket, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(bind(dns->socket, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(getsockname(dns->socket, (struct sockaddr *)&at, &len), 0);
    dns->port = ntohs(at.sin_port);
}

static void put(message_t *message, const void *bytes, size_t len) {
    assert_true(message->len + len <= MESSAGE_BYTES);
    memcpy(message->bytes + message->len, bytes, len);
    message->len += len;
}

static void put_address(message_t *message, unsigned type, const char *text) {
    uint8_t address[16];
    size_t len = type == TYPE_A ? 4 : 16;
    /* The name is that of the question; class IN; valid for one minute. */
    uint8_t record[12] = {0xc0, HEAD_BYTES, 0, (uint8_t)type, 0, 1, 0, 0, 0, 60, 0, (uint8_t)len};
    assert_int_equal(inet_pton(type == TYPE_A ? AF_INET : AF_INET6, text, address), 1);
    put(message, record, sizeof record);
    put(message, address, len);
}

/* @return the offset of the first byte after the question. */
static size_t question_end(const message_t *query) {
    size_t at = HEAD_BYTES;
    while (at < query->len && query->bytes[at] != 0)
        at += query->bytes[at] + 1u;
    return at + 5;
}

static void answer_make(const dns_t *dns, const message_t *query, message_t *answer) {
    size_t end = question_end(query);
    assert_true(end <= query->len);
    unsigned type = query->bytes[end - 3];
    const char *const *addresses = type == TYPE_A ? dns->v4 : dns->v6;
    answer->len = 0;
    put(answer, query->bytes, end);
    memset(answer->bytes + 4, 0, HEAD_BYTES - 4);
    answer->bytes[2] = 0x84; /* an authoritative answer */
    answer->bytes[3] = dns->v4[0] || dns->v6[0] ? 0 : NO_SUCH_NAME;
    answer->bytes[5] = 1;
    while (answer->bytes[7] < DNS_ADDRESSES && addresses[answer->bytes[7]] && (type == TYPE_A || type == TYPE_AAAA))
        put_address(answer, type, addresses[answer->bytes[7]++]);
}

/* Send answers to a question that was not asked. */
static void junk_send(const dns_t *dns, message_t answer, const struct sockaddr_in *to, socklen_t len) {
    answer.bytes[0] ^= 0xff;
    for (unsigned i = 0; i < dns->junk; i++)
        (void)sendto(dns->socket, answer.bytes, answer.len, 0, (const struct sockaddr *)to, len);
}

void dns_turn(dns_t *dns) {
    struct sockaddr_in from;
    message_t query;
    message_t answer;
    for (;;) {
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(dns->socket, query.bytes, sizeof query.bytes, 0, (struct sockaddr *)&from, &len);
        if (n < (ssize_t)HEAD_BYTES) return;
        query.len = (size_t)n;
        dns->queries++;
        if (dns->silent) continue;
        answer_make(dns, &query, &answer);
        junk_send(dns, answer, &from, len);
        assert_int_equal(sendto(dns->socket, answer.bytes, answer.len, 0, (struct sockaddr *)&from, len), answer.len);
    }
}

void dns_free(dns_t *dns) {
    (void)close(dns->socket);
}
