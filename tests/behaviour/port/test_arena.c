/* SPDX-License-Identifier: MIT */
/* TLS in a static arena: a size that was enough once is always enough, and every smaller size gives an error, never a
 * crash. Prints the size that was needed. Each client is a separate process, because an arena can be given only once.
 * The server is a separate process too, because its memory must not be counted. test_arena SUBJECT FOLDER */
#include "subjects.h"
#include <mbedtls/platform.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(MBEDTLS_ECP_RESTARTABLE)
#define HANDSHAKE_IN_PIECES true
#else
#define HANDSHAKE_IN_PIECES false
#endif
#define TURNS_LEAST 20u /* the least number of turns of the network inside the sends of one handshake */
#define ADDRESS "127.0.0.1"
#define PLENTY 524288u
#define STEP 512u
#define RECONNECTS 30
#define MESSAGE 20000 /* longer than one record */

typedef struct {
    int32_t error; /* 0: success */
    uint32_t connections;
    size_t peak_first; /* after the first connection */
    size_t peak;
    size_t used_first; /* between the first connection and the second */
    size_t used;       /* between connections: the largest value after the first one */
    size_t freed_first;
    size_t freed; /* after pipit_tls_free(), the last time */
    uint32_t failures;
    bool memory_is_named;
    uint32_t turns_within; /* calls of the wait of the port below, inside send and recv */
} report_t;

static union {
    uint8_t bytes[PLENTY];
    long double align;
} arena;

static const subject_t *subject;
static const char *folder;

/* ---- the server: it answers each byte with a few thousand bytes ---- */

static void serve_one(peer_t *peer) {
    static uint8_t message[MESSAGE];
    size_t sent = 0;
    uint8_t byte;
    while (!peer_turn(peer) && !peer->refused)
        (void)usleep(100);
    int n = 0;
    while (!peer->refused && (n = peer_recv(peer, &byte, 1)) == 0)
        (void)usleep(100);
    while (n > 0 && sent < sizeof message) {
        int now = peer_send(peer, message + sent, sizeof message - sent);
        if (now < 0) break;
        sent += (size_t)now;
    }
    while (n > 0 && (n = peer_recv(peer, &byte, 1)) >= 0)
        (void)usleep(100);
    peer_hang_up(peer);
}

/* mbedTLS is only used in this process, because memory that it allocates before the arena is given cannot be freed
 * afterwards. */
static void serve(int tell) {
    static peer_t peer;
    peer_tls_setup_t setup = {"good", subject->tls_version, NULL};
    peer_listen(&peer, subject->peer, ADDRESS, folder, &setup);
    if (write(tell, &peer.port, sizeof peer.port) != (ssize_t)sizeof peer.port) _exit(1);
    for (;;)
        serve_one(&peer);
}

static pid_t server_start(uint16_t *port) {
    int ends[2];
    pid_t parent = getpid();
    if (pipe(ends) != 0) return -1;
    pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent) serve(ends[1]);
        _exit(1);
    }
    (void)close(ends[1]);
    bool told = read(ends[0], port, sizeof *port) == (ssize_t)sizeof *port;
    (void)close(ends[0]);
    return told ? pid : -1;
}

/* ---- a client ---- */

static void (*real_wait)(void *io, uint32_t max_ms);
static bool is_within;
static uint32_t turns_within;

static void counting_wait(void *io, uint32_t max_ms) {
    if (is_within && max_ms == 0) turns_within++;
    if (is_within && max_ms != 0) _exit(1); /* the port would sleep inside send or recv */
    real_wait(io, max_ms);
}

static int32_t send_one(const pipit_port_t *port) {
    is_within = true;
    int32_t n = port->send(port->io, "x", 1);
    is_within = false;
    return n;
}

static int32_t converse(const pipit_port_t *port, uint16_t tcp_port) {
    static uint8_t bytes[4096];
    size_t got = 0;
    int32_t n = port->open(port->io, subject->host, tcp_port);
    while (n == 0) {
        n = send_one(port);
        if (n == 0) port->wait(port->io, 5);
    }
    while (n >= 0 && got < MESSAGE) {
        n = port->recv(port->io, bytes, sizeof bytes);
        if (n > 0) got += (size_t)n;
        if (n == 0) port->wait(port->io, 5);
    }
    port->close(port->io);
    return n < 0 ? n : 0;
}

