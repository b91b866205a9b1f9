/* SPDX-License-Identifier: MIT */
/* The other end of the socket. It is a separate process, so that its CPU time is not counted for the readers. It sends
 * the response head, waits for bench_sender_go(), and sends the body as fast as it is read. */
#include "bench.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NONE (-1)

static pid_t child = NONE;
static int go = NONE; /* a pipe; a byte means: send the body; the end means: the benchmark is over */

static void send_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0) _exit(1);
        bytes += n;
        len -= (size_t)n;
    }
}

static void request_read(int fd) {
    char text[4096];
    size_t len = 0;
    do {
        ssize_t n = recv(fd, text + len, sizeof text - 1 - len, 0);
        if (n <= 0) _exit(1);
        len += (size_t)n;
        text[len] = '\0';
    } while (strstr(text, "\r\n\r\n") == NULL);
}

static void serve(int fd, int begin, const bench_wire_t *wire) {
    static const char end[] = "0\r\n\r\n";
    char byte;
    request_read(fd);
    send_all(fd, wire->bytes, wire->head_len);
    if (read(begin, &byte, 1) != 1) _exit(0);
    send_all(fd, wire->bytes + wire->head_len, wire->len - wire->head_len);
    send_all(fd, end, sizeof end - 1);
    (void)shutdown(fd, SHUT_WR);
    while (recv(fd, &byte, 1, 0) > 0) {
    }
    (void)close(fd);
}

static void serve_all(int listener, int begin, const bench_wire_t *wire) {
    for (;;) {
        struct pollfd polls[2] = {{.fd = listener, .events = POLLIN}, {.fd = begin, .events = POLLIN}};
        if (poll(polls, 2, -1) < 0 || polls[1].revents != 0) _exit(0);
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0) serve(fd, begin, wire);
    }
}

static int listen_somewhere(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 8) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0) {
        bench_fail("no socket to listen on");
    }
    *port = ntohs(address.sin_port);
    return fd;
}

uint16_t bench_sender_start(const bench_wire_t *wire) {
    uint16_t port;
    int ends[2];
    int listener = listen_somewhere(&port);
    if (pipe(ends) != 0) bench_fail("no pipe");
    child = fork();
    if (child < 0) bench_fail("no second process");
    if (child == 0) {
        (void)close(ends[1]);
        serve_all(listener, ends[0], wire);
    }
    (void)close(listener);
    (void)close(ends[0]);
    go = ends[1];
    return port;
}

void bench_sender_go(void) {
    if (write(go, "", 1) != 1) bench_fail("the sender is gone");
}

void bench_sender_stop(void) {
    (void)close(go);
    (void)waitpid(child, NULL, 0);
    go = NONE;
    child = NONE;
}
