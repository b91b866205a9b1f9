/* SPDX-License-Identifier: MIT */
/** @file
 *  The functions that each board implements for the firmware: a console, a clock, sleep, one network interface,
 *  entropy. boards/common uses nothing else of a board. Unless a comment says otherwise, only the main loop calls them.
 */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct netif;

/** Prepare clocks, console and timer. Called before all other functions. */
void board_init(void);

/** Monotonic milliseconds since the start; it wraps. lwIP's sys_now() and the clock of every port use it. */
uint32_t board_now_ms(void);

/** Sleep until an interrupt (a frame, a button), or for at most `max_ms`. Returns at once if a frame is waiting. */
void board_sleep(uint32_t max_ms);

/** Write to the serial console that a user sees. Waits for room in the transmitter, but not for a reader. */
void board_console(const char *text, size_t len);

/** Write text for tests, separate from the console. On a real board this does nothing. */
void board_report(const char *text, size_t len);

/** The words that the emulator was started with, joined by single spaces ("" on a real board): server, scenario and
 *  time of a test. */
const char *board_arguments(void);

/** End the emulator with this exit status; a real board waits for ever. It checks the flash before, if it can. */
void board_exit(int status);

/** lwIP's init function of the interface: it sets MAC address, MTU and output functions. It does not wait longer than
 *  ETHERNET_DRIVER_PATIENCE_MS for the card. @return an err_t: ERR_IF if the card does not answer. */
int8_t board_netif_init(struct netif *netif);

/** The largest number of frames in one turn of the network. 16 is more than fits into the TCP windows of all
 *  connections. Because of this limit, a network that sends faster than the board reads cannot delay time-outs. Frames
 *  that are left end the next sleep at once. */
#define BOARD_FRAMES_A_TURN 16u

/** Give received frames to netif->input, at most BOARD_FRAMES_A_TURN. */
void board_netif_poll(struct netif *netif);

/** Get up to `len` bytes of real entropy. There is no default: without this function the firmware does not link.
 *  @return how many bytes, 0 if there is none now. */
size_t board_entropy(uint8_t *bytes, size_t len);

/** The largest number of bytes of stack that were in use, with interrupts; and the size of the stack. */
size_t board_stack_peak(void);
size_t board_stack_size(void);

#endif
