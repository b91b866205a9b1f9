/* SPDX-License-Identifier: MIT */
/* As in ArduinoCore-API: the class is in a namespace, and this header alone does not make it visible outside. */
#ifndef CLIENT_H
#define CLIENT_H

#include <stddef.h>
#include <stdint.h>

namespace arduino {
class Client {
  public:
    virtual ~Client() {}
    virtual int connect(const char *host, uint16_t port) = 0;
    virtual size_t write(const uint8_t *bytes, size_t len) = 0;
    virtual int available() = 0;
    virtual int read(uint8_t *bytes, size_t len) = 0;
    virtual void stop() = 0;
    virtual uint8_t connected() = 0;
};
} // namespace arduino

#endif
