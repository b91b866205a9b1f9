/* SPDX-License-Identifier: MIT */
/* The functions of libc that the core may use, for compilers without a libc. Any other function does not compile. */
#ifndef PIPIT_SIZE_STRING_H
#define PIPIT_SIZE_STRING_H

#include <stddef.h>

void *memchr(const void *bytes, int value, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *to, int value, size_t len);
char *strchr(const char *text, int value);
int strcmp(const char *a, const char *b);
size_t strcspn(const char *text, const char *stop);
size_t strlen(const char *text);
size_t strspn(const char *text, const char *accept);

#endif
