/* SPDX-License-Identifier: MIT */
/* All options, in a table with one row for each: the commands that accept it, its range, and where its value is
 * stored. */
#include "options.h"
#include "help.h"
#include "mistake.h"
#include "number.h"
#include "options_check.h"
#include "pipit/seen.h"
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_RX_BYTES 65536u
#define DEFAULT_TOKENS 4096u

enum { TEXT, NUMBER, FLAG };

#define ONE(command) (1u << (command))
#define STREAM ONE(COMMAND_STREAM)
#define REPLAY ONE(COMMAND_REPLAY)
#define FED (STREAM | REPLAY)
#define ANY ((1u << COMMAND_COUNT) - 1u)
#define NETWORK (ANY & ~REPLAY)
#define RULES_CHANGED (ONE(COMMAND_RULES_ADD) | ONE(COMMAND_RULES_DELETE) | ONE(COMMAND_RULES_SYNC))
#define POWERSTREAM (ONE(COMMAND_RULES_LIST) | ONE(COMMAND_RULES_ADD) | ONE(COMMAND_RULES_DELETE))
#define CONNECTIONS (ONE(COMMAND_CONNECTIONS_LIST) | ONE(COMMAND_CONNECTIONS_KILL))
#define LISTS (ONE(COMMAND_RULES_LIST) | ONE(COMMAND_CONNECTIONS_LIST) | ONE(COMMAND_SUBSCRIPTIONS_LIST))
#define PAGED (LISTS | ONE(COMMAND_RULES_SYNC))
#define CREATE ONE(COMMAND_SUBSCRIPTIONS_CREATE)
#define CHANGE (CREATE | ONE(COMMAND_SUBSCRIPTIONS_UPDATE))
#define TOKEN ONE(COMMAND_TOKEN)
#define AT(member) offsetof(options_t, member)

static const struct option {
    const char *name;
    uint32_t commands;
    uint32_t least, most;
    uint16_t at;
    uint8_t kind;
} rows[] = {
    {"--api", NETWORK, 0, 0, AT(api), TEXT},
    {"--ca", NETWORK, 0, 0, AT(ca_file), TEXT},
    {"--token-file", NETWORK & ~TOKEN, 0, 0, AT(token_file), TEXT},
    {"--key-file", TOKEN, 0, 0, AT(key_file), TEXT},
    {"--secret-file", TOKEN, 0, 0, AT(secret_file), TEXT},
    {"--print", TOKEN, 0, 0, AT(print), FLAG},
    {"--proxy", NETWORK, 0, 0, AT(proxy), TEXT},
    {"--max-retries", NETWORK, 0, 0, AT(max_retries_text), TEXT},
    {"--stall-ms", NETWORK, 1, INT32_MAX, AT(stall_ms), NUMBER},
    {"--rx-bytes", ANY, PIPIT_RX_MIN, 1u << 30, AT(rx_bytes), NUMBER},
    {"--tokens", ANY, PIPIT_TOKENS_MIN, 1u << 24, AT(tokens), NUMBER},
    {"--seed", NETWORK, 1, UINT32_MAX, AT(seed), NUMBER},
    {"--time-scale", NETWORK, 1, 100000, AT(time_scale), NUMBER},
    {"--no-jitter", ANY, 0, 0, AT(exact_waits), FLAG},
    {"--events", ANY & ~TOKEN, 0, 0, AT(events), FLAG},
    {"--for", NETWORK, 1, 4000000, AT(for_s), NUMBER},

    {"--path", STREAM, 0, 0, AT(path), TEXT},
    {"--fields", STREAM, 0, 0, AT(fields), TEXT},
    {"--expansions", STREAM, 0, 0, AT(stream.expansions), TEXT},
    {"--tweet-fields", STREAM, 0, 0, AT(stream.tweet_fields), TEXT},
    {"--user-fields", STREAM, 0, 0, AT(stream.user_fields), TEXT},
    {"--media-fields", STREAM, 0, 0, AT(stream.media_fields), TEXT},
    {"--place-fields", STREAM, 0, 0, AT(stream.place_fields), TEXT},
    {"--poll-fields", STREAM, 0, 0, AT(stream.poll_fields), TEXT},
    {"--like-fields", STREAM, 0, 0, AT(stream.like_fields), TEXT},
    {"--start-time", STREAM, 0, 0, AT(start_time), TEXT},
    {"--end-time", STREAM, 0, 0, AT(end_time), TEXT},
    {"--local-dc-only", STREAM, 0, 0, AT(stream.local_dc_only), FLAG},
    {"--partition", STREAM, 0, 0, AT(partition), TEXT},
    {"--backfill", STREAM, 0, 0, AT(backfill), TEXT},
    {"--backfill-minutes", STREAM, 0, 0, AT(backfill), TEXT},
    {"--dedupe", FED, 1, PIPIT_SEEN_MAX, AT(dedupe), NUMBER},
    {"--redundant", STREAM, 0, 0, AT(redundant), FLAG},
    {"--kill-stale", STREAM, 0, 0, AT(kill_stale), FLAG},
    {"--connects-max", STREAM, 2, UINT16_MAX, AT(connects_max), NUMBER},
    {"--select", FED, 0, 0, AT(select), TEXT},
    {"--limit", FED, 1, UINT32_MAX, AT(limit), NUMBER},
    {"--jsonl", FED, 0, 0, AT(jsonl), FLAG},
    {"--out", FED, 0, 0, AT(out), TEXT},
    {"--metadata", STREAM, 0, 0, AT(metadata), FLAG},
    {"--stats", FED, 0, 0, AT(stats), FLAG},

    {"--max-pages", PAGED, 1, UINT16_MAX, AT(max_pages), NUMBER},
    {"--ids", ONE(COMMAND_RULES_LIST), 0, 0, AT(ids), TEXT},
    {"--value", ONE(COMMAND_RULES_DELETE), 0, 0, AT(value), TEXT},
    {"--tag", ONE(COMMAND_RULES_ADD) | CHANGE, 0, 0, AT(tag), TEXT},
    {"--dry-run", RULES_CHANGED, 0, 0, AT(dry_run), FLAG},
    {"--powerstream", POWERSTREAM, 0, 0, AT(powerstream), FLAG},
    {"--all", ONE(COMMAND_RULES_DELETE) | ONE(COMMAND_CONNECTIONS_KILL), 0, 0, AT(all), FLAG},
    {"--endpoint", CONNECTIONS, 0, 0, AT(endpoint_name), TEXT},
    {"--status", ONE(COMMAND_CONNECTIONS_LIST), 0, 0, AT(status), TEXT},
    {"--event-type", CREATE, 0, 0, AT(event_type), TEXT},
    {"--user-id", CREATE, 0, 0, AT(user_id), TEXT},
    {"--keyword", CREATE, 0, 0, AT(keyword), TEXT},
    {"--direction", CREATE, 0, 0, AT(direction), TEXT},
    {"--webhook-id", CHANGE, 0, 0, AT(webhook_id), TEXT},
};

