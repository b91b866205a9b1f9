/* SPDX-License-Identifier: MIT */
#include "pipit_lwip.h"

#include "pipit_lwip_check.h" /* first, because its error messages are clearer than lwIP's */

#include "lwip/dns.h"
#include "lwip/pbuf.h"
#include "lwip/sys.h"
#include "lwip/tcp.h"
#include <string.h>

/* LOST: the connection has failed, but no function of the port has returned the error yet; FAILED: one has. */
typedef enum { STATE_CLOSED, STATE_RESOLVING, STATE_CONNECTING, STATE_OPEN, STATE_LOST, STATE_FAILED } state_t;

static void lose(pipit_lwip_t *tcp, pipit_err_t err, int32_t detail) {
    tcp->state = STATE_LOST;
    tcp->failure = err;
    tcp->detail = detail;
}

static void received_free(pipit_lwip_t *tcp) {
    if (tcp->received) (void)pbuf_free(tcp->received);
    tcp->received = NULL;
}

/* ---- lwIP's callbacks ---- */

static err_t on_connected(void *arg, struct tcp_pcb *pcb, err_t err) {
    pipit_lwip_t *tcp = arg;
    (void)pcb;
    (void)err; /* always ERR_OK; for failures lwIP calls on_error() */
    tcp->state = STATE_OPEN;
    tcp->write_again = tcp->write_blocked;
    return ERR_OK;
}

static err_t on_sent(void *arg, struct tcp_pcb *pcb, u16_t len) {
    pipit_lwip_t *tcp = arg;
    (void)pcb;
    (void)len;
    tcp->write_again = tcp->write_blocked;
    return ERR_OK;
}

static err_t on_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t err) {
    pipit_lwip_t *tcp = arg;
    (void)pcb;
    (void)err;
    if (!p)
        tcp->ended = true;
    else if (tcp->received)
        pbuf_cat(tcp->received, p);
    else
        tcp->received = p;
    return ERR_OK;
}

static pipit_err_t failure_of(const pipit_lwip_t *tcp, err_t err) {
    if (tcp->state != STATE_OPEN) return PIPIT_E_CONNECT;
    return err == ERR_RST ? PIPIT_E_RESET : PIPIT_E_IO;
}

/* lwIP has already freed the PCB. */
static void on_error(void *arg, err_t err) {
    pipit_lwip_t *tcp = arg;
    tcp->pcb = NULL;
    if (tcp->ended)
        lose(tcp, PIPIT_E_CLOSED, ERR_OK); /* all bytes of the peer have arrived */
    else
        lose(tcp, failure_of(tcp, err), err);
}

/* ---- the connection ---- */

