/* SPDX-License-Identifier: MIT */
/* One turn of a network card's driver while frames come faster than it reads, on this machine: DRIVER is the driver's
 * file, its registers are memory at their own addresses, and whatever it takes is there again. It must take
 * BOARD_FRAMES_A_TURN, and see that more is waiting. */
#include DRIVER

#include <lwip/etharp.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ENDLESS 1000u
#define FRAME_LEN 64u

static unsigned frames;

uint32_t board_now_ms(void) {
    return 0;
}

/* ---- the cards ---- */

__attribute__((unused)) static void memory_at(uintptr_t address, size_t size) {
    void *at = (void *)(address & ~(uintptr_t)4095);
    if (mmap(at, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == at) return;
    perror("the card's memory");
    exit(2);
}

#if defined(CARD_LAN9118)
static void card_make(void) {
    memory_at(LAN9118_BASE, 4096);
    RX_FIFO = 1u << 16;
    RX_STATUS = FRAME_LEN << 16;
}
static void card_refill(void) {}
static bool card_waits(void) {
    return lan9118_frame_waits();
}
#elif defined(CARD_STELLARIS)
static void card_make(void) {
    memory_at((uintptr_t)&MAC_DATA, 4096);
    MAC_RX_FRAMES = 1;
    MAC_DATA = LENGTH_BYTES + FRAME_LEN;
}
static void card_refill(void) {}
static bool card_waits(void) {
    return (MAC_RX_FRAMES & MAC_RX_FRAMES_MASK) != 0;
}
#elif defined(CARD_OPEN_ETH)
static void card_refill(void) {
    for (unsigned i = 0; i < RX_BUFFERS; i++)
        rx_descriptor(i)->status = FRAME_LEN << 16;
}
static void card_make(void) {
    memory_at((uintptr_t)REGISTERS, 4096);
    memory_at(PACKET_MEMORY, 65536);
    for (unsigned i = 0; i < RX_BUFFERS; i++)
        rx_descriptor(i)->address = PACKET_MEMORY + i * BUFFER_BYTES;
    card_refill();
}
static bool card_waits(void) {
    return open_eth_waiting();
}
#elif defined(CARD_VIRTIO)
static uint32_t card[SLOT_BYTES / 4];
static void card_refill(void) {
    receiving.used.ring[receiving.used.index % BUFFERS].id = 0;
    receiving.used.ring[receiving.used.index % BUFFERS].len = HEADER_BYTES + FRAME_LEN;
    receiving.used.index++;
}
static void card_make(void) {
    registers = card;
    card_refill();
}
static bool card_waits(void) {
    return virtio_net_waiting();
}
#endif

/* ---- lwIP ---- */

static uint32_t content[512];
static struct pbuf only = {.payload = content, .len = FRAME_LEN, .tot_len = FRAME_LEN};

struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t length, pbuf_type type) {
    (void)layer;
    (void)type;
    only.len = only.tot_len = length;
    return &only;
}

u8_t pbuf_free(struct pbuf *p) {
    (void)p;
    return 1;
}

err_t pbuf_take_at(struct pbuf *buf, const void *dataptr, u16_t len, u16_t offset) {
    memcpy((uint8_t *)buf->payload + offset, dataptr, len);
    return ERR_OK;
}

u16_t pbuf_copy_partial(const struct pbuf *p, void *dataptr, u16_t len, u16_t offset) {
    memcpy(dataptr, (const uint8_t *)p->payload + offset, len);
    return len;
}

err_t etharp_output(struct netif *netif, struct pbuf *q, const ip4_addr_t *ipaddr) {
    (void)netif;
    (void)q;
    (void)ipaddr;
    return ERR_OK;
}

static err_t input(struct pbuf *p, struct netif *netif) {
    (void)p;
    (void)netif;
    card_refill();
    if (++frames < ENDLESS) return ERR_OK;
    printf("FAILED  " DRIVER ": a turn does not end\n");
    exit(1);
}

int main(void) {
    static struct netif netif;
    netif.input = input;
    card_make();
    for (unsigned turn = 1; turn <= 3; turn++) {
        board_netif_poll(&netif);
        if (frames == turn * BOARD_FRAMES_A_TURN && card_waits()) continue;
        printf("FAILED  " DRIVER ": %u frames after %u turns\n", frames, turn);
        return 1;
    }
    printf("ok      " DRIVER ": %u frames a turn\n", frames / 3);
    return 0;
}
