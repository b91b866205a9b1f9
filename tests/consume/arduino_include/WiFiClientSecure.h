/* SPDX-License-Identifier: MIT */
#ifndef WIFI_CLIENT_SECURE_H
#define WIFI_CLIENT_SECURE_H

#include "Client.h"

#define WL_CONNECTED 3

struct Radio {
    void begin(const char *name, const char *password);
    int status();
};
extern Radio WiFi;

class WiFiClientSecure : public Client {
  public:
    void setCACert(const char *pem);
    int connect(const char *host, uint16_t port) override;
    size_t write(const uint8_t *bytes, size_t len) override;
    int available() override;
    int read(uint8_t *bytes, size_t len) override;
    void stop() override;
    uint8_t connected() override;

  private:
    int socket_ = -1;
};

#endif
