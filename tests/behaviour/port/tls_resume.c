/* SPDX-License-Identifier: MIT */
/* Connects to a TLS server COUNT times and prints which connections were resumed, for example "0110":
 * tls_resume PORT CA_FILE VERSION full|resume COUNT. tls_resume.py runs it. */
#include "pipit_posix.h"
#include "pipit_tls.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOST "127.0.0.1"
#define NAME "localhost"
#define ANSWER_BYTES 1000

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
    static pipit_tls_t tls;
    static uint8_t session[PIPIT_TLS_SESSION_BYTES];
    if (argc != 6) {
        (void)fputs("usage: tls_resume PORT CA_FILE VERSION full|resume COUNT\n", stderr);
        return 2;
    }
    uint8_t version = strcmp(argv[3], "1.3") == 0 ? PIPIT_TLS_VERSION_1_3 : PIPIT_TLS_VERSION_1_2;
    pipit_tls_config_t config = {.ca_file = argv[2], .version_min = version, .version_max = version};
    if (strcmp(argv[4], "resume") == 0) {
        config.session = session;
        config.session_bytes = sizeof session;
    }
    pipit_port_t below = pipit_posix_port(&tcp);
    tcp_open = below.open;
    below.open = open_at_address;
    pipit_port_t port = pipit_tls_port(&tls, below, &config);
    int32_t err = 0;
    (void)alarm(120);
    for (long i = strtol(argv[5], NULL, 10); i > 0 && err == 0; i--) {
        char words[128];
        err = converse(&port, (uint16_t)strtoul(argv[1], NULL, 10));
        if (err == 0) (void)putchar(pipit_tls_resumed(&tls) ? '1' : '0');
        if (err != 0) (void)fprintf(stderr, "error %d: %s\n", (int)err, pipit_tls_explain(&tls, words, sizeof words));
        port.close(port.io);
    }
    pipit_tls_free(&tls);
    pipit_posix_free(&tcp);
    (void)putchar('\n');
    return err == 0 ? 0 : 1;
}
