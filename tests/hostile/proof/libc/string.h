/* SPDX-License-Identifier: MIT */
/* The functions of string.h that the proved files call, with the types of these calls. Frama-C's own header has char,
 * which WP does not accept for the uint8_t of a receive buffer. ISO C99 sections 7.21.2.2 and 7.21.5.1. */
#ifndef PROOF_STRING_H
#define PROOF_STRING_H

#include <stddef.h>
#include <stdint.h>

#ifndef PROOF_BYTE
#define PROOF_BYTE uint8_t
#endif

/*@ requires \valid(to + (0 .. n - 1)) && \valid_read(from + (0 .. n - 1));
    assigns to[0 .. n - 1] \from from[0 .. n - 1];
    assigns \result \from to;
    ensures \result == to;
    ensures \forall integer i; 0 <= i < n ==> to[i] == \old(from[i]); */
PROOF_BYTE *memmove(PROOF_BYTE *to, const PROOF_BYTE *from, size_t n);

/*@ requires \valid_read(bytes + (0 .. n - 1));
    assigns \result \from bytes, c, n, bytes[0 .. n - 1];
    ensures \result == \null || (\exists integer i; 0 <= i < n && \result == bytes + i && bytes[i] == (PROOF_BYTE)c);
    ensures \result == \null ==> \forall integer i; 0 <= i < n ==> bytes[i] != (PROOF_BYTE)c; */
PROOF_BYTE *memchr(const PROOF_BYTE *bytes, int c, size_t n);

/*@ requires \valid_read(a + (0 .. n - 1)) && \valid_read(b + (0 .. n - 1));
    assigns \result \from a[0 .. n - 1], b[0 .. n - 1]; */
int memcmp(const char *a, const char *b, size_t n);

void *memset(void *to, int c, size_t n);

/*@ requires \valid(to + (0 .. n - 1)) && \valid_read(from + (0 .. n - 1));
    requires \separated(to + (0 .. n - 1), from + (0 .. n - 1));
    assigns to[0 .. n - 1] \from from[0 .. n - 1];
    assigns \result \from to; */
char *memcpy(char *to, const char *from, size_t n);

/*@ requires \exists integer n; n >= 0 && \valid_read(text + (0 .. n)) && text[n] == 0;
    assigns \result \from text[0 ..];
    ensures \valid_read(text + (0 .. \result)) && text[\result] == 0; */
size_t strlen(const char *text);
char *strchr(const char *text, int c);

#endif
