/* SPDX-License-Identifier: MIT */
#include "virtio_net.h"

#include "board.h"
#include "ethernet_driver.h"

/* Registers of virtio-mmio, as indices of 32-bit words. */
enum {
    MAGIC = 0x000 / 4,
    VERSION = 0x004 / 4,
    DEVICE_ID = 0x008 / 4,
    DRIVER_FEATURES = 0x020 / 4,
    DRIVER_FEATURES_SELECT = 0x024 / 4,
    QUEUE_SELECT = 0x030 / 4,
    QUEUE_SIZE = 0x038 / 4,
    QUEUE_READY = 0x044 / 4,
    QUEUE_NOTIFY = 0x050 / 4,
    INTERRUPT_STATUS = 0x060 / 4,
    INTERRUPT_ACKNOWLEDGE = 0x064 / 4,
    STATUS = 0x070 / 4,
    QUEUE_DESCRIPTORS = 0x080 / 4,
    QUEUE_AVAILABLE = 0x090 / 4,
    QUEUE_USED = 0x0A0 / 4
};

#define SLOT_FIRST 0x10001000u
#define SLOT_BYTES 0x1000u
#define SLOT_COUNT 8u
#define SLOT_FIRST_INTERRUPT 1u

#define MAGIC_VALUE 0x74726976u
#define VERSION_VALUE 2u
#define DEVICE_NETWORK 1u

#define STATUS_ACKNOWLEDGE 1u
#define STATUS_DRIVER 2u
#define STATUS_DRIVER_OK 4u
#define STATUS_FEATURES_OK 8u
/* The only feature that is used (it is in the second word of the features). Without the others the card works like the
 * oldest version. */
#define FEATURE_VERSION_1 1u

#define DEVICE_WRITES 2u
#define NO_INTERRUPT 1u

/* The number of frame buffers, and of entries of a queue: a power of two. */
#define BUFFERS 4u
#define HEADER_BYTES 12u
#define FRAME_BYTES 1516u

enum { QUEUE_RECEIVE = 0, QUEUE_SEND = 1 };

typedef struct {
    uint64_t address;
    uint32_t len;
    uint16_t flags;
    uint16_t next;
} descriptor_t;

typedef struct {
    uint32_t id;
    uint32_t len;
} used_t;

/* The standard requires an alignment of 16 bytes for the descriptors, and less for the other parts. */
typedef struct {
    descriptor_t descriptors[BUFFERS];
    struct {
        volatile uint16_t flags;
        volatile uint16_t index;
        volatile uint16_t ring[BUFFERS];
    } available;
    struct {
        volatile uint16_t flags;
        volatile uint16_t index;
        volatile used_t ring[BUFFERS];
    } used;
    uint16_t seen; /* the value of used.index up to which entries were handled */
} __attribute__((aligned(16))) queue_t;

typedef struct {
    uint8_t header[HEADER_BYTES];
    uint8_t frame[FRAME_BYTES];
} __attribute__((aligned(4))) buffer_t;

static const uint8_t mac[6] = {0x02, 0x50, 0x49, 0x50, 0x49, 0x54};
static volatile uint32_t *registers;
static queue_t receiving, sending;
static uint32_t tx_free = (1u << BUFFERS) - 1u; /* one bit for each buffer */
static buffer_t rx_buffers[BUFFERS], tx_buffers[BUFFERS];

static uint32_t address_of(const volatile void *place) {
    return (uint32_t)(uintptr_t)place;
}

/* ---- queues ---- */

/* The card sees all writes before this point before it sees any write after it. */
static void fence(void) {
    __sync_synchronize();
}

static void queue_fill(queue_t *queue, unsigned entry, buffer_t *buffer, uint16_t flags) {
    descriptor_t *descriptor = queue->descriptors + entry;
    descriptor->address = address_of(buffer);
    descriptor->len = sizeof *buffer;
    descriptor->flags = flags;
}

static void queue_offer(queue_t *queue, unsigned number, uint16_t entry) {
    queue->available.ring[queue->available.index % BUFFERS] = entry;
    fence();
    queue->available.index++;
    fence();
    registers[QUEUE_NOTIFY] = number;
}

static bool queue_has_used(const queue_t *queue) {
    return queue->used.index != queue->seen;
}

static const volatile used_t *queue_take(queue_t *queue) {
    fence();
    return &queue->used.ring[queue->seen++ % BUFFERS];
}

