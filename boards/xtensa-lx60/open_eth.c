/* SPDX-License-Identifier: MIT */
#include "open_eth.h"

#include "board.h"
#include "ethernet_driver.h"

typedef struct {
    volatile uint32_t moder;      /* 0x00 mode */
    volatile uint32_t int_source; /* 0x04 write 1 to clear */
    volatile uint32_t int_mask;   /* 0x08 1 enables an interrupt */
    uint32_t unused_0c[5];
    volatile uint32_t tx_bd_num; /* 0x20 how many of the descriptors are for sending */
    uint32_t unused_24[7];
    volatile uint32_t mac_addr0; /* 0x40 the last four bytes of the MAC address */
    volatile uint32_t mac_addr1; /* 0x44 the first two */
} open_eth_registers_t;

typedef struct {
    volatile uint32_t status; /* length << 16 | flags */
    volatile uint32_t address;
} open_eth_descriptor_t;

#define REGISTERS ((open_eth_registers_t *)0x9D030000u)
#define DESCRIPTORS ((open_eth_descriptor_t *)0x9D030400u)
#define PACKET_MEMORY 0x9D800000u

#define MODER_RESET 0x800u
#define MODER_RECEIVE 0x1u
#define MODER_SEND 0x2u
#define MODER_FULL_DUPLEX 0x400u
#define MODER_CRC 0x2000u
#define MODER_PAD 0x8000u
#define INT_RECEIVED 0x4u

#define TX_READY 0x8000u
#define TX_WRAP 0x2000u
#define TX_PAD 0x1000u
#define TX_CRC 0x800u
#define RX_EMPTY 0x8000u
#define RX_WRAP 0x2000u
/* The bits of errors: late collision, CRC, too short, too long, dribble, invalid symbol, overrun. */
#define RX_ERRORS 0x7Fu

/* The only buffer for sending is the first one. */
#define RX_BUFFERS 8u
#define BUFFER_BYTES 1536u
#define FRAME_CHECK_BYTES 4u

static const uint8_t mac[6] = {0x02, 0x50, 0x49, 0x50, 0x49, 0x54};
static unsigned rx_next;

static open_eth_descriptor_t *rx_descriptor(unsigned number) {
    return DESCRIPTORS + 1u + number;
}

static void *buffer_of(const open_eth_descriptor_t *descriptor) {
    return (void *)(uintptr_t)descriptor->address;
}

static void rx_arm(unsigned number) {
    rx_descriptor(number)->status = RX_EMPTY | (number == RX_BUFFERS - 1u ? RX_WRAP : 0u);
}

static err_t open_eth_send(struct netif *netif, struct pbuf *p) {
    (void)netif;
    if (DESCRIPTORS->status & TX_READY) return ERR_MEM;
    uint32_t len = (uint32_t)ethernet_driver_gather(p, buffer_of(DESCRIPTORS), BUFFER_BYTES);
    if (!len) return ERR_BUF;
    DESCRIPTORS->status = len << 16 | TX_READY | TX_WRAP | TX_PAD | TX_CRC;
    return ERR_OK;
}

static void address_set(void) {
    REGISTERS->mac_addr0 = (uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 | (uint32_t)mac[4] << 8 | mac[5];
    REGISTERS->mac_addr1 = (uint32_t)mac[0] << 8 | mac[1];
}

int8_t board_netif_init(struct netif *netif) {
    const uint32_t mode = MODER_PAD | MODER_CRC | MODER_FULL_DUPLEX;
    REGISTERS->moder = mode | MODER_RESET;
    REGISTERS->moder = mode;
    if (REGISTERS->moder != mode) return ERR_IF; /* there is no card */
    REGISTERS->tx_bd_num = 1;
    address_set();
    DESCRIPTORS->address = PACKET_MEMORY;
    DESCRIPTORS->status = TX_WRAP;
    for (unsigned i = 0; i < RX_BUFFERS; i++) {
        rx_descriptor(i)->address = PACKET_MEMORY + (1u + i) * BUFFER_BYTES;
        rx_arm(i);
    }
    rx_next = 0;
    REGISTERS->int_mask = INT_RECEIVED;
    REGISTERS->moder = mode | MODER_RECEIVE | MODER_SEND;
    return ethernet_driver_init(netif, mac, open_eth_send);
}

bool open_eth_waiting(void) {
    return !(rx_descriptor(rx_next)->status & RX_EMPTY);
}

void open_eth_acknowledge(void) {
    REGISTERS->int_source = INT_RECEIVED;
}

void board_netif_poll(struct netif *netif) {
    for (unsigned i = 0; i < BOARD_FRAMES_A_TURN && open_eth_waiting(); i++) {
        uint32_t status = rx_descriptor(rx_next)->status;
        uint32_t len = status >> 16;
        if (!(status & RX_ERRORS) && len > FRAME_CHECK_BYTES)
            ethernet_driver_receive(netif, buffer_of(rx_descriptor(rx_next)), len - FRAME_CHECK_BYTES);
        rx_arm(rx_next);
        rx_next = (rx_next + 1u) % RX_BUFFERS;
    }
}
