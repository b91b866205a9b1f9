/* SPDX-License-Identifier: MIT */
/** @file
 *  The registers of the LM3S6965 that this firmware uses; names as in its data sheet. */
#ifndef LM3S6965_H
#define LM3S6965_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

#define FLASH_BASE 0x00000000u
#define FLASH_LOG2_BYTES 18 /* 256 KB */
#define SRAM_BASE 0x20000000u
#define SRAM_LOG2_BYTES 16 /* 64 KB */
#define PERIPHERAL_BASE 0x40000000u
#define PERIPHERAL_LOG2_BYTES 20
#define STACK_GUARD_LOG2_BYTES 5

/* ---- system control ---- */

#define SYSCTL_RIS REGISTER(0x400FE050u)
#define SYSCTL_RIS_PLL_LOCKED (1u << 6)
#define SYSCTL_RCC REGISTER(0x400FE060u)
#define SYSCTL_RCC_USE_DIVIDER (1u << 22)
#define SYSCTL_RCC_DIVIDER_SHIFT 23
#define SYSCTL_RCC_DIVIDER_MASK (0xfu << SYSCTL_RCC_DIVIDER_SHIFT)
#define SYSCTL_RCC_PLL_OFF (1u << 13)
#define SYSCTL_RCC_BYPASS (1u << 11)
#define SYSCTL_RCC_CRYSTAL_MASK (0xfu << 6)
#define SYSCTL_RCC_CRYSTAL_8_MHZ (0xeu << 6)
#define SYSCTL_RCC_SOURCE_MASK (3u << 4)
#define SYSCTL_RCC_MAIN_OFF (1u << 0)
#define SYSCTL_RCGC1 REGISTER(0x400FE104u)
#define SYSCTL_RCGC1_UART0 (1u << 0)
#define SYSCTL_RCGC1_SSI0 (1u << 4)
#define SYSCTL_RCGC2 REGISTER(0x400FE108u)
#define SYSCTL_RCGC2_PORTS_A_TO_G 0x7fu
#define SYSCTL_RCGC2_MAC (1u << 28)
#define SYSCTL_RCGC2_PHY (1u << 30)

/* ---- GPIO: the address of a data access selects its pins ---- */

#define GPIO_A 0x40004000u
#define GPIO_C 0x40006000u
#define GPIO_D 0x40007000u
#define GPIO_E 0x40024000u
#define GPIO_F 0x40025000u
#define GPIO_DATA(port, pins) REGISTER((port) + ((uint32_t)(pins) << 2))
#define GPIO_DIRECTION(port) REGISTER((port) + 0x400u)
#define GPIO_INTERRUPT_LEVEL(port) REGISTER((port) + 0x404u)
#define GPIO_INTERRUPT_BOTH(port) REGISTER((port) + 0x408u)
#define GPIO_INTERRUPT_RISING(port) REGISTER((port) + 0x40Cu)
#define GPIO_INTERRUPT_MASK(port) REGISTER((port) + 0x410u)
#define GPIO_INTERRUPT_STATUS(port) REGISTER((port) + 0x418u)
#define GPIO_INTERRUPT_CLEAR(port) REGISTER((port) + 0x41Cu)
#define GPIO_ALTERNATE(port) REGISTER((port) + 0x420u)
#define GPIO_PULL_UP(port) REGISTER((port) + 0x510u)
#define GPIO_DIGITAL(port) REGISTER((port) + 0x51Cu)

/* ---- UART0, a PL011 ---- */

#define UART0_DATA REGISTER(0x4000C000u)
#define UART0_FLAGS REGISTER(0x4000C018u)
#define UART0_FLAGS_TX_FULL (1u << 5)
#define UART0_DIVISOR REGISTER(0x4000C024u)
#define UART0_DIVISOR_FRACTION REGISTER(0x4000C028u)
#define UART0_LINE REGISTER(0x4000C02Cu)
#define UART0_LINE_8_BITS_FIFO 0x70u
#define UART0_CONTROL REGISTER(0x4000C030u)
#define UART0_CONTROL_ON 0x301u

/* ---- SSI0, a PL022 ---- */

#define SSI0_CONTROL_0 REGISTER(0x40008000u)
#define SSI0_CONTROL_0_MODE_3_8_BITS 0xC7u
#define SSI0_CONTROL_1 REGISTER(0x40008004u)
#define SSI0_CONTROL_1_ON 2u
#define SSI0_DATA REGISTER(0x40008008u)
#define SSI0_STATUS REGISTER(0x4000800Cu)
#define SSI0_STATUS_TX_ROOM (1u << 1)
#define SSI0_STATUS_RX_FILLED (1u << 2)
#define SSI0_STATUS_BUSY (1u << 4)
#define SSI0_PRESCALER REGISTER(0x40008010u)

/* ---- Ethernet ---- */

#define MAC_STATUS REGISTER(0x40048000u) /* write 1: acknowledge */
#define MAC_STATUS_ALL 0x7fu
#define MAC_INTERRUPTS REGISTER(0x40048004u)
#define MAC_INTERRUPT_RX 1u
#define MAC_RX_CONTROL REGISTER(0x40048008u)
#define MAC_RX_ON (1u << 0)
#define MAC_RX_REJECT_BAD_CRC (1u << 3)
#define MAC_RX_FIFO_RESET (1u << 4)
#define MAC_TX_CONTROL REGISTER(0x4004800Cu)
#define MAC_TX_ON (1u << 0)
#define MAC_TX_PAD (1u << 1)
#define MAC_TX_CRC (1u << 2)
#define MAC_TX_DUPLEX (1u << 4)
#define MAC_DATA REGISTER(0x40048010u)
#define MAC_ADDRESS_0 REGISTER(0x40048014u)
#define MAC_ADDRESS_1 REGISTER(0x40048018u)
#define MAC_THRESHOLD REGISTER(0x4004801Cu)
#define MAC_THRESHOLD_WHOLE_FRAME 0x3fu
#define MAC_RX_FRAMES REGISTER(0x40048034u)
#define MAC_RX_FRAMES_MASK 0x3fu
#define MAC_TX_REQUEST REGISTER(0x40048038u)
#define MAC_TX_NEW 1u

/* ---- registers of the core ---- */

#define NVIC_ENABLE(interrupt) REGISTER(0xE000E100u + (interrupt) / 32u * 4u)
#define NVIC_BIT(interrupt) (1u << (interrupt) % 32u)

/* ---- interrupts ---- */

enum { INTERRUPT_GPIO_E = 4, INTERRUPT_GPIO_F = 30, INTERRUPT_ETHERNET = 42, INTERRUPT_COUNT = 44 };

#endif
