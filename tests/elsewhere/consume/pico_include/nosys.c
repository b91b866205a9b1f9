/* SPDX-License-Identifier: MIT */
/* The SDK compiles its own files with the folders of the application, and these come first. */
#include <lwip/arch.h>
sys_prot_t sys_arch_protect(void);
sys_prot_t sys_arch_protect(void) {
    return 0;
}
