/* SPDX-License-Identifier: MIT */
#include "link.h"
#include "arguments.h"
#include "ca_certificates.h"
#include "link_port.h"
#include "net.h"
#include "pipit_lwip.h"
#include "report.h"
#include "scaled_time.h"
#include <lwip/ip4_addr.h>
#include <lwip/stats.h>
#include <string.h>

#define ADDRESS_BYTES 16
#define ADDRESS_WAIT_MS 100
#define GOODBYE_MS 100

static uint8_t tls_arena[POSTS_TLS_ARENA_BYTES] __attribute__((aligned(8)));
static uint8_t session[PIPIT_TLS_SESSION_BYTES];
static pipit_lwip_t tcp;
static pipit_tls_t tls;
static scaled_time_t scaled;
static char server[ADDRESS_BYTES];

bool link_start(const char *words) {
    net_start(argument_given(words, "fixed") ? NET_FIXED : NET_DHCP);
    while (!net_is_up())
        net_turn(NULL, ADDRESS_WAIT_MS);
    pipit_str_t dns = argument_text(words, "dns");
    ip4_addr_t address;
    if (dns.ptr && ip4addr_aton(dns.ptr, &address)) net_name_server(address.addr);
    uint32_t bytes = argument_number(words, "arena", sizeof tls_arena);
    return pipit_tls_arena(tls_arena, bytes < sizeof tls_arena ? bytes : sizeof tls_arena) == PIPIT_OK;
}

static const ca_certificate_t *ca_choose(const char *words) {
    pipit_str_t name = argument_text(words, "ca");
    for (size_t i = 0; i < ca_certificate_count; i++) {
        const char *known = ca_certificates[i].name;
        if (name.len == strlen(known) && memcmp(name.ptr, known, name.len) == 0) return &ca_certificates[i];
    }
    return &ca_certificates[0];
}

pipit_port_t link_port(const char *words) {
    const ca_certificate_t *ca = ca_choose(words);
    bool resume = argument_number(words, "resume", 1) != 0;
    const pipit_tls_config_t config = {.ca_bytes = ca->der,
                                       .ca_len = ca->len,
                                       .session = resume ? session : NULL,
                                       .session_bytes = resume ? sizeof session : 0};
    const char *address = argument_copy(words, "server", NULL, server, sizeof server);
    pipit_port_t port = dial_port(pipit_lwip_port(&tcp, net_turn, NULL), address);
    port = date_port(pipit_tls_port(&tls, port, &config));
    uint32_t scale = argument_number(words, "scale", 1);
    return scale > 1 ? scaled_time_port(&scaled, port, scale) : port;
}

void link_close(const pipit_port_t *port) {
    port->close(port->io);
    net_linger(GOODBYE_MS);
}

size_t link_arena_bytes(void) {
    return sizeof tls_arena;
}

const pipit_tls_t *link_tls(void) {
    return &tls;
}

void link_report_use(void) {
    report_begin("USE");
    report_value("arena", pipit_tls_arena_used());
    report_value("arena_failures", pipit_tls_arena_failures());
    report_value("resumed", pipit_tls_resumed(&tls));
    report_value("pbufs", lwip_stats.memp[MEMP_PBUF_POOL]->used);
    report_value("segments", lwip_stats.memp[MEMP_TCP_SEG]->used);
    report_value("pcbs", lwip_stats.memp[MEMP_TCP_PCB]->used);
    report_value("heap", lwip_stats.mem.used);
    report_end();
}
