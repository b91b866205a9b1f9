/* SPDX-License-Identifier: MIT */
#ifndef ESP_NETIF_H
#define ESP_NETIF_H
#include "esp_event.h"
typedef struct esp_netif_obj esp_netif_t;
typedef struct {
    const void *base;
} esp_netif_config_t;
extern esp_event_base_t const IP_EVENT;
enum { IP_EVENT_STA_GOT_IP = 0, IP_EVENT_ETH_GOT_IP = 5 };
#define ESP_NETIF_DEFAULT_ETH()                                                                                        \
    { .base = NULL }
esp_err_t esp_netif_init(void);
esp_netif_t *esp_netif_create_default_wifi_sta(void);
esp_netif_t *esp_netif_new(const esp_netif_config_t *config);
esp_err_t esp_netif_attach(esp_netif_t *netif, void *driver);
#endif
