/* SPDX-License-Identifier: MIT */
/* This program is not run. It is linked without an operating system, to find out which functions the TLS port and
 * mbedTLS need (tls_bare_metal.sh). It uses every function of pipit_tls.h, but pipit_tls_explain() only with
 * -DVARIANT_explain. The functions below are the only others. */
#include "pipit_tls.h"
#include <mbedtls/platform_time.h>
#include <mbedtls/platform_util.h>
#include <time.h>

int mbedtls_hardware_poll(void *data, unsigned char *output, size_t len, size_t *olen);
void _start(void);

volatile int32_t result;

/* ---- functions of a board ---- */

long long platform_time(long long *now_s) {
    if (now_s) *now_s = 0;
    return 0;
}

mbedtls_ms_time_t mbedtls_ms_time(void) {
    return 0;
}

struct tm *mbedtls_platform_gmtime_r(const mbedtls_time_t *when, struct tm *out) {
    (void)when;
    return out;
}

#if defined(MBEDTLS_PLATFORM_ZEROIZE_ALT)
void mbedtls_platform_zeroize(void *buf, size_t len) {
    volatile uint8_t *at = buf;
    while (len-- > 0)
        *at++ = 0;
}
#endif

int mbedtls_hardware_poll(void *data, unsigned char *output, size_t len, size_t *olen) {
    (void)data;
    (void)output;
    (void)len;
    *olen = 0;
    return MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
}

/* ---- a port that never connects ---- */

static int32_t no_open(void *io, const char *host, uint16_t port) {
    (void)io;
    (void)host;
    return port;
}

static int32_t no_send(void *io, const void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    return len > 0 ? 0 : PIPIT_E_INVALID;
}

static int32_t no_recv(void *io, void *bytes, size_t len) {
    (void)io;
    (void)bytes;
    return len > 0 ? 0 : PIPIT_E_INVALID;
}

static void no_close(void *io) {
    (void)io;
}

static uint32_t no_time(void *io) {
    (void)io;
    return 0;
}

static void no_wait(void *io, uint32_t max_ms) {
    (void)io;
    (void)max_ms;
}

void _start(void) {
    static const uint8_t ca[] = {0x30, 0x82};
    static uint8_t arena[PIPIT_TLS_ARENA_MIN];
    static uint8_t session[PIPIT_TLS_SESSION_BYTES];
    static pipit_tls_t tls;
    static uint8_t byte;
    const pipit_port_t nothing = {NULL, NULL, no_open, no_send, no_recv, no_close, no_time, no_wait};
    const pipit_tls_config_t config = {
        .ca_bytes = ca, .ca_len = sizeof ca, .session = session, .session_bytes = sizeof session};
    result = pipit_tls_arena(arena, sizeof arena);
    pipit_port_t port = pipit_tls_port(&tls, nothing, &config);
    result += port.open(port.io, "api.x.com", 443);
    result += port.send(port.io, &byte, 1);
    result += port.recv(port.io, &byte, 1);
    port.wait(port.io, port.now(port.io));
    port.close(port.io);
    result += pipit_tls_resumed(&tls) || pipit_tls_busy(&tls);
    result += (int32_t)(pipit_tls_arena_used() + pipit_tls_arena_peak() + pipit_tls_arena_failures());
#if defined(VARIANT_explain)
    static char words[80];
    result += *pipit_tls_explain(&tls, words, sizeof words);
#endif
    pipit_tls_free(&tls);
}
