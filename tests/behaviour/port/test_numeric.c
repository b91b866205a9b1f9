/* SPDX-License-Identifier: MIT */
/* The POSIX port without a resolver, as it is built for systems that have only sockets. */
#include "pipit_posix.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int32_t result_of(const pipit_port_t *port, const char *host) {
    uint8_t byte;
    int32_t n = port->open(port->io, host, 1);
    for (int i = 0; n == 0 && i < 1000; i++) {
        n = port->recv(port->io, &byte, 1);
        port->wait(port->io, 10);
    }
    return n;
}

static void addresses_only(void **state) {
    pipit_posix_t tcp;
    pipit_port_t port = pipit_posix_port(&tcp);
    (void)state;
    assert_int_equal(result_of(&port, "localhost"), PIPIT_E_DNS);
    assert_int_equal(*port.detail, 0);
    assert_int_equal(result_of(&port, "127.0.0.1"), PIPIT_E_CONNECT);
    assert_int_equal(*port.detail, ECONNREFUSED);
    assert_int_equal(result_of(&port, "::1"), PIPIT_E_CONNECT);
    pipit_posix_free(&tcp);
    pipit_posix_free(&tcp);
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(addresses_only)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
