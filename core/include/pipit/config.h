/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  Compile-time options. They choose code, never the layout of a structure: a library and an application that were
 *  compiled with different options still agree. Override them on the command line, or in one file of yours named by
 *  -DPIPIT_CONFIG_FILE='"my_pipit.h"'. */
#ifndef PIPIT_CONFIG_H
#define PIPIT_CONFIG_H

#ifdef PIPIT_CONFIG_FILE
#include PIPIT_CONFIG_FILE
#endif

/** 1: a violated invariant of Pipit, or a wrong call that no error answers, stops the program on the spot: while you
 *  develop, in tests, in simulations. 0: no code for it. Only Pipit's own bugs and misuse of its interface are
 * asserted; what a peer sends is always a returned error. The top of pipit.h says which misuse is answered by an error.
 */
#ifndef PIPIT_CFG_ASSERT
#define PIPIT_CFG_ASSERT 0
#endif

/** What happens when an invariant does not hold. Define it to log or to reset instead. */
#ifndef PIPIT_ASSERT
#if PIPIT_CFG_ASSERT
#define PIPIT_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define PIPIT_ASSERT(condition) ((void)0)
#endif
#endif

/** 1: text is scanned a machine word at a time where that is faster, and select takes members at once that are all
 * there. 0: byte by byte and in steps, smaller. */
#ifndef PIPIT_CFG_WORD_SCAN
#if defined(__SIZEOF_POINTER__) && __SIZEOF_POINTER__ >= 8
#define PIPIT_CFG_WORD_SCAN 1
#else
#define PIPIT_CFG_WORD_SCAN 0
#endif
#endif

#endif
