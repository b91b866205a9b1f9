/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  Any Arduino `Client` as a pipit_port_t. TLS, and with it the check of certificates, is the client's: use
 *  WiFiClientSecure, WiFiSSLClient, BearSSL::WiFiClientSecure .. with a CA certificate set. A plain client sends the
 *  token in clear.
 *
 *  What blocks, against the contract of port.h: open, as Client::connect() does until the link stands or its own
 *  time-out has passed; send, as write() of ESP32 and ESP8266 does until all is handed over; and on the Uno R4 every
 *  call, which waits for its radio module. README.md says more. */
#ifndef PIPIT_ARDUINO_H
#define PIPIT_ARDUINO_H

#include "pipit/port.h"
#include <Arduino.h> /* on some cores Client is in a namespace, and this brings it out */
#include <Client.h>

/** A link. Members are private. */
typedef struct {
    Client *client;
    int32_t detail;
    pipit_err_t failure; /* sticky until the next open */
    bool open;
} pipit_arduino_t;

/** Make `link` a port of `client`, which is borrowed; both must stay at their places while the port is used.
 *
 *  Errors of the port: PIPIT_E_CONNECT when connect() fails (detail: what it returned), for whatever reason: name, TCP
 *  or TLS, Arduino does not tell; PIPIT_E_CLOSED when the link is down and everything that came is read. */
pipit_port_t pipit_arduino_port(pipit_arduino_t *link, Client &client);

#endif
