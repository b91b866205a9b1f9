/* SPDX-License-Identifier: MIT */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#include "../lwipopts_board.h"
#include "lwipopts_common.h"

#endif
