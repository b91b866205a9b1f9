/* SPDX-License-Identifier: MIT */
#include "options.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "pipit: Posts from X as they happen\n"
    "\n"
    "  pipit stream filter|sample [--tweet-fields L] [--expansions L] [--media-fields L] [--user-fields L]\n"
    "                             [--place-fields L] [--poll-fields L] [--backfill-minutes 1..5]\n"
    "  pipit rules list [--ids ID,ID..]\n"
    "  pipit rules add VALUE [--tag T] [--dry-run]\n"
    "  pipit rules delete ID.. [--dry-run]\n"
    "\n"
    "The bearer token comes from X_BEARER_TOKEN, BEARER_TOKEN, or --token-file FILE.\n"
    "\n"
    "  --api URL          http or https, host, port (https://api.x.com)\n"
    "  --ca FILE          trust these CA certificates (PEM) instead of the system's\n"
    "  --proxy URL        http://[user:password@]host[:port], by CONNECT\n"
    "  --max-retries N    give up after N failed attempts in a row (never)\n"
    "  --stall-ms N       a stream without a byte for so long is dead (25000)\n"
    "  --limit N          stop after N Posts\n"
    "  --for SECONDS      stop after so long\n"
    "  --rx-bytes N       receive buffer; a longer line is reported, not delivered (65536)\n"
    "  --tokens N         JSON tokens for one line (4096)\n"
    "  --no-jitter        exact waits\n"
    "  --seed N           for the jitter\n"
    "  --time-scale N     time runs N times faster: rehearse a week in minutes\n"
    "  --jsonl            each line of the stream, unchanged\n"
    "  --events           each callback as a JSON object\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 the limit or Ctrl-C, 1 X said stop, 2 bad arguments, 3 retries ran out.\n"
    "\n"
    "  pipit rules add 'cat has:images' --tag cats\n"
    "  pipit stream filter --expansions author_id --tweet-fields created_at\n"
    "  pipit stream sample --jsonl --limit 100 > posts.jsonl\n";

void mistake(const char *format, ...) {
    va_list arguments;
    fputs("pipit: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("; see pipit --help\n", stderr);
    exit(2);
}

static uint32_t number(const char *name, const char *text, uint32_t least, uint32_t most) {
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < least || value > most) {
        mistake("%s: a number from %u to %u is needed, not '%s'", name, least, most, text);
    }
    return (uint32_t)value;
}

static void ids_split(options_t *options, char *list) {
    for (char *id = strtok(list, ","); id; id = strtok(NULL, ",")) {
        if (options->id_count == IDS_MAX) mistake("at most %d ids in one call", IDS_MAX);
        options->ids[options->id_count++] = id;
    }
}

static bool text_option(options_t *o, const char *name, const char *value) {
    const struct {
        const char *name;
        const char **field;
    } texts[] = {
        {"--ca", &o->ca_file},
        {"--token-file", &o->token_file},
        {"--proxy", &o->proxy},
        {"--tag", &o->rule.tag},
        {"--expansions", &o->stream.expansions},
        {"--tweet-fields", &o->stream.tweet_fields},
        {"--user-fields", &o->stream.user_fields},
        {"--media-fields", &o->stream.media_fields},
        {"--place-fields", &o->stream.place_fields},
        {"--poll-fields", &o->stream.poll_fields},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(name, texts[i].name) != 0) continue;
        *texts[i].field = value;
        return true;
    }
    return false;
}

static bool number_option(options_t *o, const char *name, const char *value) {
    const struct {
        const char *name;
        uint32_t *field;
        uint32_t least, most;
    } numbers[] = {
        {"--stall-ms", &o->stall_ms, 1, INT32_MAX},
        {"--limit", &o->limit, 1, UINT32_MAX},
        {"--for", &o->for_s, 1, 4000000},
        {"--rx-bytes", &o->rx_bytes, PIPIT_RX_MIN, 1u << 30},
        {"--tokens", &o->tokens, PIPIT_TOKENS_MIN, 1u << 24},
        {"--seed", &o->seed, 1, UINT32_MAX},
        {"--time-scale", &o->time_scale, 1, 100000},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strcmp(name, numbers[i].name) != 0) continue;
        *numbers[i].field = number(name, value, numbers[i].least, numbers[i].most);
        return true;
    }
    return false;
}

