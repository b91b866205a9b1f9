/* SPDX-License-Identifier: MIT */
/* Wi-Fi and a client; each core has other names for them. Here both connect to 127.0.0.1:PIPIT_PORT, without TLS. */
#ifndef RADIO_H
#define RADIO_H

#include "Arduino.h"

#define WL_CONNECTED 3

struct Radio {
    int begin(const char *name, const char *password);
    int status();
};

class RadioClient : public Client {
  public:
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
