/* SPDX-License-Identifier: MIT */
/* The options of the command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "command.h"
#include "pipit/pipit.h"

#define IDS_MAX 1000

/* The texts point into argv. NULL, 0 and false: not given. */
typedef struct {
    char **argv;
    int argc;
    int command;                   /* COMMAND_STREAM .. */
    const char *operands[IDS_MAX]; /* arguments that are not options: names, ids, files */
    size_t operand_count;

    const char *api;
    const char *ca_file;
    const char *token_file;
    const char *key_file;
    const char *secret_file;
    const char *proxy; /* URL; may hold a password: never printed */
    const char *max_retries_text;
    uint32_t max_pages; /* 0: PIPIT_MAX_PAGES */
    uint32_t stall_ms;
    uint32_t connects_max;
    uint32_t rx_bytes;
    uint32_t tokens;
    uint32_t seed;
    uint32_t time_scale;
    bool exact_waits;

    const char *path;
    const char *fields;
    const char *partition;
    const char *backfill;
    uint32_t dedupe; /* how many ids are remembered */
    bool redundant;
    bool kill_stale;
    const char *start_time;
    const char *end_time;
    pipit_replay_t replay; /* made from both */
    pipit_stream_t stream;

    const char *select;
    char select_text[4096]; /* the next line points into it */
    const char *select_paths[PIPIT_SELECT_PATHS + 1u];
    size_t select_count;
    uint32_t limit; /* messages */
    uint32_t for_s;
    const char *out;
    bool metadata;
    bool jsonl;
    bool events;
    bool stats;

    bool dry_run;
    bool all;
    bool powerstream;
    bool print;
    const char *tag;
    const char *value;
    const char *ids;
    const char *endpoint_name;
    const char *status;
    const char *event_type;
    const char *user_id;
    const char *keyword;
    const char *direction;
    const char *webhook_id;

    /* Values made from the texts. */
    char host[256];
    uint16_t port;
    bool tls;
    int32_t max_retries; /* as in pipit_config_t */
    const pipit_endpoint_t *endpoint;
    pipit_endpoint_t own_endpoint; /* of --path */
    uint8_t partition_first;
    uint8_t partition_count; /* connections with numbers of their own; 1 for a stream without partitions */
} options_t;

/* Reads the command line. Ends the program with status 0 after --help and --version, with status 2 and one line after a
 * mistake. */
void options_read(options_t *options, int argc, char **argv);

#endif
