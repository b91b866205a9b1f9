/* SPDX-License-Identifier: MIT */
/* The SDK compiles its own files with the include folders of the application, which come first. */
#include <lwip/arch.h>
sys_prot_t sys_arch_protect(void);
sys_prot_t sys_arch_protect(void) {
    return 0;
}
