/* SPDX-License-Identifier: MIT */
/* Properties of the machine for lwIP. All targets are little endian and have <stdint.h>; the rest are lwIP's defaults.
 */
#ifndef BOARDS_ARCH_CC_H
#define BOARDS_ARCH_CC_H

#include <stdint.h>

uint32_t net_random(void);
void net_assertion_failed(const char *what);

#define LWIP_RAND() net_random()
#define LWIP_NO_UNISTD_H 1
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_CTYPE_H 1
#define X8_F "02x"
#define U16_F "u"
#define S16_F "d"
#define X16_F "x"
#define U32_F "lu"
#define S32_F "ld"
#define X32_F "lx"
#define SZT_F "zu"
#define LWIP_PLATFORM_DIAG(arguments)
#define LWIP_PLATFORM_ASSERT(what) net_assertion_failed(what)

#endif
