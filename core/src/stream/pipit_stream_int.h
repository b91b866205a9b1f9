/* SPDX-License-Identifier: MIT */
#ifndef PIPIT_STREAM_INT_H
#define PIPIT_STREAM_INT_H

#include "pipit/client.h"

extern const pipit_driver_t pipit_i_stream_driver;
void pipit_i_stream_write(pipit_t *client);
/* A turn begins; perhaps with a gap to be told. */
void pipit_i_stream_begin(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
/* What the engine's step means for a stream, but for its pieces and texts. @return the step, or what became of it. */
uint8_t pipit_i_stream_step(pipit_t *client, pipit_event_t *event, uint8_t step, uint8_t framing);
/* An event is there, or none: for what the stream was told to use. */
void pipit_i_stream_event(pipit_t *client, pipit_event_t *event);
void pipit_i_line_read(pipit_t *client, pipit_event_t *event);
/* The link is gone: another attempt, when, or the end. */
void pipit_i_stream_closed(pipit_t *client, pipit_event_t *event);
/* Another attempt after event->wait_ms. */
void pipit_i_stream_retry(pipit_t *client, pipit_event_t *event);

#endif
