/* SPDX-License-Identifier: MIT */
/* The filter against duplicates, compared with a simple list. */
#include "pipit/pipit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MODEL_MAX 512u

static uint64_t model[MODEL_MAX];
static size_t model_count;

/* The model: a list of the last `most` different ids, oldest first. */
static bool model_add(uint64_t id, size_t most) {
    for (size_t i = 0; i < model_count; i++) {
        if (model[i] == id) return false;
    }
    if (model_count == most) memmove(model, model + 1, --model_count * sizeof model[0]);
    model[model_count++] = id;
    return true;
}

static uint64_t random_state = 1;
static uint32_t chance(uint32_t n) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % n;
}

static void compare(uint32_t most, uint32_t kinds, uint64_t step, unsigned times) {
    static uint64_t ids[MODEL_MAX];
    static uint16_t slots[PIPIT_SEEN_SLOTS(MODEL_MAX)];
    pipit_seen_t seen;
    pipit_seen_init(&seen, ids, slots, most);
    model_count = 0;
    for (unsigned i = 0; i < times; i++) {
        uint64_t id = chance(kinds) * step;
        assert_int_equal(pipit_seen_add(&seen, id), model_add(id, most));
    }
}

static void test_as_a_list_does(void **state) {
    static const uint32_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100, 511, 512};
    /* distances of ids: 1; as X's ids (time in the high bits); in the high half only; in one high bit only */
    static const uint64_t steps[] = {1, 4194304, 1099511627776u, 0x100000000u, 0x8000000000000000u, 3, 64, 65536};
    (void)state;
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        for (size_t step = 0; step < sizeof steps / sizeof steps[0]; step++) {
            compare(sizes[s], sizes[s] * 2 + 1, steps[step], 4000);
            compare(sizes[s], sizes[s] + 1, steps[step], 4000);
        }
    }
}

static void test_the_distance_is_exact(void **state) {
    PIPIT_SEEN_DEFINE(seen, 10);
    (void)state;
    for (uint64_t id = 1; id <= 10; id++)
        assert_true(pipit_seen_add(&seen, id));
    assert_false(pipit_seen_add(&seen, 1)); /* the oldest one: it is still there, and does not become newer */
    assert_true(pipit_seen_add(&seen, 11));
    assert_true(pipit_seen_add(&seen, 1));
    assert_false(pipit_seen_add(&seen, 3));
    assert_true(pipit_seen_add(&seen, 2));
    pipit_seen_clear(&seen);
    assert_true(pipit_seen_add(&seen, 11));
    assert_true(pipit_seen_add(&seen, 0)); /* 0 is a valid id */
    assert_false(pipit_seen_add(&seen, 0));
}

/* All of these ids have the same first slot, at the end of the table. */
static void test_collisions(void **state) {
    static uint64_t ids[64];
    static uint16_t slots[PIPIT_SEEN_SLOTS(64)];
    static uint64_t same[200];
    pipit_seen_t seen;
    size_t found = 0;
    (void)state;
    pipit_seen_init(&seen, ids, slots, 64);
    for (uint64_t id = 1; found < 200; id++) {
        pipit_seen_clear(&seen);
        (void)pipit_seen_add(&seen, id);
        if (slots[PIPIT_SEEN_SLOTS(64) - 2] != 0) same[found++] = id;
    }
    pipit_seen_clear(&seen);
    model_count = 0;
    for (unsigned i = 0; i < 20000; i++) {
        uint64_t id = same[chance(200)] + (chance(8) == 0 ? 1 : 0);
        assert_int_equal(pipit_seen_add(&seen, id), model_add(id, 64));
    }
}

/* @return the longest row of used slots, which is the largest number of comparisons for an id. */
static unsigned longest_row(const uint16_t *slots, size_t count) {
    unsigned longest = 0;
    unsigned row = 0;
    for (size_t i = 0; i < 2 * count; i++) { /* twice, because a row can continue at the beginning of the table */
        row = slots[i % count] != 0 ? row + 1 : 0;
        if (row > longest) longest = row;
    }
    return longest;
}

/* Ids as X makes them: milliseconds in the high bits, then one of 32 machines; 200 Posts per second. */
static void test_ids_of_x_cost_few_comparisons(void **state) {
    static uint64_t ids[2048];
    static uint16_t slots[PIPIT_SEEN_SLOTS(2048)];
    pipit_seen_t seen;
    (void)state;
    pipit_seen_init(&seen, ids, slots, 2048);
    for (uint64_t i = 0; i < 2048; i++)
        assert_true(pipit_seen_add(&seen, (1800000000000u + i * 5) << 22 | (uint64_t)chance(32) << 12));
    assert_in_range(longest_row(slots, PIPIT_SEEN_SLOTS(2048)), 1, 64);
}

static void test_texts(void **state) {
    PIPIT_SEEN_DEFINE(seen, 8);
    static const pipit_str_t number = {"1445880548472328192", 19};
    static const pipit_str_t largest = {"18446744073709551615", 20};
    static const pipit_str_t larger = {"18446744073709551616", 20};
    static const pipit_str_t like = {"8e2e1b0ea0dd4f7a9d5c1f0e9a3b7c11", 32};
    static const pipit_str_t other_like = {"8e2e1b0ea0dd4f7a9d5c1f0e9a3b7c12", 32};
    (void)state;
    assert_true(pipit_seen_add_text(&seen, number));
    assert_false(pipit_seen_add(&seen, 1445880548472328192u));
    assert_true(pipit_seen_add_text(&seen, largest));
    assert_false(pipit_seen_add(&seen, UINT64_MAX));
    assert_true(pipit_seen_add_text(&seen, larger));
    assert_false(pipit_seen_add_text(&seen, larger));
    assert_true(pipit_seen_add_text(&seen, like));
    assert_true(pipit_seen_add_text(&seen, other_like));
    assert_false(pipit_seen_add_text(&seen, like));
}

static void test_memory(void **state) {
    (void)state;
    assert_int_equal(PIPIT_SEEN_SLOTS(1), 8);
    for (uint32_t ids = 1; ids <= PIPIT_SEEN_MAX; ids++) {
        uint32_t slots = PIPIT_SEEN_SLOTS(ids);
        assert_int_equal(slots & (slots - 1), 0);
        assert_true(slots >= 2 * ids && (slots < 4 * ids || slots == 8));
    }
    assert_int_equal(PIPIT_SEEN_RAM(100), sizeof(pipit_seen_t) + 800 + 512);
}

/* The largest filter: indices of the ring must fit into 16 bits. */
static void test_the_largest(void **state) {
    PIPIT_SEEN_DEFINE(seen, PIPIT_SEEN_MAX);
    (void)state;
    for (uint64_t id = 1; id <= 3 * PIPIT_SEEN_MAX; id++)
        assert_true(pipit_seen_add(&seen, id << 22));
    for (uint64_t id = 2 * PIPIT_SEEN_MAX + 1; id <= 3 * PIPIT_SEEN_MAX; id++)
        assert_false(pipit_seen_add(&seen, id << 22));
    assert_true(pipit_seen_add(&seen, 2 * (uint64_t)PIPIT_SEEN_MAX << 22));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_a_list_does), cmocka_unit_test(test_the_distance_is_exact),
        cmocka_unit_test(test_collisions),     cmocka_unit_test(test_ids_of_x_cost_few_comparisons),
        cmocka_unit_test(test_texts),          cmocka_unit_test(test_memory),
        cmocka_unit_test(test_the_largest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
