/* SPDX-License-Identifier: MIT */
#include "out_file.h"
#include "../options/mistake.h"
#include "pipit/json.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 4096
#define LINE_MOST 67108864u
#define TOKENS_MOST (1u << 20)

/* @return the position where the last, unfinished line begins; `size` if the file ends with a newline. */
static off_t tail_find(int descriptor, off_t size) {
    char block[BLOCK];
    while (size > 0) {
        off_t at = size > BLOCK ? size - BLOCK : 0;
        ssize_t n = pread(descriptor, block, (size_t)(size - at), at);
        if (n <= 0) break;
        for (ssize_t i = n; i > 0; i--) {
            if (block[i - 1] == '\n') return at + i;
        }
        size = at;
    }
    return 0;
}

static bool is_json(char *text, size_t len) {
    pipit_json_t json;
    pipit_token_t *tokens = calloc(TOKENS_MOST, sizeof *tokens);
    bool good = tokens && pipit_json_parse(&json, text, len, tokens, TOKENS_MOST) == PIPIT_OK;
    free(tokens);
    return good;
}

/* Repair the last line of the file. If it is complete, add its newline. If it is the beginning of a JSON text, remove
 * it. Anything else was not written by this program and is not removed. */
static size_t tail_repair(const out_file_t *out, off_t at, size_t len) {
    char *text = len <= LINE_MOST ? malloc(len) : NULL;
    if (!text || pread(out->descriptor, text, len, at) != (ssize_t)len) mistake("--out %s: cannot be read", out->name);
    bool whole = is_json(text, len);
    bool torn = !whole && (text[0] == '{' || text[0] == '[');
    free(text);
    if (!whole && !torn) mistake("--out %s: the last line is not JSON; is it another file?", out->name);
    if (whole && write(out->descriptor, "\n", 1) != 1) mistake("--out %s: %s", out->name, strerror(errno));
    if (torn && ftruncate(out->descriptor, at) != 0) mistake("--out %s: %s", out->name, strerror(errno));
    return torn ? len : 0;
}

size_t out_file_open(out_file_t *out, const char *name) {
    struct stat about;
    out->name = name;
    out->descriptor = open(name, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (out->descriptor < 0)
        out->descriptor =
            open(name, O_WRONLY | O_APPEND | O_CLOEXEC); /* a pipe or a terminal cannot always be opened for reading */
    if (out->descriptor < 0 || fstat(out->descriptor, &about) != 0) mistake("--out %s: %s", name, strerror(errno));
    out->regular = S_ISREG(about.st_mode);
    if (!out->regular) return 0;
    if (flock(out->descriptor, LOCK_EX | LOCK_NB) != 0) mistake("--out %s: another pipit writes to it", name);
    if (fstat(out->descriptor, &about) != 0) mistake("--out %s: %s", name, strerror(errno));
    off_t at = tail_find(out->descriptor, about.st_size);
    return at == about.st_size ? 0 : tail_repair(out, at, (size_t)(about.st_size - at));
}

/* Copy to `left` the part of the pieces after `done` bytes. @return how many pieces it has. */
static int pieces_skip(struct iovec *left, const struct iovec *pieces, int count, size_t done) {
    int n = 0;
    for (int i = 0; i < count; i++) {
        size_t skipped = done < pieces[i].iov_len ? done : pieces[i].iov_len;
        done -= skipped;
        left[n].iov_base = (char *)pieces[i].iov_base + skipped;
        left[n].iov_len = pieces[i].iov_len - skipped;
        if (left[n].iov_len > 0) n++;
    }
    return n;
}

int out_file_write(const out_file_t *out, const struct iovec *pieces, int count) {
    struct iovec left[OUT_FILE_PIECES];
    size_t done = 0;
    int left_count;
    while ((left_count = pieces_skip(left, pieces, count, done)) > 0) {
        ssize_t n = writev(out->descriptor, left, left_count);
        if (n > 0) done += (size_t)n;
        if (n >= 0 || errno == EINTR) continue;
        int error = errno;
        struct stat about;
        bool torn = out->regular && done > 0 && fstat(out->descriptor, &about) == 0;
        if (torn)
            (void)!ftruncate(out->descriptor,
                             about.st_size - (off_t)done); /* if this fails, the next start repairs the line */
        return error;
    }
    return 0;
}

int out_file_close(out_file_t *out) {
    if (!out->name) return 0;
    out->name = NULL;
    return close(out->descriptor) == 0 ? 0 : errno;
}
