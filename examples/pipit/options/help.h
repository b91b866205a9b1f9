/* SPDX-License-Identifier: MIT */
#ifndef HELP_H
#define HELP_H

/* Prints the text of --help. */
void help_print(void);

#endif
