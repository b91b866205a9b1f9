/* SPDX-License-Identifier: MIT */
/* ESP-IDF 6 has only the generic PHY driver, and no W5500. */
#include "driver/spi_master.h"
#include "esp_idf_version.h"
#include "esp_netif.h"
typedef struct esp_eth_mac_s esp_eth_mac_t;
typedef struct esp_eth_phy_s esp_eth_phy_t;
typedef void *esp_eth_handle_t;
typedef enum { ETH_CMD_G_MAC_ADDR, ETH_CMD_S_MAC_ADDR } esp_eth_io_cmd_t;
typedef struct {
    uint32_t sw_reset_timeout_ms;
} eth_mac_config_t;
typedef struct {
    int32_t phy_addr;
    uint32_t reset_timeout_ms;
    uint32_t autonego_timeout_ms;
    int reset_gpio_num;
} eth_phy_config_t;
typedef struct {
    esp_eth_mac_t *mac;
    esp_eth_phy_t *phy;
} esp_eth_config_t;
typedef struct {
    int smi_mdc;
} eth_esp32_emac_config_t;
typedef struct {
    int int_gpio_num;
    spi_host_device_t host;
    spi_device_interface_config_t *device;
} eth_w5500_config_t;
#define ETH_MAC_DEFAULT_CONFIG()                                                                                       \
    { .sw_reset_timeout_ms = 100 }
#define ETH_PHY_DEFAULT_CONFIG()                                                                                       \
    { .phy_addr = -1 }
#define ETH_ESP32_EMAC_DEFAULT_CONFIG()                                                                                \
    { .smi_mdc = 23 }
#define ETH_W5500_DEFAULT_CONFIG(spi_host, spi_device)                                                                 \
    { .int_gpio_num = 4, .host = spi_host, .device = spi_device }
#define ETH_DEFAULT_CONFIG(emac, ephy)                                                                                 \
    { .mac = emac, .phy = ephy }
esp_eth_mac_t *esp_eth_mac_new_esp32(const eth_esp32_emac_config_t *esp32, const eth_mac_config_t *config);
esp_eth_mac_t *esp_eth_mac_new_openeth(const eth_mac_config_t *config);
#if ESP_IDF_VERSION >= ESP_IDF_VERSION_VAL(6, 0, 0)
esp_eth_phy_t *esp_eth_phy_new_generic(const eth_phy_config_t *config);
#else
esp_eth_mac_t *esp_eth_mac_new_w5500(const eth_w5500_config_t *w5500, const eth_mac_config_t *config);
esp_eth_phy_t *esp_eth_phy_new_lan87xx(const eth_phy_config_t *config);
esp_eth_phy_t *esp_eth_phy_new_dp83848(const eth_phy_config_t *config);
esp_eth_phy_t *esp_eth_phy_new_w5500(const eth_phy_config_t *config);
#endif
esp_err_t esp_eth_driver_install(const esp_eth_config_t *config, esp_eth_handle_t *handle);
esp_err_t esp_eth_ioctl(esp_eth_handle_t handle, esp_eth_io_cmd_t command, void *data);
esp_err_t esp_eth_start(esp_eth_handle_t handle);
void *esp_eth_new_netif_glue(esp_eth_handle_t handle);