/* The high words of addresses are not written, because they are zero after a reset. */
static void queue_start(const queue_t *queue, unsigned number) {
    registers[QUEUE_SELECT] = number;
    registers[QUEUE_SIZE] = BUFFERS;
    registers[QUEUE_DESCRIPTORS] = address_of(queue->descriptors);
    registers[QUEUE_AVAILABLE] = address_of(&queue->available);
    registers[QUEUE_USED] = address_of(&queue->used);
    registers[QUEUE_READY] = 1;
}

/* ---- the card ---- */

static volatile uint32_t *slot(unsigned number) {
    return (volatile uint32_t *)(SLOT_FIRST + number * SLOT_BYTES);
}

static bool is_network(const volatile uint32_t *candidate) {
    return candidate[MAGIC] == MAGIC_VALUE && candidate[VERSION] == VERSION_VALUE &&
           candidate[DEVICE_ID] == DEVICE_NETWORK;
}

static bool card_find(void) {
    for (unsigned i = 0; i < SLOT_COUNT && !registers; i++)
        if (is_network(slot(i))) registers = slot(i);
    return registers != NULL;
}

static bool card_negotiate(void) {
    registers[STATUS] = 0;
    registers[STATUS] = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
    registers[DRIVER_FEATURES_SELECT] = 0;
    registers[DRIVER_FEATURES] = 0;
    registers[DRIVER_FEATURES_SELECT] = 1;
    registers[DRIVER_FEATURES] = FEATURE_VERSION_1;
    registers[STATUS] |= STATUS_FEATURES_OK;
    return (registers[STATUS] & STATUS_FEATURES_OK) != 0;
}

/* Get a buffer that the card has sent. This may wait, but only for the card, which needs microseconds for a frame,
 * never for a peer. @return BUFFERS if it sends none */
static uint16_t tx_buffer_take(void) {
    const uint32_t begin_ms = board_now_ms();
    for (;;) {
        while (queue_has_used(&sending))
            tx_free |= 1u << (queue_take(&sending)->id % BUFFERS);
        if (tx_free) break;
        if (board_now_ms() - begin_ms > ETHERNET_DRIVER_PATIENCE_MS) return BUFFERS;
    }
    uint16_t id = (uint16_t)__builtin_ctz(tx_free);
    tx_free &= ~(1u << id);
    return id;
}

static err_t card_send(struct netif *netif, struct pbuf *p) {
    (void)netif;
    uint16_t id = tx_buffer_take();
    if (id == BUFFERS) return ERR_IF;
    size_t len = ethernet_driver_gather(p, tx_buffers[id].frame, sizeof tx_buffers[id].frame);
    if (!len) {
        tx_free |= 1u << id;
        return ERR_BUF;
    }
    sending.descriptors[id].len = (uint32_t)(HEADER_BYTES + len);
    queue_offer(&sending, QUEUE_SEND, id);
    return ERR_OK;
}

int8_t board_netif_init(struct netif *netif) {
    if (!card_find() || !card_negotiate()) return ERR_IF;
    queue_start(&receiving, QUEUE_RECEIVE);
    queue_start(&sending, QUEUE_SEND);
    registers[STATUS] |= STATUS_DRIVER_OK;
    sending.available.flags = NO_INTERRUPT;
    for (unsigned i = 0; i < BUFFERS; i++) {
        queue_fill(&sending, i, tx_buffers + i, 0);
        queue_fill(&receiving, i, rx_buffers + i, DEVICE_WRITES);
        queue_offer(&receiving, QUEUE_RECEIVE, (uint16_t)i);
    }
    return ethernet_driver_init(netif, mac, card_send);
}

bool virtio_net_waiting(void) {
    return queue_has_used(&receiving);
}

unsigned virtio_net_interrupt(void) {
    return registers ? SLOT_FIRST_INTERRUPT + ((unsigned)address_of(registers) - SLOT_FIRST) / SLOT_BYTES : 0;
}

void virtio_net_acknowledge(void) {
    if (registers) registers[INTERRUPT_ACKNOWLEDGE] = registers[INTERRUPT_STATUS];
}

void board_netif_poll(struct netif *netif) {
    for (unsigned i = 0; i < BOARD_FRAMES_A_TURN && queue_has_used(&receiving); i++) {
        const volatile used_t *used = queue_take(&receiving);
        uint32_t id = used->id, len = used->len;
        if (id < BUFFERS && len > HEADER_BYTES)
            ethernet_driver_receive(netif, rx_buffers[id].frame, len - HEADER_BYTES);
        if (id < BUFFERS) queue_offer(&receiving, QUEUE_RECEIVE, (uint16_t)id);
    }
}
