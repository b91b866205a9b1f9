/* SPDX-License-Identifier: MIT */
/* The header that a sketch includes. */
#ifndef PIPIT_ARDUINO_ALL_H
#define PIPIT_ARDUINO_ALL_H

#include "pipit/pipit.h"
#include "pipit_arduino.h"

#endif
