/* SPDX-License-Identifier: MIT */
/** @file
 *  What a board gives to the firmware: a console, a clock, sleep, one network interface, entropy. Each board implements
 *  these functions; boards/common uses nothing else of it. All belong to the main loop unless said otherwise. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct netif;

/** Clocks, console, timer. Called first. */
void board_init(void);

/** Monotonic milliseconds since the start; wraps. lwIP's sys_now() and every port's clock. */
uint32_t board_now_ms(void);

/** Sleep until an interrupt (a frame, a button), or for at most `max_ms`. Returns at once when a frame is waiting. */
void board_sleep(uint32_t max_ms);

/** The serial console that a user sees. Waits for room, never for a reader. */
void board_console(const char *text, size_t len);

/** Text to the one who runs the emulator, apart from the console: what tests read. A real board: nothing. */
void board_report(const char *text, size_t len);

/** The words that the emulator was started with, joined by single spaces ("" on a real board): server, scenario and
 *  time of a test. */
const char *board_arguments(void);

/** End the emulator with this exit status; a real board waits for ever. Checks the flash first where it can. */
void board_exit(int status);

/** lwIP's init function of the interface: MAC address, MTU, output functions. An err_t. */
int8_t board_netif_init(struct netif *netif);

/** Frames in one turn of the network, at most: 16 is more than the windows of all links hold. So a network that sends
 *  faster than the board reads keeps no time-out waiting; what is left ends the next sleep at once. */
#define BOARD_FRAMES_A_TURN 16u

/** Hand received frames to netif->input, at most BOARD_FRAMES_A_TURN. */
void board_netif_poll(struct netif *netif);

/** Up to `len` bytes of real entropy. There is no default: without this function the firmware does not link.
 *  @return how many bytes, 0 if there is none now. */
size_t board_entropy(uint8_t *bytes, size_t len);

/** The most bytes of stack that were ever in use, interrupts included, and how many there are. */
size_t board_stack_peak(void);
size_t board_stack_size(void);

#endif
