/* SPDX-License-Identifier: MIT */
/* A peer that sends what brings nothing, without end, faster than a client reads; for the tests of TLS that is not
 * ours.
 *
 * usage: flood PORT CERTIFICATES KEY KIND     PORT 0: any
 *
 * KIND: after the ClientHello `warnings` of TLS, or `nonsense`: records that end the handshake; or after a whole
 * handshake and the request `tls-warnings`, `tls-empty` records, or a `tls-head` that does not end. Prints "READY
 * PORT", and each connection and its end. Links with mbedTLS 2.28. */
#include <arpa/inet.h>
#include <errno.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECORDS 9000
#define LONG_ENOUGH_BYTES 16000

static const char *certificates, *key_file, *kind;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* ---- before TLS ---- */

static void send_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0) fail("the client is gone");
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void pour_records(int fd) {
    static const char unrecognized_name[7] = {0x15, 3, 3, 0, 2, 1, 0x70}, unexpected[7] = {0x14, 3, 3, 0, 2, 1, 1};
    static char block[RECORDS * sizeof unrecognized_name];
    const char *record = strcmp(kind, "warnings") == 0 ? unrecognized_name : unexpected;
    for (size_t i = 0; i < RECORDS; i++)
        memcpy(block + i * sizeof unrecognized_name, record, sizeof unrecognized_name);
    if (recv(fd, (char[4096]){0}, 4096, 0) <= 0) fail("no ClientHello");
    for (;;)
        send_all(fd, block, sizeof block);
}

/* ---- inside TLS ---- */

static void check(int status, const char *what) {
    if (status >= 0) return;
    fprintf(stderr, "%s: -0x%x\n", what, (unsigned)-status);
    exit(1);
}

static void read_request(mbedtls_ssl_context *ssl) {
    char text[8192] = "";
    size_t len = 0;
    while (!strstr(text, "\r\n\r\n")) {
        int got = mbedtls_ssl_read(ssl, (unsigned char *)text + len, sizeof text - 1 - len);
        if (got <= 0) check(got < 0 ? got : -1, "no request");
        len += (size_t)got;
        text[len] = '\0';
    }
}

static void write_text(mbedtls_ssl_context *ssl, const char *text) {
    size_t len = strlen(text);
    while (len > 0) {
        int sent = mbedtls_ssl_write(ssl, (const unsigned char *)text, len);
        check(sent, "the client is gone");
        text += sent;
        len -= (size_t)sent;
    }
}

static void pour_inside(mbedtls_ssl_context *ssl) {
    static char head[LONG_ENOUGH_BYTES];
    memset(head, 'y', sizeof head - 1);
    write_text(ssl, "HTTP/1.1 200 OK\r\nX: ");
    for (;;) {
        if (strcmp(kind, "tls-warnings") == 0)
            check(mbedtls_ssl_send_alert_message(ssl, MBEDTLS_SSL_ALERT_LEVEL_WARNING,
                                                 MBEDTLS_SSL_ALERT_MSG_UNRECOGNIZED_NAME),
                  "the client is gone");
        else if (strcmp(kind, "tls-empty") == 0)
            check(mbedtls_ssl_write(ssl, (const unsigned char *)"", 0), "the client is gone");
        else
            write_text(ssl, head);
    }
}

static void pour_in_tls(int fd) {
    static mbedtls_entropy_context entropy;
    static mbedtls_ctr_drbg_context random;
    static mbedtls_ssl_config config;
    static mbedtls_ssl_context ssl;
    static mbedtls_x509_crt chain;
    static mbedtls_pk_context key;
    static mbedtls_net_context link;
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);
    mbedtls_x509_crt_init(&chain);
    mbedtls_pk_init(&key);
    link.fd = fd;
    check(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0), "random numbers");
    check(mbedtls_x509_crt_parse_file(&chain, certificates), certificates);
    check(mbedtls_pk_parse_keyfile(&key, key_file, NULL), key_file);
    check(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                      MBEDTLS_SSL_PRESET_DEFAULT),
          "configuration");
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    check(mbedtls_ssl_conf_own_cert(&config, &chain, &key), "certificate");
    check(mbedtls_ssl_setup(&ssl, &config), "TLS");
    mbedtls_ssl_set_bio(&ssl, &link, mbedtls_net_send, mbedtls_net_recv, NULL);
    check(mbedtls_ssl_handshake(&ssl), "handshake");
    read_request(&ssl);
    printf("the request is there\n");
    fflush(stdout);
    pour_inside(&ssl);
}

static void serve(int listener) {
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) fail("accept");
        printf("a connection\n");
        fflush(stdout);
        if (fork() == 0) {
            if (strncmp(kind, "tls-", 4) == 0)
                pour_in_tls(fd);
            else
                pour_records(fd);
        }
        close(fd);
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    if (argc != 5) {
        fprintf(stderr, "usage: flood PORT CERTIFICATES KEY KIND\n");
        return 2;
    }
    at.sin_port = htons((uint16_t)atoi(argv[1]));
    certificates = argv[2];
    key_file = argv[3];
    kind = argv[4];
    (void)signal(SIGCHLD, SIG_IGN);
    (void)signal(SIGPIPE, SIG_IGN);
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(listener, (struct sockaddr *)&at, sizeof at) != 0 || listen(listener, 8) != 0)
        fail("listen");
    socklen_t len = sizeof at;
    if (getsockname(listener, (struct sockaddr *)&at, &len) != 0) fail("listen");
    printf("READY %d\n", ntohs(at.sin_port));
    fflush(stdout);
    serve(listener);
}
