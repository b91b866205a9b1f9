/* SPDX-License-Identifier: MIT */
/* The SDK's view of the machine for lwIP. It defines sys_prot_t; a cc.h of another project that is found first does
 * not. */
#ifndef PICO_SDK_CC_H
#define PICO_SDK_CC_H
#include <sys/time.h>
typedef int sys_prot_t;
#define LWIP_PLATFORM_ASSERT(x) panic(x)
#define LWIP_RAND() get_rand_32()
#endif
