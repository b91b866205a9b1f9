/* SPDX-License-Identifier: MIT */
/** @file
 *  Lines for tests of the firmware: with the word `report` one line for each event, with `count` numbers of
 *  instructions, with either of them the state at the end. tests/elsewhere/boards/report.py reads them. An error is its
 *  number, because the names of all errors take 1 KB of flash.
 *
 *      CONNECT [resumed]                             POST id bytes crc32 (of the line without its line end)
 *      KEEP_ALIVE                                    OVERSIZE bytes
 *      NOTICE bytes crc32                            EXCEPTION error bytes crc32
 *      CLOSED                                        CONNECTION_ERROR error detail
 *      REQUEST_ERROR status error                    RETRY wait_ms attempt error
 *      DISCONNECT error
 *      COUNT connect n       from the start of the connection to the response head, without sleep
 *      COUNT unpolled n      the longest time in which lwIP had to wait in this time
 *      COUNT lines n         from the head to the last Post
 *      COUNT own n           of these, what the program did itself: posts_report_own_begin()
 *      POOL name size= peak= used= errors=           CLOCK unix_s
 *      MEMORY arena= arena_peak= stack= stack_peak= ram_left= flash_left= */
#ifndef POSTS_REPORT_H
#define POSTS_REPORT_H

#include "pipit/client.h"
#include "pipit_tls.h"

/** Read the arguments. `tls` tells whether a connection was resumed. */
void posts_report_begin(const char *words, const pipit_tls_t *tls);

/** The program is about to open a connection. */
void posts_report_dial(void);

/** Report an event. If it is a message that is lost (longer than the buffer, with too many tokens, or not JSON), print
 *  this on the console. Call it before anything in the event is decoded in place. */
void posts_report_event(const pipit_event_t *event);

/** Around what the program does with an event, and what it draws: it is no part of the way from the wire to the
 *  callback. */
void posts_report_own_begin(void);
void posts_report_own_end(void);

/** The last counts, lwIP's pools, the clock, and the MEMORY line. */
void posts_report_end(size_t tls_arena_bytes);

#endif
