/* SPDX-License-Identifier: MIT */
/* The Ethernet controller of the chip. It puts two bytes with the length before each frame. With ETH_PAD_SIZE 2 lwIP
   has its padding at the same place, so frames are copied as aligned words between FIFO and pbufs. */
#include "board.h"
#include "ethernet_driver.h"
#include "lm3s6965.h"
#include "lwip/pbuf.h"
#include <string.h>

#if ETH_PAD_SIZE != 2
#error "the length field of the controller needs ETH_PAD_SIZE 2 in lwipopts.h"
#endif
#if PBUF_POOL_BUFSIZE % 4 != 0
#error "a frame is moved in words: PBUF_POOL_BUFSIZE must be a multiple of 4"
#endif

#define LENGTH_BYTES 2u
#define CHECK_SEQUENCE_BYTES 4u
#define HEADER_BYTES 14u
#define WORD_BYTES 4u
#define FRAME_MIN (LENGTH_BYTES + HEADER_BYTES + CHECK_SEQUENCE_BYTES)
#define FRAME_MAX (LENGTH_BYTES + ETHERNET_DRIVER_FRAME_MAX + CHECK_SEQUENCE_BYTES)
/* Longer than a frame takes at 10 Mbit/s. After this time the frame is given up; TCP sends it again. */
#define SEND_PATIENCE_MS 5u

/* ---- sending ---- */

/* The bytes of a chain of pbufs, packed into words. */
typedef struct {
    uint32_t word;
    unsigned bytes;
} packer_t;

static void pack(packer_t *packer, uint8_t byte) {
    packer->word |= (uint32_t)byte << 8 * packer->bytes;
    if (++packer->bytes < WORD_BYTES) return;
    MAC_DATA = packer->word;
    packer->word = 0;
    packer->bytes = 0;
}

static void fifo_fill(const struct pbuf *p) {
    uint32_t payload_len = p->tot_len - LENGTH_BYTES - HEADER_BYTES;
    packer_t packer = {payload_len & 0xffffu, LENGTH_BYTES};
    size_t skip = ETH_PAD_SIZE;
    for (const struct pbuf *q = p; q; q = q->next) {
        const uint8_t *bytes = q->payload;
        for (size_t i = skip; i < q->len; i++)
            pack(&packer, bytes[i]);
        skip = 0;
    }
    while (packer.bytes > 0)
        pack(&packer, 0);
}

static err_t send(struct netif *netif, struct pbuf *p) {
    uint32_t begin_ms = board_now_ms();
    (void)netif;
    if (p->tot_len < LENGTH_BYTES + HEADER_BYTES) return ERR_BUF;
    while (MAC_TX_REQUEST & MAC_TX_NEW)
        if (board_now_ms() - begin_ms > SEND_PATIENCE_MS) return ERR_IF;
    fifo_fill(p);
    MAC_TX_REQUEST = MAC_TX_NEW;
    return ERR_OK;
}

/* ---- receiving ---- */

static void fifo_drop(uint32_t words) {
    while (words-- > 0)
        (void)MAC_DATA;
}

/* The word `first` was read before. Bytes that do not fit into the pbufs are the check sequence. */
static void fifo_read(struct pbuf *p, uint32_t first, uint32_t words) {
    uint32_t word = first;
    for (struct pbuf *q = p; q; q = q->next) {
        for (size_t at = 0; at < q->len; at += WORD_BYTES) {
            size_t left = q->len - at;
            memcpy((uint8_t *)q->payload + at, &word, left < WORD_BYTES ? left : WORD_BYTES);
            if (--words == 0) return;
            word = MAC_DATA;
        }
    }
    fifo_drop(words - 1);
}

static void receive(struct netif *netif) {
    uint32_t first = MAC_DATA;
    uint32_t len = first & 0xffffu;
    uint32_t words = (len + WORD_BYTES - 1) / WORD_BYTES;
    struct pbuf *p = NULL;
    if (len >= FRAME_MIN && len <= FRAME_MAX) p = pbuf_alloc(PBUF_RAW, (u16_t)(len - CHECK_SEQUENCE_BYTES), PBUF_POOL);
    if (!p) {
        if (words > 0) fifo_drop(words - 1);
        return;
    }
    fifo_read(p, first, words);
    if (netif->input(p, netif) != ERR_OK) (void)pbuf_free(p);
}

/* ---- the board's interface ---- */

int8_t board_netif_init(struct netif *netif) {
    static const uint8_t mac[] = {0x02, 0x70, 0x69, 0x70, 0x69, 0x74}; /* locally administered */
    MAC_INTERRUPTS = 0;
    MAC_STATUS = MAC_STATUS_ALL;
    MAC_RX_CONTROL = MAC_RX_FIFO_RESET;
    MAC_ADDRESS_0 = mac[0] | (uint32_t)mac[1] << 8 | (uint32_t)mac[2] << 16 | (uint32_t)mac[3] << 24;
    MAC_ADDRESS_1 = mac[4] | (uint32_t)mac[5] << 8;
    if ((MAC_ADDRESS_1 & 0xffffu) != (mac[4] | (uint32_t)mac[5] << 8))
        return ERR_IF; /* it has no clock, or is not there */
    MAC_THRESHOLD = MAC_THRESHOLD_WHOLE_FRAME;
    MAC_TX_CONTROL = MAC_TX_ON | MAC_TX_PAD | MAC_TX_CRC | MAC_TX_DUPLEX;
    MAC_RX_CONTROL = MAC_RX_ON | MAC_RX_REJECT_BAD_CRC;
    NVIC_ENABLE(INTERRUPT_ETHERNET) = NVIC_BIT(INTERRUPT_ETHERNET);
    return ethernet_driver_init(netif, mac, send);
}

void board_netif_poll(struct netif *netif) {
    for (unsigned i = 0; i < BOARD_FRAMES_A_TURN && (MAC_RX_FRAMES & MAC_RX_FRAMES_MASK); i++)
        receive(netif);
    MAC_STATUS = MAC_STATUS_ALL;
}
