/* SPDX-License-Identifier: MIT */
/* Compares boards/xtensa-lx60/arithmetic.c with division and multiplication of this machine. Its functions have names
 * of the compiler, so here it is compiled with other names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define __udivmoddi4 lx106_udivmoddi4
#define __udivsi3 lx106_udivsi3
#define __umodsi3 lx106_umodsi3
#define __divsi3 lx106_divsi3
#define __udivdi3 lx106_udivdi3
#define __umoddi3 lx106_umoddi3
#define __divdi3 lx106_divdi3
#define __umulsidi3 lx106_umulsidi3
#define __muldi3 lx106_muldi3
#include "arithmetic.c"

#define RANDOM_PAIRS 200000

/* The compiler's library has this function on the LX106. */
uint64_t lx106_udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder) {
    if (remainder) *remainder = dividend % divisor;
    return dividend / divisor;
}

static const uint64_t edges[] = {0,
                                 1,
                                 2,
                                 3,
                                 10,
                                 0x7fff,
                                 0x8000,
                                 0xffff,
                                 0x10000,
                                 0x10001,
                                 0x7fffffff,
                                 0x80000000,
                                 0x80000001,
                                 0xfffffffe,
                                 0xffffffff,
                                 0x100000000,
                                 0x7fffffffffffffff,
                                 0x8000000000000000,
                                 UINT64_MAX};
#define EDGES (sizeof edges / sizeof edges[0])

static uint64_t seed = 1;

/* @return a random number; all numbers of bits are equally frequent. */
static uint64_t random_number(void) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    uint64_t high = seed >> 32;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (high << 32 | seed >> 32) >> (high & 63);
}

static void check32(uint32_t left, uint32_t right) {
    assert_true(lx106_umulsidi3(left, right) == (uint64_t)left * right);
    if (!right) return;
    assert_int_equal(lx106_udivsi3(left, right), left / right);
    assert_int_equal(lx106_umodsi3(left, right), left % right);
    /* With 64 bits the smallest number divided by -1, which does not fit into 32 bits, wraps as on the LX106. */
    int64_t quotient = (int64_t)(int32_t)left / (int32_t)right;
    assert_int_equal((uint32_t)lx106_divsi3((int32_t)left, (int32_t)right), (uint32_t)quotient);
}

static void check64(uint64_t left, uint64_t right) {
    assert_true(lx106_muldi3(left, right) == left * right);
    if (!right) return;
    assert_true(lx106_udivdi3(left, right) == left / right);
    assert_true(lx106_umoddi3(left, right) == left % right);
    if (left == 0x8000000000000000u && right == UINT64_MAX) return;
    assert_true(lx106_divdi3((int64_t)left, (int64_t)right) == (int64_t)left / (int64_t)right);
}

static void edges_with_edges(void **state) {
    (void)state;
    for (size_t i = 0; i < EDGES * EDGES; i++) {
        check32((uint32_t)edges[i / EDGES], (uint32_t)edges[i % EDGES]);
        check64(edges[i / EDGES], edges[i % EDGES]);
    }
}

static void random_numbers(void **state) {
    (void)state;
    for (unsigned i = 0; i < RANDOM_PAIRS; i++) {
        uint64_t left = random_number(), right = random_number();
        check32((uint32_t)left, (uint32_t)right);
        check64(left, right);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_with_edges),
        cmocka_unit_test(random_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
