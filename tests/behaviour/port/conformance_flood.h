/* SPDX-License-Identifier: MIT */
/* The part of the conformance suite in which the peer sends without end: each call of the port must do a limited amount
 * of work, so that time-outs and pipit_stop() work. */
#ifndef CONFORMANCE_FLOOD_H
#define CONFORMANCE_FLOOD_H

void flood_before_the_link_is_taken_in_pieces(void **state);
void flood_of_records_is_taken_in_pieces(void **state);
void empty_records_are_nothing(void **state);
void time_out_holds_in_a_flood(void **state);
void stop_holds_in_a_flood(void **state);

#endif
