/* SPDX-License-Identifier: MIT */
/* A file of JSON lines that is appended to: each line is one write, and a line that a killed writer left unfinished is
 * taken away at the next start. */
#ifndef OUT_FILE_H
#define OUT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/uio.h>

#define OUT_FILE_PIECES 4

typedef struct {
    const char *name; /* NULL: not in use */
    int descriptor;
    bool regular; /* else a pipe or a device: nothing to repair */
} out_file_t;

/* Ends the program with one clear line if the file cannot be used. @return how many bytes were cut off its end. */
size_t out_file_open(out_file_t *out, const char *name);

/* One line, in at most OUT_FILE_PIECES pieces, its newline included; all of it or nothing. @return 0 or errno */
int out_file_write(const out_file_t *out, const struct iovec *pieces, int count);

/* @return 0 or errno */
int out_file_close(out_file_t *out);

#endif
