/* SPDX-License-Identifier: MIT */
/* Connects to a TLS server COUNT times and prints which connections were resumed, for example "0110":
 * tls_resume PORT CA_FILE VERSION full|resume COUNT. tls_resume.py runs it. */
#include "pipit_posix.h"
#ifdef TLS_RESUME_OPENSSL
#include "pipit_openssl.h"
#else
#include "pipit_tls.h"
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOST "127.0.0.1"
#define NAME "localhost"
#define ANSWER_BYTES 1000

#ifdef TLS_RESUME_OPENSSL
static pipit_openssl_t tls;
#define tls_resumed pipit_openssl_resumed
#define tls_explain pipit_openssl_explain
#define tls_free pipit_openssl_free

static pipit_port_t tls_port(pipit_port_t below, const char *ca_file, uint8_t version, bool resume) {
    pipit_openssl_config_t config = {
        .ca_file = ca_file, .version_min = version, .version_max = version, .resume = resume};
    return pipit_openssl_port(&tls, below, &config);
}
#else
static pipit_tls_t tls;
#define tls_resumed pipit_tls_resumed
#define tls_explain pipit_tls_explain
#define tls_free pipit_tls_free

static pipit_port_t tls_port(pipit_port_t below, const char *ca_file, uint8_t version, bool resume) {
    static uint8_t session[PIPIT_TLS_SESSION_BYTES];
    pipit_tls_config_t config = {.ca_file = ca_file, .version_min = version, .version_max = version};
    if (resume) {
        config.session = session;
        config.session_bytes = sizeof session;
    }
    return pipit_tls_port(&tls, below, &config);
}
#endif

static int32_t (*tcp_open)(void *io, const char *host, uint16_t port);

/* TLS gets a name, because mbedTLS 2.28 does not check addresses in certificates. */
static int32_t open_at_address(void *io, const char *host, uint16_t port) {
    (void)host;
    return tcp_open(io, HOST, port);
}

/* Send one byte and receive the answer. */
static int32_t converse(const pipit_port_t *port, uint16_t tcp_port) {
    uint8_t bytes[ANSWER_BYTES];
    size_t got = 0;
    int32_t n = port->open(port->io, NAME, tcp_port);
    while (n == 0) {
        n = port->send(port->io, "x", 1);
        if (n == 0) port->wait(port->io, 1000);
    }
    while (n >= 0 && got < sizeof bytes) {
        n = port->recv(port->io, bytes, sizeof bytes - got);
        if (n > 0) got += (size_t)n;
        if (n == 0) port->wait(port->io, 1000);
    }
    return n < 0 ? n : 0;
}

int main(int argc, char **argv) {
    static pipit_posix_t tcp;
    if (argc != 6) {
        (void)fputs("usage: tls_resume PORT CA_FILE VERSION full|resume COUNT\n", stderr);
        return 2;
    }
    pipit_port_t below = pipit_posix_port(&tcp);
    tcp_open = below.open;
    below.open = open_at_address;
    /* The versions have the same numbers in both ports. */
    uint8_t version = strcmp(argv[3], "1.3") == 0 ? 13 : 12;
    pipit_port_t port = tls_port(below, argv[2], version, strcmp(argv[4], "resume") == 0);
    int32_t err = 0;
    (void)alarm(120);
    for (long i = strtol(argv[5], NULL, 10); i > 0 && err == 0; i--) {
        char words[128];
        err = converse(&port, (uint16_t)strtoul(argv[1], NULL, 10));
        if (err == 0) (void)putchar(tls_resumed(&tls) ? '1' : '0');
        if (err != 0) (void)fprintf(stderr, "error %d: %s\n", (int)err, tls_explain(&tls, words, sizeof words));
        port.close(port.io);
    }
    tls_free(&tls);
    pipit_posix_free(&tcp);
    (void)putchar('\n');
    return err == 0 ? 0 : 1;
}