static bool arena_is_given_once(size_t bytes) {
    return pipit_tls_arena(NULL, bytes) == PIPIT_E_INVALID &&
           pipit_tls_arena(arena.bytes, PIPIT_TLS_ARENA_MIN - 1) == PIPIT_E_INVALID && pipit_tls_arena_used() == 0 &&
           pipit_tls_arena(arena.bytes, bytes) == PIPIT_OK && pipit_tls_arena(arena.bytes, bytes) == PIPIT_E_STATE;
}

static void reconnect(pipit_port_t port, uint16_t tcp_port, int times, report_t *report) {
    char words[128];
    for (int i = 0; i < times && report->error == 0; i++) {
        report->error = converse(&port, tcp_port);
        report->peak = pipit_tls_arena_peak();
        size_t used = pipit_tls_arena_used();
        if (report->connections == 0) {
            report->peak_first = report->peak;
            report->used_first = used;
        }
        if (used > report->used) report->used = used;
        if (report->error == 0) report->connections++;
    }
    report->turns_within = turns_within;
    report->failures = pipit_tls_arena_failures();
    report->memory_is_named = strstr(pipit_tls_explain(subject_tls(), words, sizeof words), "memory") != NULL;
}

/* The second round begins with new contexts. */
static report_t client(size_t bytes, uint16_t tcp_port) {
    report_t report = {.error = PIPIT_E_INVALID};
    if (!arena_is_given_once(bytes)) return report;
    report.error = 0;
    int times = bytes == PLENTY ? RECONNECTS : 3;
    for (int round = 0; round < 2 && report.error == 0; round++) {
        pipit_port_t port = subject->make(ADDRESS, tcp_port, folder);
        real_wait = subject_tls()->inner.wait;
        subject_tls()->inner.wait = counting_wait;
        reconnect(port, tcp_port, times, &report);
        subject->release();
        report.freed = pipit_tls_arena_used();
        if (round == 0) report.freed_first = report.freed;
    }
    return report;
}

/* @return false if the client has crashed. */
static bool client_run(size_t bytes, uint16_t tcp_port, report_t *report) {
    int ends[2];
    int status = -1;
    if (pipe(ends) != 0) return false;
    pid_t pid = fork();
    if (pid == 0) {
        (void)alarm(60);
        report_t mine = client(bytes, tcp_port);
        _exit(write(ends[1], &mine, sizeof mine) == (ssize_t)sizeof mine ? 0 : 1);
    }
    (void)close(ends[1]);
    bool told = read(ends[0], report, sizeof *report) == (ssize_t)sizeof *report;
    (void)close(ends[0]);
    return waitpid(pid, &status, 0) == pid && status == 0 && told;
}

/* ---- the allocator alone ---- */

#define BLOCKS 300u
#define ROUNDS 20

static size_t block_bytes(size_t i, size_t round) {
    return (i * 7919u + round * 104729u) % 1500u + 1u;
}

static bool is_filled(const uint8_t *bytes, size_t len, uint8_t value) {
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != value) return false;
    }
    return true;
}

static bool blocks_make(uint8_t **blocks, size_t round) {
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t len = block_bytes(i, round);
        blocks[i] = mbedtls_calloc(1, len);
        if (!blocks[i] || (uintptr_t)blocks[i] % (2 * sizeof(void *)) != 0 || !is_filled(blocks[i], len, 0))
            return false;
        memset(blocks[i], (int)(i % 255u + 1u), len);
    }
    return true;
}

/* Free the blocks in an order that is different in each round. */
static bool blocks_free(uint8_t **blocks, size_t round) {
    static const size_t strides[] = {1, 7, 11, 13, 299};
    size_t stride = strides[round % (sizeof strides / sizeof strides[0])];
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t at = i * stride % BLOCKS;
        if (!is_filled(blocks[at], block_bytes(at, round), (uint8_t)(at % 255u + 1u))) return false;
        mbedtls_free(blocks[at]);
    }
    return true;
}

/* @return whether all freed blocks are one block again, without losing a unit. */
static bool arena_is_whole(size_t bytes) {
    void *all = mbedtls_calloc(1, bytes - 4 * sizeof(void *));
    bool whole = all && pipit_tls_arena_used() > bytes - 4 * sizeof(void *);
    mbedtls_free(all);
    mbedtls_free(NULL);
    return whole && pipit_tls_arena_used() == 0;
}

