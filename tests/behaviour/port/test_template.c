/* SPDX-License-Identifier: MIT */
/* The unchanged template reports that it has no network, and keeps the rules of port.h that need no network. */
#include "pipit_template.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void template_has_no_network(void **state) {
    pipit_template_t link;
    uint8_t byte = 0;
    (void)state;
    pipit_port_t port = pipit_template_port(&link);
    assert_non_null(port.detail);
    assert_int_equal(port.recv(port.io, &byte, 1), PIPIT_E_CLOSED);
    port.close(port.io);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(port.open(port.io, "api.x.com", 443), PIPIT_E_IO);
        assert_int_equal(port.recv(port.io, &byte, 1), PIPIT_E_IO);
        assert_int_equal(port.send(port.io, &byte, 1), PIPIT_E_IO);
        port.close(port.io);
        port.close(port.io);
        assert_int_equal(port.send(port.io, &byte, 1), PIPIT_E_CLOSED);
    }
    port.wait(port.io, 0);
    assert_int_equal(port.now(port.io), port.now(port.io));
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(template_has_no_network)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
