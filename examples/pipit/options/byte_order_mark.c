/* SPDX-License-Identifier: MIT */
#include "byte_order_mark.h"
#include "mistake.h"
#include <stdbool.h>
#include <string.h>

size_t byte_order_mark(const char *begin, size_t len, const char *option, const char *name) {
    if (len >= 2 && (memcmp(begin, "\xff\xfe", 2) == 0 || memcmp(begin, "\xfe\xff", 2) == 0))
        mistake("%s %s: this is UTF-16 text; save it as UTF-8", option, name);
    const bool is_marked = len >= BYTE_ORDER_MARK_BYTES && memcmp(begin, "\xef\xbb\xbf", BYTE_ORDER_MARK_BYTES) == 0;
    return is_marked ? BYTE_ORDER_MARK_BYTES : 0;
}
