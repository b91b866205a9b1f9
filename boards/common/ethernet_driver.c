/* SPDX-License-Identifier: MIT */
#include "ethernet_driver.h"

#include "board.h"

#include "lwip/etharp.h"
#include "lwip/pbuf.h"
#include "netif/ethernet.h"

#include <string.h>

bool ethernet_driver_wait(const volatile uint32_t *reg, uint32_t mask, uint32_t value) {
    const uint32_t begin_ms = board_now_ms();
    while ((*reg & mask) != value) {
        if (board_now_ms() - begin_ms > ETHERNET_DRIVER_PATIENCE_MS) return false;
    }
    return true;
}

err_t ethernet_driver_init(struct netif *netif, const uint8_t mac[6], netif_linkoutput_fn send) {
    netif->name[0] = 'e';
    netif->name[1] = 'n';
    netif->output = etharp_output;
    netif->linkoutput = send;
    netif->mtu = ETHERNET_DRIVER_FRAME_MAX - SIZEOF_ETH_HDR + ETH_PAD_SIZE;
    netif->hwaddr_len = ETH_HWADDR_LEN;
    memcpy(netif->hwaddr, mac, ETH_HWADDR_LEN);
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

void ethernet_driver_receive(struct netif *netif, const void *frame, size_t len) {
    if (len > ETHERNET_DRIVER_FRAME_MAX) return;
    struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(len + ETH_PAD_SIZE), PBUF_POOL);
    if (!p) return;
    (void)pbuf_take_at(p, frame, (u16_t)len, ETH_PAD_SIZE);
    if (netif->input(p, netif) != ERR_OK) (void)pbuf_free(p);
}

size_t ethernet_driver_gather(const struct pbuf *p, void *frame, size_t size) {
    size_t len = (size_t)p->tot_len - ETH_PAD_SIZE;
    return len <= size ? pbuf_copy_partial(p, frame, (u16_t)len, ETH_PAD_SIZE) : 0;
}
