/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  Options at compile time. They change code, never the layout of a structure: a library and a program that were
 *  compiled with different options still work together. Set them on the command line of the compiler, or in a header of
 *  yours: -DPIPIT_CONFIG_FILE='"my_pipit.h"'. */
#ifndef PIPIT_CONFIG_H
#define PIPIT_CONFIG_H

#ifdef PIPIT_CONFIG_FILE
#include PIPIT_CONFIG_FILE
#endif

/** 1: check for bugs in Pipit and for wrong use of its functions; PIPIT_ASSERT stops the program. Useful in tests.
 *  0, the default: no checks, no code for them. What a peer sends never leads to PIPIT_ASSERT; it is always a returned
 *  error. */
#ifndef PIPIT_CFG_ASSERT
#define PIPIT_CFG_ASSERT 0
#endif

/** What to do if `condition` is false. You may define it yourself, to log or to reset for example; it is then used
 *  whatever PIPIT_CFG_ASSERT is. Default: a trap instruction if PIPIT_CFG_ASSERT is 1, else nothing. */
#ifndef PIPIT_ASSERT
#if PIPIT_CFG_ASSERT
#define PIPIT_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define PIPIT_ASSERT(condition) ((void)0)
#endif
#endif

/** 1: faster and larger: text is searched one machine word at a time, and select handles a member in one step if all of
 *  it has arrived. 0: smaller: byte by byte. The results are the same. Default: 1 if pointers have 64 bits, else 0. */
#ifndef PIPIT_CFG_WORD_SCAN
#if defined(__SIZEOF_POINTER__) && __SIZEOF_POINTER__ >= 8
#define PIPIT_CFG_WORD_SCAN 1
#else
#define PIPIT_CFG_WORD_SCAN 0
#endif
#endif

/** 1: with PIPIT_CFG_WORD_SCAN, 16 bytes of text are searched at a time if the compiler may use SSE2 or NEON (x86-64
 * and AArch64: always). 0: machine words. The results are the same. Default: 1. */
#ifndef PIPIT_CFG_VECTOR
#define PIPIT_CFG_VECTOR 1
#endif

#endif