static const struct option *row_find(const options_t *o, const char *name) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) != 0) continue;
        if (!(rows[i].commands >> o->command & 1u)) mistake("%s does not take %s", command_name(o->command), name);
        return &rows[i];
    }
    mistake("%s is not an option", name);
}

static void value_store(options_t *o, const struct option *row, const char *value) {
    char *at = (char *)o + row->at;
    if (row->kind == TEXT) memcpy(at, &value, sizeof value);
    if (row->kind == NUMBER) {
        uint32_t number = number_read(row->name, value, row->least, row->most);
        memcpy(at, &number, sizeof number);
    }
}

/* @return how many arguments the option at argv[i] takes. */
static int option_read(options_t *o, int i) {
    const struct option *row = row_find(o, o->argv[i]);
    if (row->kind == FLAG) {
        *((bool *)o + row->at) = true;
        return 1;
    }
    if (i + 1 >= o->argc) mistake("%s: its value is missing", row->name);
    value_store(o, row, o->argv[i + 1]);
    return 2;
}

static void operand_read(options_t *o, const char *text) {
    if (o->operand_count == IDS_MAX) mistake("at most %d arguments in one call", IDS_MAX);
    o->operands[o->operand_count++] = text;
}

/* @return whether the argument is an option. "-" means a file. */
static bool is_option(const char *text) {
    return strncmp(text, "--", 2) == 0;
}

static void questions_answer(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            help_print();
            exit(0);
        }
        if (strcmp(argv[i], "--version") == 0) {
            puts("pipit " PIPIT_VERSION_STRING);
            exit(0);
        }
    }
}

void options_read(options_t *o, int argc, char **argv) {
    int words;
    memset(o, 0, sizeof *o);
    o->rx_bytes = DEFAULT_RX_BYTES;
    o->tokens = DEFAULT_TOKENS;
    o->time_scale = 1;
    o->argc = argc;
    o->argv = argv;
    questions_answer(argc, argv);
    o->command = command_find(argc, argv, &words);
    for (int i = words + 1; i < argc;) {
        if (is_option(argv[i])) {
            i += option_read(o, i);
        } else {
            operand_read(o, argv[i]);
            i++;
        }
    }
    options_check(o);
}
