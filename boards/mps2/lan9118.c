/* SPDX-License-Identifier: MIT */
#include "lan9118.h"
#include "board.h"
#include "ethernet_driver.h"
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <string.h>

#define REGISTER(offset) (*(volatile uint32_t *)(LAN9118_BASE + (offset)))
#define RX_DATA REGISTER(0x00u)
#define TX_DATA REGISTER(0x20u)
#define RX_STATUS REGISTER(0x40u)
#define TX_STATUS REGISTER(0x48u)
#define INTERRUPT_STATUS REGISTER(0x58u)
#define INTERRUPT_ENABLE REGISTER(0x5Cu)
#define BYTE_TEST REGISTER(0x64u)
#define RX_CONFIG REGISTER(0x6Cu)
#define TX_CONFIG REGISTER(0x70u)
#define HARDWARE_CONFIG REGISTER(0x74u)
#define RX_FIFO REGISTER(0x7Cu)
#define TX_FIFO REGISTER(0x80u)
#define MAC_COMMAND REGISTER(0xA4u)
#define MAC_DATA REGISTER(0xA8u)
#define FLOW_CONTROL REGISTER(0xACu)

#define BYTE_TEST_VALUE 0x87654321u
#define SOFT_RESET 1u
#define HARDWARE_VALUE (5u << 16 | 1u << 20) /* 5 KB of memory for sending; bit 20 must be one */
#define FLOW_VALUE 0x006e3740u
#define TX_DUMP 0xC000u
#define TX_ON 2u
#define RX_DUMP 0x8000u
#define MAC_BUSY (1u << 31)
#define MAC_CONTROL 1u
#define MAC_ADDRESS_HIGH 2u
#define MAC_ADDRESS_LOW 3u
#define MAC_CONTROL_VALUE 0x0010000Cu /* full duplex, send and receive */

#define RX_ERROR (1u << 15)
#define CRC_BYTES 4u
#define TX_FIRST_AND_LAST (3u << 12)
#define TX_OVERHEAD_BYTES 12u
#if PBUF_POOL_BUFSIZE % 4 != 0
#error the FIFO gives words: make PBUF_POOL_BUFSIZE a multiple of 4
#endif

#define TX_STATUS_WAITING(fifo) ((fifo) >> 16 & 0xffu)

/* A locally administered MAC address. */
static const uint8_t address[6] = {0x02, 0x50, 0x49, 0x50, 0x49, 0x54};

static bool mac_write(uint32_t index, uint32_t value) {
    MAC_DATA = value;
    MAC_COMMAND = MAC_BUSY | index;
    return ethernet_driver_wait(&MAC_COMMAND, MAC_BUSY, 0);
}

static bool reset(void) {
    if (!ethernet_driver_wait(&BYTE_TEST, UINT32_MAX, BYTE_TEST_VALUE)) return false;
    HARDWARE_CONFIG = SOFT_RESET;
    return ethernet_driver_wait(&HARDWARE_CONFIG, SOFT_RESET, 0);
}

static bool start(void) {
    if (!reset()) return false;
    HARDWARE_CONFIG = HARDWARE_VALUE;
    FLOW_CONTROL = FLOW_VALUE;
    INTERRUPT_ENABLE = 0;
    INTERRUPT_STATUS = UINT32_MAX;
    TX_CONFIG = TX_DUMP;
    RX_CONFIG = RX_DUMP;
    RX_CONFIG = 0;
    TX_CONFIG = TX_ON;
    return mac_write(MAC_ADDRESS_LOW, (uint32_t)address[0] | (uint32_t)address[1] << 8 | (uint32_t)address[2] << 16 |
                                          (uint32_t)address[3] << 24) &&
           mac_write(MAC_ADDRESS_HIGH, (uint32_t)address[4] | (uint32_t)address[5] << 8) &&
           mac_write(MAC_CONTROL, MAC_CONTROL_VALUE);
}

/* ---- sending ---- */

/* Write the bytes of a chain of pbufs as little-endian words. */
static void send_words(const struct pbuf *chain) {
    uint32_t word = 0;
    unsigned filled = 0;
    for (const struct pbuf *part = chain; part; part = part->next) {
        const uint8_t *bytes = part->payload;
        for (size_t i = 0; i < part->len; i++) {
            word |= (uint32_t)bytes[i] << 8 * filled;
            filled = (filled + 1) % 4;
            if (filled != 0) continue;
            TX_DATA = word;
            word = 0;
        }
    }
    if (filled != 0) TX_DATA = word;
}

static err_t frame_send(struct netif *netif, struct pbuf *frame) {
    (void)netif;
    while (TX_STATUS_WAITING(TX_FIFO) > 0)
        (void)TX_STATUS;
    if ((TX_FIFO & 0xffffu) < frame->tot_len + TX_OVERHEAD_BYTES) return ERR_MEM;
    TX_DATA = TX_FIRST_AND_LAST | frame->tot_len;
    TX_DATA = (uint32_t)frame->tot_len << 16 | frame->tot_len;
    send_words(frame);
    return ERR_OK;
}

/* ---- receiving ---- */

bool lan9118_frame_waits(void) {
    return (RX_FIFO >> 16 & 0xffu) != 0;
}

/* Copy a frame directly into its pbufs. */
static void frame_read(const struct pbuf *frame) {
    for (const struct pbuf *part = frame; part; part = part->next) {
        uint8_t *out = part->payload;
        for (uint32_t i = 0; i < part->len; i += 4) {
            uint32_t word = RX_DATA;
            memcpy(out + i, &word, part->len - i < 4 ? part->len - i : 4);
        }
    }
}

static void frame_skip(uint32_t words) {
    while (words-- > 0)
        (void)RX_DATA;
}

/* All words must be read, also those of the check sequence; otherwise the next frame is read from a wrong position. */
static void frame_receive(struct netif *netif) {
    uint32_t status = RX_STATUS;
    uint32_t bytes = status >> 16 & 0x3fffu;
    uint32_t words = (bytes + 3) / 4;
    struct pbuf *frame = NULL;
    if (!(status & RX_ERROR) && bytes > CRC_BYTES)
        frame = pbuf_alloc(PBUF_RAW, (uint16_t)(bytes - CRC_BYTES), PBUF_POOL);
    if (!frame) {
        frame_skip(words);
        return;
    }
    frame_read(frame);
    frame_skip(words - (frame->tot_len + 3u) / 4);
    if (netif->input(frame, netif) != ERR_OK) (void)pbuf_free(frame);
}

void board_netif_poll(struct netif *netif) {
    for (unsigned i = 0; i < BOARD_FRAMES_A_TURN && lan9118_frame_waits(); i++)
        frame_receive(netif);
}

int8_t board_netif_init(struct netif *netif) {
    if (!start()) return ERR_IF;
    return ethernet_driver_init(netif, address, frame_send);
}
