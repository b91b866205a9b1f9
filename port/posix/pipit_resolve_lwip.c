/* SPDX-License-Identifier: MIT */
/* lwIP's resolver, for systems with lwIP's sockets, such as ESP-IDF. lwIP answers in its own thread, and a question
 * cannot be cancelled. So each question has memory outside the port. It stays in use after the port was closed, until
 * the answer has arrived. */
#include "pipit_resolve.h"
#include <lwip/dns.h>
#include <lwip/sockets.h>
#include <lwip/sys.h>
#include <lwip/tcpip.h>
#include <string.h>

#define QUESTIONS 4   /* at the same time; a further one fails with PIPIT_E_IO */
#define LOOK_MS 20u   /* time between two checks, because there is no descriptor to wait for */
#define HOST_BYTES 64 /* the longest name, with its zero */

typedef enum { QUESTION_FREE, QUESTION_ASKED, QUESTION_ANSWERED, QUESTION_LEFT } question_state_t;

typedef struct {
    ip_addr_t address;
    char host[HOST_BYTES];
    uint8_t state;
    uint8_t family; /* LWIP_DNS_ADDRTYPE_ */
    bool found;
} question_t;

static question_t questions[QUESTIONS];

/* ---- both threads; each change of a state is atomic ---- */

static uint8_t state_change(question_t *question, uint8_t from, uint8_t to) {
    SYS_ARCH_DECL_PROTECT(level);
    SYS_ARCH_PROTECT(level);
    uint8_t state = question->state;
    if (state == from) question->state = to;
    SYS_ARCH_UNPROTECT(level);
    return state;
}

/* ---- lwIP's thread ---- */

static void answer(question_t *question, const ip_addr_t *address) {
    question->found = address != NULL;
    if (address) question->address = *address;
    if (state_change(question, QUESTION_ASKED, QUESTION_ANSWERED) == QUESTION_LEFT)
        (void)state_change(question, QUESTION_LEFT, QUESTION_FREE);
}

static void on_found(const char *name, const ip_addr_t *address, void *arg) {
    (void)name;
    answer(arg, address);
}

static void ask(void *arg) {
    question_t *question = arg;
    ip_addr_t address;
    err_t err = dns_gethostbyname_addrtype(question->host, &address, on_found, question, question->family);
    if (err == ERR_INPROGRESS) return;
    answer(question, err == ERR_OK ? &address : NULL);
}

/* ---- the port's thread ---- */

static question_t *question_take(void) {
    for (size_t i = 0; i < QUESTIONS; i++) {
        if (state_change(&questions[i], QUESTION_FREE, QUESTION_ASKED) == QUESTION_FREE) return &questions[i];
    }
    return NULL;
}

/* lwIP returns only one address of a name. If the last one brought no bytes, ask for the other family first. */
static uint8_t family_next(pipit_posix_t *tcp) {
    if (tcp->address_first > 0) tcp->ipv6_first = !tcp->ipv6_first;
#if LWIP_IPV4 && LWIP_IPV6
    if (tcp->ipv6_first) return LWIP_DNS_ADDRTYPE_IPV6_IPV4;
#endif
    return LWIP_DNS_ADDRTYPE_DEFAULT;
}

pipit_err_t pipit_resolve_begin(pipit_posix_t *tcp, const char *host) {
    if (strlen(host) >= HOST_BYTES) return PIPIT_E_DNS;
    question_t *question = question_take();
    if (!question) {
        tcp->detail = ERR_MEM;
        return PIPIT_E_IO;
    }
    memcpy(question->host, host, strlen(host) + 1u);
    question->family = family_next(tcp);
    err_t err = tcpip_callback(ask, question);
    if (err != ERR_OK) {
        (void)state_change(question, QUESTION_ASKED, QUESTION_FREE);
        tcp->detail = err; /* lwIP has no memory left; the name may still exist */
        return PIPIT_E_IO;
    }
    tcp->resolver = question;
    return PIPIT_OK;
}

static void address_keep(pipit_posix_t *tcp, const ip_addr_t *address) {
    pipit_posix_address_t *to = &tcp->addresses[0];
    tcp->address_count = 1;
#if LWIP_IPV6
    if (IP_IS_V6(address)) {
        struct sockaddr_in6 v6;
        memset(&v6, 0, sizeof v6);
        v6.sin6_len = sizeof v6;
        v6.sin6_family = AF_INET6;
        inet6_addr_from_ip6addr(&v6.sin6_addr, ip_2_ip6(address));
        memcpy(to->address.bytes, &v6, sizeof v6);
        to->len = sizeof v6;
        return;
    }
#endif
    struct sockaddr_in v4;
    memset(&v4, 0, sizeof v4);
    v4.sin_len = sizeof v4;
    v4.sin_family = AF_INET;
    inet_addr_from_ip4addr(&v4.sin_addr, ip_2_ip4(address));
    memcpy(to->address.bytes, &v4, sizeof v4);
    to->len = sizeof v4;
}

void pipit_resolve_turn(pipit_posix_t *tcp) {
    question_t *question = tcp->resolver;
    if (!question || tcp->resolved) return;
    if (state_change(question, QUESTION_ANSWERED, QUESTION_ANSWERED) != QUESTION_ANSWERED) return;
    if (question->found) address_keep(tcp, &question->address);
    tcp->resolve_err = question->found ? PIPIT_OK : PIPIT_E_DNS;
    tcp->resolved = true;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the interface is shared with resolvers that have descriptors */
size_t pipit_resolve_polls(pipit_posix_t *tcp, struct pollfd polls[PIPIT_RESOLVE_POLLS], uint32_t *max_ms) {
    (void)polls;
    if (tcp->resolver && *max_ms > LOOK_MS) *max_ms = LOOK_MS;
    return 0;
}

void pipit_resolve_end(pipit_posix_t *tcp) {
    question_t *question = tcp->resolver;
    tcp->resolver = NULL;
    if (!question) return;
    if (state_change(question, QUESTION_ASKED, QUESTION_LEFT) == QUESTION_ANSWERED)
        (void)state_change(question, QUESTION_ANSWERED, QUESTION_FREE);
}
