/* SPDX-License-Identifier: MIT */
#include "pipit_tls_parts.h"
#if MBEDTLS_VERSION_MAJOR < 4
#include <mbedtls/asn1.h>
#include <mbedtls/cipher.h>
#include <mbedtls/dhm.h>
#include <mbedtls/ecp.h>
#include <mbedtls/md.h>
#include <mbedtls/pem.h>
#endif
#if defined(MBEDTLS_PSA_CRYPTO_C) || MBEDTLS_VERSION_MAJOR >= 4
#include <psa/crypto.h>
#define IS_PSA_MEMORY(code) ((code) == PSA_ERROR_INSUFFICIENT_MEMORY)
#else
#define IS_PSA_MEMORY(code) false
#endif

#if MBEDTLS_VERSION_MAJOR < 4
/* mbedTLS adds the code of a lower module to that of a higher one. The code of the lower one is in the low 7 bits. */
bool pipit_tls_is_out_of_memory(int code) {
    if (code >= 0) return false;
    switch (-(-code & 0xff80)) {
    case MBEDTLS_ERR_SSL_ALLOC_FAILED:
    case MBEDTLS_ERR_X509_ALLOC_FAILED:
    case MBEDTLS_ERR_PK_ALLOC_FAILED:
    case MBEDTLS_ERR_PEM_ALLOC_FAILED:
    case MBEDTLS_ERR_ECP_ALLOC_FAILED:
    case MBEDTLS_ERR_DHM_ALLOC_FAILED:
    case MBEDTLS_ERR_MD_ALLOC_FAILED:
    case MBEDTLS_ERR_CIPHER_ALLOC_FAILED: return true;
    default: break;
    }
    int low = -(-code & 0x7f);
    return low == MBEDTLS_ERR_MPI_ALLOC_FAILED || low == MBEDTLS_ERR_ASN1_ALLOC_FAILED || IS_PSA_MEMORY(code);
}
#else
bool pipit_tls_is_out_of_memory(int code) {
    return IS_PSA_MEMORY(code);
}
#endif

pipit_err_t pipit_tls_setup_error(int code) {
    if (code == 0) return PIPIT_OK;
    return pipit_tls_is_out_of_memory(code) ? PIPIT_E_TLS_MEMORY : PIPIT_E_TLS_CONFIG;
}