static bool value_option(options_t *o, const char *name, char *value) {
    if (text_option(o, name, value) || number_option(o, name, value)) return true;
    if (strcmp(name, "--api") == 0) {
        const char *wrong = url_read(value, o);
        if (wrong) mistake("--api: %s, for example https://api.x.com", wrong);
    } else if (strcmp(name, "--max-retries") == 0) {
        uint32_t retries = number(name, value, 0, INT32_MAX);
        o->max_retries = retries == 0 ? PIPIT_RETRIES_NONE : (int32_t)retries;
    } else if (strcmp(name, "--backfill-minutes") == 0) {
        o->stream.backfill_minutes = (uint8_t)number(name, value, 1, 5);
    } else if (strcmp(name, "--ids") == 0) {
        ids_split(o, value);
    } else {
        return false;
    }
    return true;
}

static bool flag_option(options_t *o, const char *name) {
    if (strcmp(name, "--no-jitter") == 0)
        o->jitter = false;
    else if (strcmp(name, "--jsonl") == 0)
        o->output = OUTPUT_JSONL;
    else if (strcmp(name, "--events") == 0)
        o->output = OUTPUT_EVENTS;
    else if (strcmp(name, "--dry-run") == 0)
        o->dry_run = true;
    else
        return false;
    return true;
}

static void operand(options_t *o, const char *text) {
    if (o->command == COMMAND_RULES_ADD && !o->rule.value) {
        o->rule.value = text;
    } else if (o->command == COMMAND_RULES_DELETE && o->id_count < IDS_MAX) {
        o->ids[o->id_count++] = text;
    } else {
        mistake("'%s' is one argument too many", text);
    }
}

static void command_read(options_t *o, int argc, char **argv) {
    const char *noun = argc > 1 ? argv[1] : "";
    const char *verb = argc > 2 ? argv[2] : "";
    if (strcmp(noun, "stream") == 0 && strcmp(verb, "filter") == 0)
        o->command = COMMAND_STREAM;
    else if (strcmp(noun, "stream") == 0 && strcmp(verb, "sample") == 0)
        o->sample = true;
    else if (strcmp(noun, "rules") == 0 && strcmp(verb, "list") == 0)
        o->command = COMMAND_RULES_LIST;
    else if (strcmp(noun, "rules") == 0 && strcmp(verb, "add") == 0)
        o->command = COMMAND_RULES_ADD;
    else if (strcmp(noun, "rules") == 0 && strcmp(verb, "delete") == 0)
        o->command = COMMAND_RULES_DELETE;
    else if (*noun == '\0')
        mistake("what shall it be: stream filter, stream sample, rules list, rules add, rules delete?");
    else
        mistake("'%s %s' is not a command", noun, verb);
}

static void options_check(const options_t *o) {
    if (o->command == COMMAND_RULES_ADD && !o->rule.value) mistake("rules add: the rule is missing");
    if (o->command == COMMAND_RULES_DELETE && o->id_count == 0) mistake("rules delete: the ids are missing");
}

void options_read(options_t *o, int argc, char **argv) {
    memset(o, 0, sizeof *o);
    o->tls = true;
    o->jitter = true;
    o->rx_bytes = 65536;
    o->tokens = 4096;
    o->time_scale = 1;
    snprintf(o->host, sizeof o->host, "api.x.com");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            exit(0);
        }
        if (strcmp(argv[i], "--version") == 0) {
            puts("pipit " PIPIT_VERSION_STRING);
            exit(0);
        }
    }
    command_read(o, argc, argv);
    for (int i = 3; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0)
            operand(o, argv[i]);
        else if (flag_option(o, argv[i]))
            continue;
        else if (i + 1 >= argc)
            mistake("%s: unknown, or its value is missing", argv[i]);
        else if (!value_option(o, argv[i], argv[i + 1]))
            mistake("%s is not an option", argv[i]);
        else
            i++;
    }
    options_check(o);
}
