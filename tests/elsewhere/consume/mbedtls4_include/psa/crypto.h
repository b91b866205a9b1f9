/* SPDX-License-Identifier: MIT */
#ifndef PSA_CRYPTO_H
#define PSA_CRYPTO_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PSA_SUCCESS ((psa_status_t)0)
#define PSA_ERROR_INVALID_ARGUMENT ((psa_status_t)-135)
#define PSA_ERROR_INSUFFICIENT_MEMORY ((psa_status_t)-141)
#define PSA_ERROR_INSUFFICIENT_ENTROPY ((psa_status_t)-148)

typedef int32_t psa_status_t;

psa_status_t psa_crypto_init(void);
void psa_interruptible_set_max_ops(uint32_t max_ops);

#ifdef __cplusplus
}
#endif

#endif
