/* SPDX-License-Identifier: MIT */
/* The rules that shall be there, from a file: a rule a line, VALUE or TAG<tab>VALUE. */
#ifndef RULES_FILE_H
#define RULES_FILE_H

#include "pipit/rules.h"

/* Ends the program with one clear line if the file cannot be read. "-" is stdin. The memory is the caller's for good.
 * @return the rules; *count may be 0 */
pipit_rule_spec_t *rules_file_read(const char *name, size_t *count);

#endif
