/* SPDX-License-Identifier: MIT */
/* The system calls of a C library for a program on an LX106 in QEMU: files of the host, with the instruction that
 * Xtensa has for simulators (simcall). boards/xtensa-lx60/start.S calls start(). */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum {
    SIMCALL_EXIT = 1,
    SIMCALL_READ = 3,
    SIMCALL_WRITE = 4,
    SIMCALL_OPEN = 5,
    SIMCALL_CLOSE = 6,
    SIMCALL_LSEEK = 19,
    SIMCALL_ARGC = 1000,
    SIMCALL_ARGV_SIZE = 1001,
    SIMCALL_ARGV = 1002
};

#define ARGV_BYTES 1024
#define FAULT_STATUS 99

/* From the linker script. */
extern uint8_t __data_begin[], __data_end[], __bss_begin[], __bss_end[];
extern const uint8_t __data_source[];

int main(int argc, char **argv);
void start(void);
void fault_at(uint32_t cause, uint32_t address, uint32_t at);

static uint32_t simcall(uint32_t service, uint32_t first, uint32_t second, uint32_t third) {
    register uint32_t a2 __asm__("a2") = service;
    register uint32_t a3 __asm__("a3") = first;
    register uint32_t a4 __asm__("a4") = second;
    register uint32_t a5 __asm__("a5") = third;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

void _exit(int status) {
    (void)simcall(SIMCALL_EXIT, (uint32_t)status, 0, 0);
    for (;;) {
    }
}

int open(const char *path, int flags, ...) {
    (void)flags; /* files are only read */
    return (int)simcall(SIMCALL_OPEN, (uint32_t)(uintptr_t)path, 0, 0);
}

int close(int fd) {
    return (int)simcall(SIMCALL_CLOSE, (uint32_t)fd, 0, 0);
}

ssize_t read(int fd, void *bytes, size_t len) {
    return (ssize_t)simcall(SIMCALL_READ, (uint32_t)fd, (uint32_t)(uintptr_t)bytes, len);
}

ssize_t write(int fd, const void *bytes, size_t len) {
    return (ssize_t)simcall(SIMCALL_WRITE, (uint32_t)fd, (uint32_t)(uintptr_t)bytes, len);
}

off_t lseek(int fd, off_t offset, int whence) {
    return (off_t)simcall(SIMCALL_LSEEK, (uint32_t)fd, (uint32_t)offset, (uint32_t)whence);
}

static int console_put(char c, FILE *file) {
    (void)file;
    return write(STDOUT_FILENO, &c, 1) == 1 ? c : EOF;
}

static FILE console = FDEV_SETUP_STREAM(console_put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

void fault_at(uint32_t cause, uint32_t address, uint32_t at) {
    (void)cause;
    (void)address;
    (void)at;
    _exit(FAULT_STATUS);
}

void start(void) {
    static uint32_t argv[ARGV_BYTES / sizeof(uint32_t)]; /* pointers, a NULL, then the texts */
    memcpy(__data_begin, __data_source, (size_t)(__data_end - __data_begin));
    memset(__bss_begin, 0, (size_t)(__bss_end - __bss_begin));
    if (simcall(SIMCALL_ARGV_SIZE, 0, 0, 0) > sizeof argv) _exit(FAULT_STATUS);
    (void)simcall(SIMCALL_ARGV, (uint32_t)(uintptr_t)argv, 0, 0);
    _exit(main((int)simcall(SIMCALL_ARGC, 0, 0, 0), (char **)(void *)argv));
}
