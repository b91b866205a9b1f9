/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The version of Pipit: one number, compared by CI with CHANGELOG.md and CMakeLists.txt. */
#ifndef PIPIT_VERSION_H
#define PIPIT_VERSION_H

/** 0xMMmmpp: compare with `#if PIPIT_VERSION >= 0x000100`. */
#define PIPIT_VERSION 0x000100
/** The same as text; it is part of the default User-Agent. */
#define PIPIT_VERSION_STRING "0.1.0"

#endif
