/* SPDX-License-Identifier: MIT */
#include "faults.h"
#include "pipit_posix.h"
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

typedef enum {
    OPEN_BLOCKS,
    OPEN_LEAKS,
    OPEN_ONCE,
    SEND_BEFORE_UP,
    SEND_CLAIMS_ALL,
    RECV_LOSES_A_BYTE,
    RECV_READS_AHEAD,
    RECV_GOES_ON,
    END_IS_ZERO,
    END_IS_FORGOTTEN,
    RESET_IS_CLOSED,
    DETAIL_IS_ZERO,
    CLOSE_DOES_NOTHING,
    CLOSE_RESETS,
    WAIT_SLEEPS_ON,
    WAIT_NEVER_SLEEPS,
    NOW_IN_SECONDS,
    FAULTS
} fault_t;

static const char *const names[FAULTS] = {
    "open_blocks",        "open_leaks",   "open_once",      "send_before_up",    "send_claims_all", "recv_loses_a_byte",
    "recv_reads_ahead",   "recv_goes_on", "end_is_zero",    "end_is_forgotten",  "reset_is_closed", "detail_is_zero",
    "close_does_nothing", "close_resets", "wait_sleeps_on", "wait_never_sleeps", "now_in_seconds"};

static fault_t fault;
static pipit_posix_t tcp;
static pipit_port_t inner;
static bool opened, dead;
static int32_t no_detail;
static uint8_t ahead[512];
static size_t ahead_begin, ahead_end;
static void *leak[1000];
static size_t leaks;

static int32_t fault_open(void *io, const char *host, uint16_t port) {
    uint8_t byte;
    if (fault == OPEN_ONCE && opened) return PIPIT_E_IO;
    if (fault == OPEN_LEAKS && leaks < sizeof leak / sizeof leak[0]) leak[leaks++] = malloc(1);
    opened = true;
    dead = false;
    ahead_begin = ahead_end = 0;
    int32_t result = inner.open(io, host, port);
    while (fault == OPEN_BLOCKS && inner.send(io, &byte, 0) == 0 && tcp.state != 3)
        inner.wait(io, 10);
    return result;
}

static int32_t fault_send(void *io, const void *bytes, size_t len) {
    int32_t n = inner.send(io, bytes, len);
    if (fault == SEND_BEFORE_UP && n == 0) return 1;
    return fault == SEND_CLAIMS_ALL && n > 0 ? (int32_t)len : n;
}

static int32_t recv_ahead(void *io, void *bytes, size_t len) {
    if (ahead_begin == ahead_end) {
        int32_t n = inner.recv(io, ahead, sizeof ahead);
        if (n <= 0) return n;
        ahead_begin = 0;
        ahead_end = (size_t)n;
    }
    if (len > ahead_end - ahead_begin) len = ahead_end - ahead_begin;
    memcpy(bytes, ahead + ahead_begin, len);
    ahead_begin += len;
    return (int32_t)len;
}

/* A layer with this defect continues to read as long as bytes without content arrive. */
static int32_t recv_on(void *io, uint8_t *bytes) {
    int32_t last = 0;
    int32_t n;
    while ((n = inner.recv(io, bytes, 1)) > 0)
        last = n;
    return last > 0 ? last : n;
}

static int32_t fault_recv(void *io, void *bytes, size_t len) {
    if (fault == RECV_READS_AHEAD) return recv_ahead(io, bytes, len);
    if (fault == RECV_GOES_ON) return recv_on(io, bytes);
    if (fault == END_IS_FORGOTTEN && dead) return 0;
    int32_t n = inner.recv(io, bytes, len);
    if (n > 0 && fault == RECV_LOSES_A_BYTE && len == 1) return inner.recv(io, bytes, len);
    if (n == PIPIT_E_CLOSED && fault == END_IS_ZERO) return 0;
    if (n == PIPIT_E_RESET && fault == RESET_IS_CLOSED) return PIPIT_E_CLOSED;
    dead = n < 0;
    return n;
}

static void fault_close(void *io) {
    struct linger at_once = {1, 0};
    if (fault == CLOSE_RESETS && tcp.socket >= 0)
        (void)setsockopt(tcp.socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    if (fault != CLOSE_DOES_NOTHING) inner.close(io);
}

static uint32_t fault_now(void *io) {
    return fault == NOW_IN_SECONDS ? inner.now(io) / 1000u : inner.now(io);
}

static void fault_wait(void *io, uint32_t max_ms) {
    struct timespec time = {max_ms / 1000u, (long)(max_ms % 1000u) * 1000000};
    if (fault == WAIT_SLEEPS_ON)
        (void)nanosleep(&time, NULL);
    else if (fault != WAIT_NEVER_SLEEPS)
        inner.wait(io, max_ms);
}

static pipit_port_t make(const char *address, uint16_t port, const char *folder) {
    (void)address;
    (void)port;
    (void)folder;
    inner = pipit_posix_port(&tcp);
    opened = false;
    dead = false;
    pipit_port_t out = {&tcp,       fault == DETAIL_IS_ZERO ? &no_detail : inner.detail,
                        fault_open, fault_send,
                        fault_recv, fault_close,
                        fault_now,  fault_wait};
    return out;
}

static void release(void) {
    pipit_posix_free(&tcp);
    while (leaks > 0)
        free(leak[--leaks]);
}

const subject_t *fault_find(const char *name) {
    static const subject_t subject = {"fault", PEER_PLAIN, NULL, 0, 0, make, release, NULL};
    for (int i = 0; i < FAULTS; i++) {
        fault = (fault_t)i;
        if (strcmp(names[i], name) == 0) return &subject;
    }
    return NULL;
}
