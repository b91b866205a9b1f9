/* SPDX-License-Identifier: MIT */
/* Vectors: Markdown files in which each `in` block is followed by the `log` block that it must give. The language of
 * both is described in tests/behaviour/vectors/README.md. */
#ifndef VECTOR_FILE_H
#define VECTOR_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STEP_BYTES, STEP_FIN, STEP_RESET, STEP_WAIT, STEP_AWAY, STEP_JUMP, STEP_STOP };

typedef struct {
    int kind;
    unsigned connection; /* number of the connection to which the step belongs, from 1 */
    uint8_t *bytes;      /* STEP_BYTES */
    size_t len;
    int64_t ms; /* STEP_WAIT, STEP_AWAY, STEP_JUMP */
} vector_step_t;

typedef struct {
    char title[128];
    char call[24];   /* name of a stream, or of a call in vector_calls.c */
    size_t rx_bytes; /* 0: all buffer sizes of the runner */
    int32_t max_retries;
    bool wait_on_rate_limit;
    bool raw;
    uint8_t auth_retries;
    uint8_t backfill_minutes;
    uint8_t partition;
    uint32_t start_s;
    uint32_t end_s;
    bool kill_stale;
    bool seen;        /* use a filter against duplicates */
    char select[256]; /* paths, each with a terminating zero; one more zero at the end */
    bool asks;        /* the log contains the first line of each request */
    vector_step_t *steps;
    size_t step_count;
    size_t byte_count;
    char *log; /* the expected log: one line for each event */
} vector_t;

typedef struct {
    vector_t *vectors;
    size_t count;
} vector_file_t;

/* Exits with a message that names file and line if the file is not well-formed. */
vector_file_t vector_file_read(const char *path);
void vector_file_free(vector_file_t *file);

#endif
