/* SPDX-License-Identifier: MIT */
/* On the host: the benchmark's response with so many Posts of a size, to stdout. stages_wire SIZE POSTS */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>

void bench_fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

int main(int argc, char **argv) {
    bench_wire_t wire;
    if (argc != 3) return 2;
    bench_wire_make(&wire, atoi(argv[1]), strtoull(argv[2], NULL, 10), BENCH_SEED);
    return fwrite(wire.bytes, 1, wire.len, stdout) == wire.len ? 0 : 1;
}
