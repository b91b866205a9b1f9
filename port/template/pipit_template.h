/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  A template for the port of a new platform. Copy the folder, rename `template`, write the functions at the top of
 *  pipit_template.c, and run the conformance suite (tests/behaviour/port). Without changes it is a platform without a
 *  network: every open fails with PIPIT_E_IO. */
#ifndef PIPIT_TEMPLATE_H
#define PIPIT_TEMPLATE_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A connection and its state. Its members are private. */
typedef struct {
    /* Put the platform's handle here: a socket number, a protocol control block, the channel of a modem. */
    int32_t detail;
    pipit_err_t failure; /* returned until the next open */
    uint8_t state;
} pipit_template_t;

/** Make a port of `link`. Legal at any time. It allocates nothing, and never blocks, except in wait.
 *  @param link yours; it must stay in its place while the port is used.
 *  @return the port. Its errors: PIPIT_E_IO (detail: the platform's number). */
pipit_port_t pipit_template_port(pipit_template_t *link);

#ifdef __cplusplus
}
#endif

#endif
