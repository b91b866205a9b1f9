/* SPDX-License-Identifier: MIT */
/** @file
 *  Lines for tests, put together without printf(): report_begin("POST"), then words, then report_end(). Nothing is
 *  written before report_enable(). A line that is too long is cut. */
#ifndef REPORT_H
#define REPORT_H

#include "pipit/types.h"

void report_enable(bool enabled);
bool report_is_enabled(void);

/** Begin a line with its name. */
void report_begin(const char *name);

/** Append a space and a word. */
void report_word(const char *word);
void report_text(pipit_str_t text);
void report_number(uint64_t number);
void report_signed(int32_t number);
void report_hex(uint32_t number);

/** Append ` name=number`. */
void report_value(const char *name, uint64_t number);

/** Write the line to board_report(). */
void report_end(void);

/** CRC-32 as zlib's crc32(). */
uint32_t report_crc32(pipit_str_t bytes);

#endif
