/* SPDX-License-Identifier: MIT */
#ifndef HELP_H
#define HELP_H

/* What --help says. */
void help_print(void);

#endif
