/* SPDX-License-Identifier: MIT */
/* One object for each structure, with its size. measure.py reads the sizes from the symbol table, so no program must
 * run on the target. */
#include "pipit/pipit.h"

#define MEASURE(name, bytes) unsigned char size_of_##name[bytes]

MEASURE(pipit_t, sizeof(pipit_t));
MEASURE(pipit_config_t, sizeof(pipit_config_t));
MEASURE(pipit_event_t, sizeof(pipit_event_t));
MEASURE(pipit_token_t, sizeof(pipit_token_t));
MEASURE(pipit_head_t, sizeof(pipit_head_t));
MEASURE(pipit_body_t, sizeof(pipit_body_t));
MEASURE(pipit_json_t, sizeof(pipit_json_t));
MEASURE(pipit_stats_t, sizeof(pipit_stats_t));
MEASURE(pipit_port_t, sizeof(pipit_port_t));
MEASURE(PIPIT_RAM_4096_128, PIPIT_RAM(4096, 128));
