/* SPDX-License-Identifier: MIT */
/** @file
 *  The five buttons. A press is kept until it is asked for, so none is lost while a handshake computes. */
#ifndef BUTTONS_H
#define BUTTONS_H

#include "reader.h"
#include <stdbool.h>

/** Pins and interrupts. */
void buttons_init(void);

/** The next press that nobody has asked for yet. @return false if there is none. */
bool buttons_pressed(button_t *button);

/** Is there one? Callable with interrupts off. */
bool buttons_pending(void);

/** The handler of both ports' interrupts. */
void buttons_interrupt(void);

#endif