static bool allocator_is_sound(void) {
    static uint8_t *blocks[BLOCKS];
    if (!arena_is_given_once(PLENTY) || !arena_is_whole(PLENTY)) return false;
    for (size_t round = 0; round < ROUNDS; round++) {
        if (!blocks_make(blocks, round) || !blocks_free(blocks, round) || !arena_is_whole(PLENTY)) return false;
    }
    if (mbedtls_calloc(0, 5) || mbedtls_calloc(5, 0) || pipit_tls_arena_failures() != 0) return false;
    if (mbedtls_calloc(SIZE_MAX / 2 + 2, 2) || mbedtls_calloc(1, SIZE_MAX - 3)) return false;
    return !mbedtls_calloc(1, PLENTY) && pipit_tls_arena_failures() == 3 && pipit_tls_arena_peak() <= PLENTY;
}

/* In a separate process, because an arena can be given only once. */
static bool allocator_works(void) {
    int status = -1;
    pid_t pid = fork();
    if (pid == 0) _exit(allocator_is_sound() ? 0 : 1);
    bool good = waitpid(pid, &status, 0) == pid && status == 0;
    if (!good) (void)puts("the allocator is not sound");
    return good;
}

/* ---- checks of the reports ---- */

static bool enough_works(uint16_t tcp_port) {
    report_t report;
    if (!client_run(PLENTY, tcp_port, &report)) return false;
    (void)printf("%s: %u connections, error %d; high-water mark %zu bytes after the first, %zu after the last\n",
                 subject->name, report.connections, (int)report.error, report.peak_first, report.peak);
    (void)printf("%s: in use between connections %zu to %zu bytes, after free %zu and %zu; %u failures\n",
                 subject->name, report.used_first, report.used, report.freed_first, report.freed, report.failures);
    if ((report.turns_within > report.connections * TURNS_LEAST) != HANDSHAKE_IN_PIECES) return false;
    if (report.error != 0 || report.connections != 2 * RECONNECTS || report.failures != 0) return false;
    size_t slack = report.peak_first / 50u; /* the length of signatures varies */
    return report.peak <= report.peak_first + slack && report.used <= report.used_first + slack &&
           report.freed == report.freed_first;
}

/* If memory runs out, the error must be PIPIT_E_TLS_MEMORY, never that of a bad certificate. */
static bool is_named(const report_t *report) {
    if (report->error == 0) return report->failures == 0;
    return report->error == PIPIT_E_TLS_MEMORY && report->failures > 0 && report->memory_is_named;
}

static bool too_little_is_an_error(uint16_t tcp_port) {
    size_t smallest = 0;
    int refused = 0;
    for (size_t bytes = PIPIT_TLS_ARENA_MIN; bytes<PLENTY; bytes += smallest> 0 ? 16u * STEP : STEP) {
        report_t report;
        if (!client_run(bytes, tcp_port, &report)) {
            (void)printf("a client with %zu bytes did not end in order\n", bytes);
            return false;
        }
        if (!is_named(&report)) {
            (void)printf("a client with %zu bytes ended with %d after %u failures\n", bytes, (int)report.error,
                         report.failures);
            return false;
        }
        if (report.error == 0 && smallest == 0) smallest = bytes;
        if (report.error != 0) refused++;
        if (report.error == 0 && bytes > 2 * smallest) break;
    }
    (void)printf("%s: smallest arena %zu bytes\n", subject->name, smallest);
    return smallest > 0 && refused > 0;
}

int main(int argc, char **argv) {
    uint16_t tcp_port;
    subject = argc == 3 ? subject_find(argv[1]) : NULL;
    if (!subject) {
        (void)fputs("usage: test_arena SUBJECT FOLDER\n", stderr);
        return 2;
    }
    folder = argv[2];
    (void)signal(SIGPIPE, SIG_IGN);
    pid_t server = server_start(&tcp_port);
    if (server < 0) return 1;
    bool good = allocator_works() && enough_works(tcp_port) && too_little_is_an_error(tcp_port);
    (void)kill(server, SIGKILL);
    (void)waitpid(server, NULL, 0);
    return good ? 0 : 1;
}
