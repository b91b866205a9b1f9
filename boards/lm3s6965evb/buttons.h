/* SPDX-License-Identifier: MIT */
/** @file
 *  The five buttons. A press is stored until the program reads it, so none is lost during a TLS handshake. */
#ifndef BUTTONS_H
#define BUTTONS_H

#include "reader.h"
#include <stdbool.h>

/** Set up pins and interrupts. */
void buttons_init(void);

/** Get the next press that was not read yet. @return false if there is none. */
bool buttons_pressed(button_t *button);

/** Tell whether there is one. It may be called with interrupts masked. */
bool buttons_pending(void);

/** The interrupt handler of both ports. */
void buttons_interrupt(void);

#endif
