/* SPDX-License-Identifier: MIT */
/* The application: main() of an example, or posts.c. It reads the token from the environment, as on Linux. */
#ifndef PIPIT_APP_H
#define PIPIT_APP_H

/* Run until the stream ends. @return 0, or an exit status. */
int pipit_app(void);

#endif
