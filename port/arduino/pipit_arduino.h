/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  Any Arduino `Client` as a pipit_port_t. The client does TLS and checks the certificates: use WiFiClientSecure,
 *  WiFiSSLClient, BearSSL::WiFiClientSecure or another one with TLS, and set a CA certificate. A client without TLS
 *  sends the token unencrypted.
 *
 *  Unlike the rules of port.h, some functions block: open, because Client::connect() waits for the connection or for
 *  its own time-out; send, because write() of ESP32 and ESP8266 waits until all bytes are handed over; and on the Uno
 *  R4 every function, because each waits for the radio module. README.md says more.
 *
 *  recv reads once: the number of bytes that the client reports, but not more than it has room for. How many TLS
 * records the client reads for this depends on the client. */
#ifndef PIPIT_ARDUINO_H
#define PIPIT_ARDUINO_H

#include "pipit/port.h"
#include <Arduino.h> /* on some cores Client is in a namespace; this makes it visible */
#include <Client.h>

/** A connection and its state. Its members are private. */
typedef struct {
    Client *client;
    int32_t detail;
    pipit_err_t failure; /* returned until the next open */
    bool open;
} pipit_arduino_t;

/** Make a port of `client`. Legal at any time.
 *
 *  Errors of the port, each returned until the next open: PIPIT_E_CONNECT: connect() failed (detail: its result); the
 *  cause can be the name, TCP or TLS, because Arduino does not say which. PIPIT_E_CLOSED: the connection has ended, and
 *  all received bytes were read.
 *  @param link   yours; it must stay in its place while the port is used.
 *  @param client borrowed; it must stay in its place while the port is used. */
pipit_port_t pipit_arduino_port(pipit_arduino_t *link, Client &client);

#endif
