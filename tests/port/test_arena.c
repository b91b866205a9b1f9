/* SPDX-License-Identifier: MIT */
/* TLS in a static arena: enough is enough for ever, and too little is an error at every size, never a crash. Prints
 * what was needed. Each client is a process of its own, because an arena is given once; so is the server, whose memory
 * is not to be counted. test_arena SUBJECT FOLDER */
#include "subjects.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ADDRESS "127.0.0.1"
#define PLENTY 524288u
#define STEP 2048u
#define RECONNECTS 30
#define MESSAGE 20000 /* more than one record */

typedef struct {
    int32_t error; /* 0: all went well */
    uint32_t connections;
    size_t peak_first; /* after the first connection */
    size_t peak;
} report_t;

static union {
    uint8_t bytes[PLENTY];
    long double align;
} arena;

static const subject_t *subject;
static const char *folder;

/* ---- the server: a few thousand bytes back for each byte ---- */

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

/* All of mbedTLS stays in that process: what was allocated before an arena is given may not be freed after. */
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

static int32_t converse(const pipit_port_t *port, uint16_t tcp_port) {
    static uint8_t bytes[4096];
    size_t got = 0;
    int32_t n = port->open(port->io, subject->host, tcp_port);
    while (n == 0) {
        n = port->send(port->io, "x", 1);
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

static report_t client(size_t bytes, uint16_t tcp_port) {
    report_t report = {PIPIT_E_INVALID, 0, 0, 0};
    if (pipit_tls_arena(arena.bytes, PIPIT_TLS_ARENA_MIN - 1) != PIPIT_E_INVALID) return report;
    if (pipit_tls_arena(arena.bytes, bytes) != PIPIT_OK) return report;
    report.error = PIPIT_E_STATE;
    if (pipit_tls_arena(arena.bytes, bytes) != PIPIT_E_STATE) return report;
    pipit_port_t port = subject->make(ADDRESS, tcp_port, folder);
    for (int i = 0; i < RECONNECTS; i++) {
        report.error = converse(&port, tcp_port);
        report.peak = pipit_tls_arena_peak();
        if (i == 0) report.peak_first = report.peak;
        if (report.error != 0) break;
        report.connections++;
        if (bytes != PLENTY && i == 2) break;
    }
    subject->release();
    return report;
}

/* @return false when the client did not live to report. */
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

/* ---- the judgement ---- */

static bool enough_works(uint16_t tcp_port) {
    report_t report;
    if (!client_run(PLENTY, tcp_port, &report)) return false;
    (void)printf("%s: %u connections, error %d; high-water mark %zu bytes after the first, %zu after the last\n",
                 subject->name, report.connections, (int)report.error, report.peak_first, report.peak);
    if (report.error != 0 || report.connections != RECONNECTS) return false;
    return report.peak <= report.peak_first + report.peak_first / 50u; /* signatures differ in length */
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
        if (report.error == 0 && smallest == 0) smallest = bytes;
        if (report.error != 0) refused++;
        if (report.error == 0 && bytes > 2 * smallest) break;
        if (report.error != 0 && pipit_err_family(report.error) != PIPIT_FAMILY_TLS) {
            (void)printf("a client with %zu bytes ended with %d\n", bytes, (int)report.error);
            return false;
        }
        if (report.error == PIPIT_E_TLS) (void)printf("%zu bytes: PIPIT_E_TLS hides that memory is short\n", bytes);
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
    bool good = enough_works(tcp_port) && too_little_is_an_error(tcp_port);
    (void)kill(server, SIGKILL);
    (void)waitpid(server, NULL, 0);
    return good ? 0 : 1;
}
