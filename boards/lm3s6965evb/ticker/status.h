/* SPDX-License-Identifier: MIT */
/** @file
 *  The text of the status line. It uses no hardware. */
#ifndef STATUS_H
#define STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    STATUS_RULES,      /**< the rules are being synchronised */
    STATUS_CONNECTING, /**< the first attempt, or one without a delay */
    STATUS_CONNECTED,
    STATUS_WAITING, /**< until the next attempt */
    STATUS_STOPPED  /**< by an error that cannot be cured by waiting */
} status_kind_t;

typedef struct {
    status_kind_t kind;
    uint32_t wait_s;    /**< WAITING: until the next attempt */
    uint32_t posts;     /**< since the start */
    uint32_t lag_s;     /**< from the last Post's created_at to its arrival; STATUS_LAG_UNKNOWN */
    const char *reason; /**< STOPPED: a word */
} status_t;

#define STATUS_LAG_UNKNOWN UINT32_MAX
/** The size of the longest status line, with its zero. */
#define STATUS_BYTES 40

/** Write the line, UTF-8, zero-terminated. @return its length. */
size_t status_format(const status_t *status, char line[STATUS_BYTES]);

#endif
