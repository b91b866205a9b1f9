/* SPDX-License-Identifier: MIT */
/* One of three Ethernet interfaces: the EMAC of the chip with a LAN8720, a W5500 on SPI, or the OpenCores MAC of
 * Espressif's QEMU. */
#include "console.h"
#include "esp32_board.h"

#include <driver/gpio.h>
#include <driver/spi_master.h>
#include <esp_eth.h>
#include <esp_event.h>
#include <esp_idf_version.h>
#include <esp_mac.h>
#include <esp_netif.h>
#include <freertos/FreeRTOS.h>
#include <freertos/event_groups.h>
#include <sdkconfig.h>

#define HAS_ADDRESS 1
#define LOOK_MS 20

/* From ESP-IDF 6 on, drivers of single PHYs are separate components. The generic driver is enough here. */
#if ESP_IDF_VERSION >= ESP_IDF_VERSION_VAL(6, 0, 0)
#define PHY_LAN8720_NEW esp_eth_phy_new_generic
#define PHY_OPENETH_NEW esp_eth_phy_new_generic
#else
#define PHY_LAN8720_NEW esp_eth_phy_new_lan87xx
#define PHY_OPENETH_NEW esp_eth_phy_new_dp83848
#endif

static EventGroupHandle_t state;

static void on_address(void *arg, esp_event_base_t base, int32_t id, void *data) {
    (void)arg;
    (void)base;
    (void)id;
    (void)data;
    (void)xEventGroupSetBits(state, HAS_ADDRESS);
}

#if defined(CONFIG_PIPIT_NET_LAN8720)
static esp_eth_config_t hardware(void) {
    const eth_mac_config_t mac = ETH_MAC_DEFAULT_CONFIG();
    const eth_esp32_emac_config_t emac = ETH_ESP32_EMAC_DEFAULT_CONFIG();
    eth_phy_config_t phy = ETH_PHY_DEFAULT_CONFIG();
    phy.phy_addr = CONFIG_PIPIT_LAN8720_ADDRESS;
    phy.reset_gpio_num = CONFIG_PIPIT_LAN8720_RESET_GPIO;
    const esp_eth_config_t config = ETH_DEFAULT_CONFIG(esp_eth_mac_new_esp32(&emac, &mac), PHY_LAN8720_NEW(&phy));
    return config;
}
#elif defined(CONFIG_PIPIT_NET_W5500)
#define SPI_HZ (20 * 1000 * 1000)
#define SPI_QUEUE 20

static esp_eth_config_t hardware(void) {
    static spi_device_interface_config_t device = {
        .clock_speed_hz = SPI_HZ, .spics_io_num = CONFIG_PIPIT_W5500_CS_GPIO, .queue_size = SPI_QUEUE};
    const spi_bus_config_t bus = {.mosi_io_num = CONFIG_PIPIT_W5500_MOSI_GPIO,
                                  .miso_io_num = CONFIG_PIPIT_W5500_MISO_GPIO,
                                  .sclk_io_num = CONFIG_PIPIT_W5500_SCLK_GPIO,
                                  .quadwp_io_num = -1,
                                  .quadhd_io_num = -1};
    const eth_mac_config_t mac = ETH_MAC_DEFAULT_CONFIG();
    eth_phy_config_t phy = ETH_PHY_DEFAULT_CONFIG();
    phy.reset_gpio_num = -1;
    ESP_ERROR_CHECK(gpio_install_isr_service(0));
    ESP_ERROR_CHECK(spi_bus_initialize(SPI2_HOST, &bus, SPI_DMA_CH_AUTO));
    eth_w5500_config_t w5500 = ETH_W5500_DEFAULT_CONFIG(SPI2_HOST, &device);
    w5500.int_gpio_num = CONFIG_PIPIT_W5500_INT_GPIO;
    const esp_eth_config_t config =
        ETH_DEFAULT_CONFIG(esp_eth_mac_new_w5500(&w5500, &mac), esp_eth_phy_new_w5500(&phy));
    return config;
}
#else
#define NEGOTIATION_MS 100 /* short, because the emulated PHY does not negotiate */

static esp_eth_config_t hardware(void) {
    const eth_mac_config_t mac = ETH_MAC_DEFAULT_CONFIG();
    eth_phy_config_t phy = ETH_PHY_DEFAULT_CONFIG();
    phy.autonego_timeout_ms = NEGOTIATION_MS;
    const esp_eth_config_t config = ETH_DEFAULT_CONFIG(esp_eth_mac_new_openeth(&mac), PHY_OPENETH_NEW(&phy));
    return config;
}
#endif

/* A W5500 has no MAC address, so it gets one of the chip. */
static void address_set(esp_eth_handle_t eth) {
#if defined(CONFIG_PIPIT_NET_W5500)
    uint8_t address[6];
    ESP_ERROR_CHECK(esp_read_mac(address, ESP_MAC_ETH));
    ESP_ERROR_CHECK(esp_eth_ioctl(eth, ETH_CMD_S_MAC_ADDR, address));
#else
    (void)eth;
#endif
}

void esp32_board_network_start(void) {
    const esp_netif_config_t netif = ESP_NETIF_DEFAULT_ETH();
    const esp_eth_config_t config = hardware();
    esp_eth_handle_t eth = NULL;
    state = xEventGroupCreate();
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    if (esp_eth_driver_install(&config, &eth) != ESP_OK) esp32_board_give_up("the Ethernet does not answer");
    address_set(eth);
    ESP_ERROR_CHECK(esp_netif_attach(esp_netif_new(&netif), esp_eth_new_netif_glue(eth)));
    ESP_ERROR_CHECK(esp_event_handler_instance_register(IP_EVENT, IP_EVENT_ETH_GOT_IP, on_address, NULL, NULL));
    ESP_ERROR_CHECK(esp_eth_start(eth));
    while (!(xEventGroupWaitBits(state, HAS_ADDRESS, pdFALSE, pdTRUE, pdMS_TO_TICKS(LOOK_MS)) & HAS_ADDRESS))
        console_serve();
}
