/* SPDX-License-Identifier: MIT */
void esp_restart(void) __attribute__((__noreturn__));
