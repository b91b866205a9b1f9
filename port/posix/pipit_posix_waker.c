/* SPDX-License-Identifier: MIT */
/* A separate file, because some systems have sockets but no pipe(). */
#include "pipit_posix.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define NO_DESCRIPTOR (-1)

static bool end_prepare(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) >= 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) >= 0;
}

static void end_close(int *fd) {
    if (*fd != NO_DESCRIPTOR) (void)close(*fd);
    *fd = NO_DESCRIPTOR;
}

pipit_err_t pipit_posix_waker_make(pipit_posix_waker_t *waker) {
    int ends[2] = {NO_DESCRIPTOR, NO_DESCRIPTOR};
    bool made = pipe(ends) == 0;
    waker->read_end = ends[0];
    waker->write_end = ends[1];
    if (made && end_prepare(ends[0]) && end_prepare(ends[1])) return PIPIT_OK;
    pipit_posix_waker_free(waker);
    return PIPIT_E_IO;
}

void pipit_posix_wake(const pipit_posix_waker_t *waker) {
    int kept_errno = errno;
    /* If the pipe is full, the write fails, but the bytes in the pipe end the wait anyway. */
    ssize_t ignored = write(waker->write_end, "", 1);
    (void)ignored;
    errno = kept_errno;
}

void pipit_posix_waker_free(pipit_posix_waker_t *waker) {
    end_close(&waker->read_end);
    end_close(&waker->write_end);
}
