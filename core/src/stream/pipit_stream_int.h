/* SPDX-License-Identifier: MIT */
/* The parts of a stream's turn, for select and recovery. */
#ifndef PIPIT_STREAM_INT_H
#define PIPIT_STREAM_INT_H

#include "pipit/client.h"

extern const pipit_driver_t pipit_i_stream_driver;
/* Write the next piece of the request for a stream. */
void pipit_i_stream_write(pipit_t *client);
/* Begin a turn. There may be an event at once (PIPIT_EV_GAP). */
void pipit_i_stream_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
/* Handle the result of the engine's step, except pieces and texts. If the answer is accepted, its body has this
 * framing.
 * @return the step, or PIPIT_I_STEP_MORE, or whether there is an event. */
uint8_t pipit_i_stream_step(pipit_t *client, pipit_event_t *event, uint8_t step, uint8_t framing);
/* Handle the refusal that the engine shows: parse its body, end the attempt. */
void pipit_i_stream_refused(pipit_t *client, pipit_event_t *event);
/* Handle a line whose text was parsed: count it, and check whether it announces the end of the stream. */
void pipit_i_line_read(pipit_t *client, pipit_event_t *event);
/* After each step: give the event to recovery, and drop a duplicate. */
void pipit_i_stream_event(pipit_t *client, pipit_event_t *event);
/* After PIPIT_I_STEP_CLOSED: decide on another attempt and its delay, or end the request. */
void pipit_i_stream_closed(pipit_t *client, pipit_event_t *event);
/* Make another attempt after event->wait_ms. */
void pipit_i_stream_retry(pipit_t *client, pipit_event_t *event);

#endif
