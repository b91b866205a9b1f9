/* SPDX-License-Identifier: MIT */
/* The SDK's cc.h for lwIP defines sys_prot_t. If the cc.h of another project is found first, this type is missing. */
#ifndef PICO_SDK_CC_H
#define PICO_SDK_CC_H
#include <sys/time.h>
typedef int sys_prot_t;
#define LWIP_PLATFORM_ASSERT(x) panic(x)
#define LWIP_RAND() get_rand_32()
#endif
