/* SPDX-License-Identifier: MIT */
/* The clock of the command (t_ms of events, the status line, --for) must not wrap when the engine's clock wraps. */
#include "app/app.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define DAY_MS 86400000u

static uint32_t clock_ms;

static uint32_t test_now(void *io) {
    (void)io;
    return clock_ms;
}

static void uptime_goes_on_for_a_year(void **state) {
    static feed_t feed;
    app_t app = {.feeds = &feed, .feed_count = 1};
    (void)state;
    feed.port.now = test_now;
    clock_ms = UINT32_MAX - 5;
    app.last_ms = clock_ms;
    for (uint64_t day = 1; day <= 365; day++) {
        clock_ms += DAY_MS;
        assert_int_equal(app_uptime_ms(&app), day * DAY_MS);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(uptime_goes_on_for_a_year)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