static void pcb_leave(pipit_lwip_t *tcp) {
    struct tcp_pcb *pcb = tcp->pcb;
    if (!pcb) return;
    tcp->pcb = NULL;
    tcp_arg(pcb, NULL);
    tcp_err(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_setprio(pcb, TCP_PRIO_MIN); /* so lwIP may reuse this PCB for a new connection */
    if (tcp_close(pcb) != ERR_OK) tcp_abort(pcb);
}

/* Return the error of a lost connection; nothing is sent or received until the next open. */
static int32_t tell(pipit_lwip_t *tcp) {
    received_free(tcp);
    pcb_leave(tcp);
    tcp->state = STATE_FAILED;
    return tcp->failure;
}

/* If memory ran out, host and name may still be right. */
static pipit_err_t unless_memory(pipit_err_t failure, err_t err) {
    return err == ERR_MEM || err == ERR_BUF ? PIPIT_E_IO : failure;
}

static void connect_begin(pipit_lwip_t *tcp, const ip_addr_t *address) {
    struct tcp_pcb *pcb = tcp_new_ip_type(IP_GET_TYPE(address));
    if (!pcb) {
        lose(tcp, PIPIT_E_IO, ERR_MEM);
        return;
    }
    tcp->pcb = pcb;
    tcp->state = STATE_CONNECTING;
    tcp_arg(pcb, tcp);
    tcp_err(pcb, on_error);
    tcp_recv(pcb, on_received);
    tcp_sent(pcb, on_sent);
    tcp_nagle_disable(pcb);
    err_t err = tcp_connect(pcb, address, tcp->port, on_connected);
    if (err != ERR_OK) lose(tcp, unless_memory(PIPIT_E_CONNECT, err), err); /* tell() closes the PCB */
}

/* ---- names ---- */

#if LWIP_DNS

/* lwIP cannot cancel a look-up: it calls back once for each, at any later time. So lwIP gets a pointer to an entry of
 * this list, not to the connection, which may be closed by then. There are as many entries as look-ups in lwIP. */
typedef struct {
    pipit_lwip_t *tcp; /* NULL: it was closed meanwhile */
    bool used;
} lookup_t;

static lookup_t lookups[PIPIT_LWIP_LOOKUPS];

static void on_found(const char *name, const ip_addr_t *address, void *arg) {
    lookup_t *lookup = arg;
    pipit_lwip_t *tcp = lookup->tcp;
    (void)name;
    lookup->tcp = NULL;
    lookup->used = false;
    if (tcp && address) connect_begin(tcp, address);
    if (tcp && !address) lose(tcp, PIPIT_E_DNS, ERR_OK);
}

static void lookup_leave(const pipit_lwip_t *tcp) {
    for (size_t i = 0; i < PIPIT_LWIP_LOOKUPS; i++) {
        if (lookups[i].tcp == tcp) lookups[i].tcp = NULL;
    }
}

static lookup_t *lookup_free(void) {
    for (size_t i = 0; i < PIPIT_LWIP_LOOKUPS; i++) {
        if (!lookups[i].used) return &lookups[i];
    }
    return NULL;
}

/* lwIP returns only one address of a name. If the last connection brought no bytes, ask for the other family first. */
static uint8_t family_next(pipit_lwip_t *tcp) {
    if (tcp->fruitless) tcp->ipv6_first = !tcp->ipv6_first;
    tcp->fruitless = true;
#if LWIP_IPV4 && LWIP_IPV6
    if (tcp->ipv6_first) return LWIP_DNS_ADDRTYPE_IPV6_IPV4;
#endif
    return LWIP_DNS_ADDRTYPE_DEFAULT;
}

static void lookup_begin(pipit_lwip_t *tcp, const char *host) {
    ip_addr_t address;
    lookup_t *lookup = lookup_free();
    if (!lookup) {
        lose(tcp, PIPIT_E_IO, ERR_MEM);
        return;
    }
    /* Before the call, because lwIP may call back at once. */
    lookup->tcp = tcp;
    lookup->used = true;
    tcp->state = STATE_RESOLVING;
    err_t err = dns_gethostbyname_addrtype(host, &address, on_found, lookup, family_next(tcp));
    if (err == ERR_INPROGRESS) return;
    lookup->tcp = NULL;
    lookup->used = false;
    if (err == ERR_OK)
        connect_begin(tcp, &address);
    else
        lose(tcp, unless_memory(PIPIT_E_DNS, err), err);
}

#else

static void lookup_leave(const pipit_lwip_t *tcp) {
    (void)tcp;
}

static void lookup_begin(pipit_lwip_t *tcp, const char *host) {
    (void)host;
    lose(tcp, PIPIT_E_DNS, ERR_VAL);
}

#endif

/* ---- the port ---- */

static void port_close(void *io) {
    pipit_lwip_t *tcp = io;
    lookup_leave(tcp);
    received_free(tcp);
    pcb_leave(tcp);
    tcp->state = STATE_CLOSED;
}

static int32_t port_open(void *io, const char *host, uint16_t port) {
    pipit_lwip_t *tcp = io;
    ip_addr_t address;
    port_close(tcp);
    tcp->port = port;
    tcp->detail = ERR_OK;
    tcp->ended = false;
    tcp->write_blocked = false;
    tcp->write_again = false;
    if (ipaddr_aton(host, &address))
        connect_begin(tcp, &address);
    else
        lookup_begin(tcp, host);
    return tcp->state == STATE_LOST ? tell(tcp) : 0;
}

/* If lwIP's heap or its queue of segments is nearly full, a smaller write may still succeed. */
static int32_t write_some(pipit_lwip_t *tcp, const void *bytes, size_t len) {
    size_t room = tcp_sndbuf(tcp->pcb);
    u16_t n = (u16_t)LWIP_MIN(LWIP_MIN(len, room), UINT16_MAX);
    for (; n > 0; n /= 2) {
        err_t err = tcp_write(tcp->pcb, bytes, n, TCP_WRITE_FLAG_COPY);
        if (err == ERR_MEM) continue;
        if (err != ERR_OK) {
            lose(tcp, PIPIT_E_IO, err);
            return tell(tcp);
        }
        (void)tcp_output(tcp->pcb); /* lwIP's timers send what cannot be sent now */
        return n;
    }
    return 0;
}

static int32_t send_now(pipit_lwip_t *tcp, const void *bytes, size_t len) {
    switch ((state_t)tcp->state) {
    case STATE_RESOLVING:
    case STATE_CONNECTING: return 0;
    case STATE_OPEN: return write_some(tcp, bytes, len);
    case STATE_LOST: return tell(tcp);
    case STATE_FAILED: return tcp->failure;
    case STATE_CLOSED: break;
    }
    return PIPIT_E_CLOSED;
}

static int32_t port_send(void *io, const void *bytes, size_t len) {
    pipit_lwip_t *tcp = io;
    int32_t n = send_now(tcp, bytes, len);
    tcp->write_blocked = n >= 0 && (size_t)n < len;
    tcp->write_again = false;
    return n;
}

static int32_t take(pipit_lwip_t *tcp, void *bytes, size_t len) {
    u16_t n = (u16_t)LWIP_MIN(len, tcp->received->tot_len);
    (void)pbuf_copy_partial(tcp->received, bytes, n, 0);
    tcp->received = pbuf_free_header(tcp->received, n);
    if (tcp->received && tcp->received->tot_len == 0) received_free(tcp); /* trimming can leave an empty pbuf */
    if (tcp->pcb) tcp_recved(tcp->pcb, n);
    tcp->fruitless = false;
    return n;
}

static int32_t port_recv(void *io, void *bytes, size_t len) {
    pipit_lwip_t *tcp = io;
    if (tcp->received) return take(tcp, bytes, len);
    switch ((state_t)tcp->state) {
    case STATE_RESOLVING:
    case STATE_CONNECTING: return 0;
    case STATE_OPEN:
        if (!tcp->ended) return 0;
        lose(tcp, PIPIT_E_CLOSED, ERR_OK);
        return tell(tcp);
    case STATE_LOST: return tell(tcp);
    case STATE_FAILED: return tcp->failure;
    case STATE_CLOSED: break;
    }
    return PIPIT_E_CLOSED;
}

static uint32_t port_now(void *io) {
    (void)io;
    return sys_now();
}

static void port_wait(void *io, uint32_t max_ms) {
    pipit_lwip_t *tcp = io;
    bool end_is_untold = tcp->state == STATE_LOST || (tcp->state == STATE_OPEN && tcp->ended);
    bool ready = tcp->received || tcp->write_again || end_is_untold;
    tcp->turn(tcp->turn_ctx, ready ? 0 : max_ms);
}

pipit_port_t pipit_lwip_port(pipit_lwip_t *tcp, pipit_lwip_turn_t turn, void *turn_ctx) {
    memset(tcp, 0, sizeof *tcp);
    tcp->turn = turn;
    tcp->turn_ctx = turn_ctx;
    pipit_port_t port = {tcp,       &tcp->detail, port_open, port_send,
                         port_recv, port_close,   port_now,  turn ? port_wait : NULL};
    return port;
}
