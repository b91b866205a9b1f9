/* SPDX-License-Identifier: MIT */
/* What the command line asks for. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "pipit/pipit.h"

enum { COMMAND_STREAM, COMMAND_RULES_LIST, COMMAND_RULES_ADD, COMMAND_RULES_DELETE };
enum { OUTPUT_TEXT, OUTPUT_JSONL, OUTPUT_EVENTS };

#define IDS_MAX 1000

typedef struct {
    int command;
    int output;
    bool sample;
    bool tls;
    bool jitter;
    bool dry_run;
    char host[256];
    uint16_t port;
    const char *ca_file;
    const char *token_file;
    const char *proxy;   /* URL; holds a password: never printed */
    int32_t max_retries; /* as in pipit_config_t */
    uint32_t stall_ms;
    uint32_t limit; /* Posts, 0: no limit */
    uint32_t for_s; /* 0: no limit */
    uint32_t rx_bytes;
    uint32_t tokens;
    uint32_t seed;
    uint32_t time_scale;
    pipit_stream_t stream;
    pipit_rule_spec_t rule;
    const char *ids[IDS_MAX];
    size_t id_count;
} options_t;

/* Returns, or ends the program: 0 after --help and --version, 2 with one clear line after a mistake. */
void options_read(options_t *options, int argc, char **argv);

/* The bearer token from the environment or the file, in static memory; ends the program with 2 if there is none. */
const char *token_read(const options_t *options);
void token_wipe(void);

/* "http(s)://host[:port]". @return NULL, or what is wrong. */
const char *url_read(const char *url, options_t *options);

/* One line on stderr, exit 2. */
void mistake(const char *format, ...);

#endif
