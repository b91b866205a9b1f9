/* SPDX-License-Identifier: MIT */
/* Simulated worlds, each from its seed: pipit-sim --help. */
#include "world.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MAX 64u

typedef struct {
    uint64_t seed;
    uint64_t days;
    uint64_t worlds;
    uint64_t jobs;
} options_t;

/* The report of a process. */
typedef struct {
    totals_t totals;
    uint64_t failures;
} report_t;

static void usage(FILE *out) {
    fputs("usage: pipit-sim [--seed N] [--days D] [--worlds K] [--jobs J] [--trace]\n"
          "Runs worlds with the seeds N, N + 1, .. for D simulated days each, J at a time, and prints what went wrong "
          "in\n"
          "them and what came out; --trace: each event too. Ends with 1 if an invariant did not hold in one of them.\n"
          "Defaults: --seed 1 --days 7 --worlds 1 --jobs 1\n",
          out);
}

static bool number_read(const char *text, uint64_t *out) {
    char *end;
    if (!text || *text < '0' || *text > '9') return false;
    *out = strtoull(text, &end, 10);
    return *end == '\0';
}

static uint64_t *option_value(options_t *options, const char *name) {
    if (strcmp(name, "--seed") == 0) return &options->seed;
    if (strcmp(name, "--days") == 0) return &options->days;
    if (strcmp(name, "--worlds") == 0) return &options->worlds;
    return strcmp(name, "--jobs") == 0 ? &options->jobs : NULL;
}

static bool options_read(options_t *options, char **argv) {
    *options = (options_t){1, 7, 1, 1};
    while (*argv) {
        const char *name = *argv++;
        uint64_t *value = option_value(options, name);
        if (strcmp(name, "--trace") == 0) {
            world_trace = true;
        } else if (!value) {
            fprintf(stderr, "pipit-sim: '%s' is no option\n", name);
            return false;
        } else if (!number_read(*argv++, value)) {
            fprintf(stderr, "pipit-sim: %s needs a number\n", name);
            return false;
        }
    }
    if (options->worlds > 0 && options->jobs > 0 && options->jobs <= JOBS_MAX) return true;
    fprintf(stderr, "pipit-sim: at least one world, and 1 to %u jobs\n", JOBS_MAX);
    return false;
}

/* Run the worlds job, job + jobs, job + 2 * jobs, .. */
static report_t worlds_run(const options_t *options, uint64_t job) {
    static report_t report;
    for (uint64_t i = job; i < options->worlds; i += options->jobs) {
        char why[640];
        uint64_t seed = options->seed + i;
        if (world_run(seed, options->days, &report.totals, why, sizeof why)) continue;
        fprintf(stderr, "FAILED  seed %llu %s\n        again: pipit-sim --seed %llu --days %llu\n",
                (unsigned long long)seed, why, (unsigned long long)seed, (unsigned long long)options->days);
        report.failures++;
    }
    return report;
}

static int job_start(const options_t *options, uint64_t job) {
    int ends[2];
    if (pipe(ends) != 0) exit(2);
    if (fork() == 0) {
        const report_t report = worlds_run(options, job);
        _exit(write(ends[1], &report, sizeof report) == (ssize_t)sizeof report ? 0 : 2);
    }
    (void)close(ends[1]);
    return ends[0];
}

static bool job_end(int end, report_t *report) {
    size_t got = 0;
    ssize_t n = 1;
    while (got < sizeof *report && n > 0) {
        n = read(end, (char *)report + got, sizeof *report - got);
        if (n > 0) got += (size_t)n;
    }
    (void)close(end);
    (void)wait(NULL);
    return got == sizeof *report;
}

static report_t jobs_run(const options_t *options) {
    int ends[JOBS_MAX];
    report_t all;
    memset(&all, 0, sizeof all);
    for (uint64_t job = 0; job < options->jobs; job++)
        ends[job] = job_start(options, job);
    for (uint64_t job = 0; job < options->jobs; job++) {
        report_t report;
        if (!job_end(ends[job], &report)) {
            fputs("FAILED  a process ended early\n", stderr);
            all.failures++;
            continue;
        }
        totals_add(&all.totals, &report.totals);
        all.failures += report.failures;
    }
    return all;
}

int main(int argc, char **argv) {
    options_t options;
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        usage(stdout);
        return 0;
    }
    if (!options_read(&options, argv + 1)) {
        usage(stderr);
        return 2;
    }
    const report_t report = options.jobs == 1 ? worlds_run(&options, 0) : jobs_run(&options);
    totals_print(&report.totals);
    return report.failures == 0 ? 0 : 1;
}
