/* SPDX-License-Identifier: MIT */
/* A simulated Arduino on this machine: its console is stdout, and its Wi-Fi connects only to 127.0.0.1:PIPIT_PORT,
 * without TLS. */
#include <NetworkClientSecure.h>
#include <WiFi.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

Console Serial;
Radio WiFi;

unsigned long millis() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<unsigned long>(now.tv_sec) * 1000UL + static_cast<unsigned long>(now.tv_nsec) / 1000000UL;
}

void delay(unsigned long ms) {
    usleep(static_cast<useconds_t>(ms) * 1000U);
}

void configTime(long, int, const char *, const char *) {}

void Console::begin(unsigned long) {}

size_t Console::write(const uint8_t *bytes, size_t len) {
    return fwrite(bytes, 1, len, stdout);
}

size_t Console::print(const char *text) {
    return static_cast<size_t>(printf("%s", text));
}

size_t Console::println(unsigned long number) {
    return static_cast<size_t>(printf("%lu\n", number));
}

size_t Console::println(const char *text) {
    const int len = printf("%s\n", text);
    fflush(stdout);
    return static_cast<size_t>(len);
}

int Radio::begin(const char *, const char *) {
    return WL_CONNECTED;
}

int Radio::status() {
    return WL_CONNECTED;
}

void NetworkClientSecure::setCACert(const char *) {}

int RadioClient::connect(const char *, uint16_t) {
    sockaddr_in to;
    memset(&to, 0, sizeof to);
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(atoi(getenv("PIPIT_PORT"))));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(socket_, reinterpret_cast<sockaddr *>(&to), sizeof to) == 0) return 1;
    stop();
    return 0;
}

size_t RadioClient::write(const uint8_t *bytes, size_t len) {
    const ssize_t sent = send(socket_, bytes, len, MSG_NOSIGNAL);
    return sent > 0 ? static_cast<size_t>(sent) : 0;
}

int RadioClient::available() {
    int there = 0;
    if (socket_ < 0 || ioctl(socket_, FIONREAD, &there) != 0) return 0;
    return there;
}

int RadioClient::read(uint8_t *bytes, size_t len) {
    return static_cast<int>(recv(socket_, bytes, len, MSG_DONTWAIT));
}

void RadioClient::stop() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
}

uint8_t RadioClient::connected() {
    char byte;
    return socket_ >= 0 && recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

void setup();
void loop();

int main() {
    setup();
    for (;;)
        loop();
}
