/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_port
 *  The start of a port for a new platform: copy the folder, rename `template`, fill in the functions at the top of
 *  pipit_template.c, and let the conformance suite (tests/port) judge. As it stands it is a platform without a network:
 *  every open fails with PIPIT_E_IO. */
#ifndef PIPIT_TEMPLATE_H
#define PIPIT_TEMPLATE_H

#include "pipit/port.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A connection to be. Members are private. */
typedef struct {
    /* The platform's handle stands here: a socket number, a protocol control block, a modem's channel. */
    int32_t detail;
    pipit_err_t failure; /* sticky until the next open */
    uint8_t state;
} pipit_template_t;

/** Make `link` a port. It must stay at its place while the port is used. Allocates nothing, never blocks but in wait.
 *  Errors of the port: PIPIT_E_IO (detail: the platform's number). */
pipit_port_t pipit_template_port(pipit_template_t *link);

#ifdef __cplusplus
}
#endif

#endif
