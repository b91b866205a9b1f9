/* SPDX-License-Identifier: MIT */
/* A file of JSON lines to which lines are appended, each with one write. If a program was killed while it wrote, its
 * incomplete line is removed at the next start. */
#ifndef OUT_FILE_H
#define OUT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/uio.h>

#define OUT_FILE_PIECES 4

typedef struct {
    const char *name; /* NULL: not in use */
    int descriptor;
    bool regular; /* false: a pipe or a device, from which nothing can be removed */
} out_file_t;

/* Ends the program with one line if the file cannot be used. @return how many bytes were removed at its end. */
size_t out_file_open(out_file_t *out, const char *name);

/* Writes one line with its newline, in at most OUT_FILE_PIECES pieces; all of it or nothing. @return 0 or errno */
int out_file_write(const out_file_t *out, const struct iovec *pieces, int count);

/* @return 0 or errno */
int out_file_close(out_file_t *out);

#endif
