/* SPDX-License-Identifier: MIT */
/* A layer over another port in which time runs faster. */
#ifndef SCALED_TIME_H
#define SCALED_TIME_H

#include "pipit/port.h"

typedef struct {
    pipit_port_t inner;
    uint32_t scale;
    uint32_t last_ms; /* of the inner clock */
    uint32_t scaled_ms;
} scaled_time_t;

pipit_port_t scaled_time_port(scaled_time_t *scaled, pipit_port_t inner, uint32_t scale);

#endif
