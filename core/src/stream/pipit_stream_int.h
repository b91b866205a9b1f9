/* SPDX-License-Identifier: MIT */
/* What streams show to select and recovery: the parts of a stream's turn. */
#ifndef PIPIT_STREAM_INT_H
#define PIPIT_STREAM_INT_H

#include "pipit/client.h"

extern const pipit_driver_t pipit_i_stream_driver;
/* The next piece of the request for a stream. */
void pipit_i_stream_write(pipit_t *client);
/* A turn begins; perhaps with an event at once (PIPIT_EV_GAP). */
void pipit_i_stream_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
/* What the engine's step means for a stream, except its pieces and texts. `framing` is that of an answer that is
 * accepted. @return the step, or what became of it. */
uint8_t pipit_i_stream_step(pipit_t *client, pipit_event_t *event, uint8_t step, uint8_t framing);
/* A line whose text was parsed: counts, and whether it announces the end of the stream. */
void pipit_i_line_read(pipit_t *client, pipit_event_t *event);
/* At the end of each step: recovery hears of the event, and a message that was here before goes away. */
void pipit_i_stream_event(pipit_t *client, pipit_event_t *event);
/* PIPIT_I_STEP_CLOSED: another attempt and when, or the end of the request. */
void pipit_i_stream_closed(pipit_t *client, pipit_event_t *event);
/* Another attempt after event->wait_ms. */
void pipit_i_stream_retry(pipit_t *client, pipit_event_t *event);

#endif
