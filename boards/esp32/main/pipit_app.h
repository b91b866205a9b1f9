/* SPDX-License-Identifier: MIT */
/* The application: main() of an example, or posts.c. It finds the token in the environment, as on Linux. */
#ifndef PIPIT_APP_H
#define PIPIT_APP_H

/* Runs until the stream is over. @return 0, or an exit status. */
int pipit_app(void);

#endif
