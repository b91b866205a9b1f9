/* SPDX-License-Identifier: MIT */
#include "pipit_tls.h"
#include <mbedtls/ssl_ciphersuites.h>

/* mbedTLS would skip suites that it does not have; they are left out because their numbers take flash. */
#if (defined(MBEDTLS_CHACHAPOLY_C) || defined(PSA_WANT_ALG_CHACHA20_POLY1305)) && PIPIT_TLS_HAS_1_3
#define CHACHA_1_3 MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256,
#else
#define CHACHA_1_3
#endif
#if defined(MBEDTLS_CHACHAPOLY_C) || defined(PSA_WANT_ALG_CHACHA20_POLY1305)
#define CHACHA_1_2                                                                                                     \
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
#else
#define CHACHA_1_2
#endif

#if (defined(MBEDTLS_GCM_C) || defined(PSA_WANT_ALG_GCM)) && PIPIT_TLS_HAS_1_3
#define GCM_1_3 MBEDTLS_TLS1_3_AES_128_GCM_SHA256, MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
#else
#define GCM_1_3
#endif
#if defined(MBEDTLS_GCM_C) || defined(PSA_WANT_ALG_GCM)
#define GCM_1_2                                                                                                        \
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,                    \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
#else
#define GCM_1_2
#endif

#if (defined(MBEDTLS_CCM_C) || defined(PSA_WANT_ALG_CCM)) && PIPIT_TLS_HAS_1_3
#define CCM_1_3 MBEDTLS_TLS1_3_AES_128_CCM_SHA256,
#else
#define CCM_1_3
#endif
#if defined(MBEDTLS_CCM_C) || defined(PSA_WANT_ALG_CCM)
#define CCM_1_2 MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
#else
#define CCM_1_2
#endif
#if defined(MBEDTLS_CIPHER_MODE_CBC) || defined(PSA_WANT_ALG_CBC_NO_PADDING)
#define CBC_1_2                                                                                                        \
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,                    \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,                \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,                      \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
#else
#define CBC_1_2
#endif

/* clang-format off */
const int pipit_tls_suites_chacha[] = {CHACHA_1_3 GCM_1_3 CCM_1_3 CHACHA_1_2 GCM_1_2 CCM_1_2 CBC_1_2 0};
const int pipit_tls_suites_aes[] = {GCM_1_3 CHACHA_1_3 CCM_1_3 GCM_1_2 CHACHA_1_2 CCM_1_2 CBC_1_2 0};
/* clang-format on */
