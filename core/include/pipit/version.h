/* SPDX-License-Identifier: MIT */
/** @file
 *  @ingroup pipit_engine
 *  The version of Pipit. CI checks that CHANGELOG.md and CMakeLists.txt have the same number. */
#ifndef PIPIT_VERSION_H
#define PIPIT_VERSION_H

/** The version as 0xMMmmpp (major, minor, patch). Compare it with `#if PIPIT_VERSION >= 0x000100`. */
#define PIPIT_VERSION 0x000100
/** The version as text. It is part of the default User-Agent. */
#define PIPIT_VERSION_STRING "0.1.0"

#endif
