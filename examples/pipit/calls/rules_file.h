/* SPDX-License-Identifier: MIT */
/* The wanted rules from a file. Each line is a rule: VALUE or TAG<tab>VALUE. */
#ifndef RULES_FILE_H
#define RULES_FILE_H

#include "pipit/rules.h"

/* Ends the program with one clear line if the file cannot be read. "-" is stdin. The memory is never freed.
 * @return the rules; *count may be 0 */
pipit_rule_spec_t *rules_file_read(const char *name, size_t *count);

#endif
