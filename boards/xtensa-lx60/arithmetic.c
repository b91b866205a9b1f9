/* SPDX-License-Identifier: MIT */
/* The ESP8266 has these functions in its mask ROM, so the compiler's library does not contain them. It contains
 * __udivmoddi4(), which divides 64-bit numbers with the help of a 32-bit division. */
#include <stdint.h>

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the compiler's names */

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder);
uint32_t __udivsi3(uint32_t dividend, uint32_t divisor);
uint32_t __umodsi3(uint32_t dividend, uint32_t divisor);
int32_t __divsi3(int32_t dividend, int32_t divisor);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
uint64_t __umulsidi3(uint32_t left, uint32_t right);
uint64_t __muldi3(uint64_t left, uint64_t right);

typedef struct {
    uint32_t quotient;
    uint32_t remainder;
} division_t;

static division_t divide(uint32_t dividend, uint32_t divisor) {
    division_t result = {0, dividend};
    if (!divisor) __builtin_trap();
    if (dividend < divisor) return result;
    int shift = __builtin_clz(divisor) - __builtin_clz(dividend);
    for (divisor <<= shift; shift >= 0; shift--, divisor >>= 1) {
        result.quotient <<= 1;
        if (result.remainder < divisor) continue;
        result.remainder -= divisor;
        result.quotient |= 1u;
    }
    return result;
}

uint32_t __udivsi3(uint32_t dividend, uint32_t divisor) {
    return divide(dividend, divisor).quotient;
}

uint32_t __umodsi3(uint32_t dividend, uint32_t divisor) {
    return divide(dividend, divisor).remainder;
}

static uint32_t magnitude(int32_t value) {
    return value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
}

int32_t __divsi3(int32_t dividend, int32_t divisor) {
    uint32_t quotient = divide(magnitude(dividend), magnitude(divisor)).quotient;
    return (int32_t)((dividend < 0) == (divisor < 0) ? quotient : 0u - quotient);
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
    return __udivmoddi4(dividend, divisor, 0);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
    uint64_t remainder;
    (void)__udivmoddi4(dividend, divisor, &remainder);
    return remainder;
}

static uint64_t magnitude64(int64_t value) {
    return value < 0 ? 0u - (uint64_t)value : (uint64_t)value;
}

int64_t __divdi3(int64_t dividend, int64_t divisor) {
    uint64_t quotient = __udivdi3(magnitude64(dividend), magnitude64(divisor));
    return (int64_t)((dividend < 0) == (divisor < 0) ? quotient : 0u - quotient);
}

/* The core has instructions for 16 x 16 bits with a result of 32 bits, and for the low 32 bits of 32 x 32 bits. */
uint64_t __umulsidi3(uint32_t left, uint32_t right) {
    uint32_t left_low = left & 0xFFFFu, left_high = left >> 16;
    uint32_t right_low = right & 0xFFFFu, right_high = right >> 16;
    uint32_t low = left_low * right_low;
    uint32_t middle = left_high * right_low + (low >> 16);
    uint32_t middle_low = left_low * right_high + (middle & 0xFFFFu);
    uint32_t high = left_high * right_high + (middle >> 16) + (middle_low >> 16);
    return (uint64_t)high << 32 | (middle_low << 16 | (low & 0xFFFFu));
}

uint64_t __muldi3(uint64_t left, uint64_t right) {
    uint32_t crossed = (uint32_t)left * (uint32_t)(right >> 32) + (uint32_t)(left >> 32) * (uint32_t)right;
    return __umulsidi3((uint32_t)left, (uint32_t)right) + ((uint64_t)crossed << 32);
}

/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */
