/* SPDX-License-Identifier: MIT */
/* Converts the texts of the command line into values, and checks that the options can be used together. */
#include "options_check.h"
#include "mistake.h"
#include "number.h"
#include "pipit/seen.h"
#include "url.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MINUTES_MAX 5u
#define KILLS_MAX 100u

/* The fields that --fields means, in the order of pipit_stream_t. */
static const pipit_stream_t all_of_posts = {PIPIT_FIELDS_ALL_PUBLIC};
static const pipit_stream_t all_of_likes = {PIPIT_LIKE_FIELDS_ALL_PUBLIC};
static const pipit_stream_t few_of_posts = {PIPIT_FIELDS_MINIMAL};
static const pipit_stream_t few_of_likes = {PIPIT_LIKE_FIELDS_MINIMAL};

static void operands_check(const options_t *o, size_t least, size_t most, const char *what) {
    if (o->operand_count < least) mistake("%s: %s is missing", command_name(o->command), what);
    if (o->operand_count > most) mistake("'%s' is one argument too many", o->operands[most]);
}

static void api_read(options_t *o) {
    snprintf(o->host, sizeof o->host, "api.x.com");
    o->tls = true;
    const char *wrong = o->api ? url_read(o->api, o) : NULL;
    if (wrong) mistake("--api: %s, for example https://api.x.com", wrong);
}

static void retries_read(options_t *o) {
    if (!o->max_retries_text) return;
    uint32_t retries = number_read("--max-retries", o->max_retries_text, 0, INT32_MAX);
    o->max_retries = retries == 0 ? PIPIT_RETRIES_NONE : (int32_t)retries;
}

/* ---- streams ---- */

static void endpoint_find(options_t *o) {
    const char *name = o->operand_count > 0 ? o->operands[0] : NULL;
    if (name && o->path) mistake("stream: a name or --path, not both");
    if (!name && !o->path) mistake("stream: a name (filter, sample, firehose ..) or --path is missing");
    o->endpoint = o->path ? &o->own_endpoint : pipit_endpoint_find(name);
    if (!o->endpoint) mistake("'%s' is not a known stream of X; for other streams use --path", name);
    pipit_endpoint_t own = {"--path", o->path,         NULL,
                            0,        PIPIT_LISTS_ALL, PIPIT_ENDPOINT_BACKFILL | PIPIT_ENDPOINT_REPLAY};
    o->own_endpoint = own;
    if (o->partition) o->own_endpoint.partitions = UINT8_MAX;
}

static void partition_read(options_t *o) {
    uint8_t partitions = o->endpoint->partitions;
    o->partition_count = 1;
    if (partitions == 0 && o->partition) mistake("stream %s has no partitions", o->endpoint->name);
    if (partitions == 0) return;
    if (!o->partition) mistake("stream %s: --partition 1 to %u, or all, is needed", o->endpoint->name, partitions);
    o->partition_first = 1;
    if (strcmp(o->partition, "all") == 0) {
        if (o->path) mistake("--partition all: with --path the number of partitions is not known");
        o->partition_count = partitions;
    } else {
        o->partition_first = (uint8_t)number_read("--partition", o->partition, 1, partitions);
    }
}

static void backfill_read(options_t *o) {
    if (!o->backfill) return;
    bool automatic = strcmp(o->backfill, "auto") == 0;
    o->stream.backfill_minutes =
        automatic ? PIPIT_BACKFILL_AUTO : (uint8_t)number_read("--backfill", o->backfill, 1, MINUTES_MAX);
}

static const pipit_stream_t *preset_find(const options_t *o) {
    bool likes = (o->endpoint->lists & PIPIT_LIST_LIKE_FIELDS) != 0 && !o->path;
    if (o->endpoint->lists == PIPIT_LISTS_NONE) mistake("--fields: stream %s takes no fields", o->endpoint->name);
    if (strcmp(o->fields, "all") == 0) return likes ? &all_of_likes : &all_of_posts;
    if (strcmp(o->fields, "minimal") == 0) return likes ? &few_of_likes : &few_of_posts;
    mistake("--fields: all or minimal, not '%s'", o->fields);
}

static void replay_read(options_t *o) {
    if (!o->start_time && !o->end_time) return;
    if (!(o->endpoint->features & PIPIT_ENDPOINT_REPLAY))
        mistake("--start-time, --end-time: stream %s does not take them", o->endpoint->name);
    if (o->start_time && pipit_replay_times(&o->replay, o->start_time, NULL) != PIPIT_OK)
        mistake("--start-time: YYYY-MM-DDTHH:mm:ssZ, as 2026-11-25T12:00:00Z");
    if (o->end_time && pipit_replay_times(&o->replay, NULL, o->end_time) != PIPIT_OK)
        mistake("--end-time: YYYY-MM-DDTHH:mm:ssZ, as 2026-11-25T12:00:00Z");
    if (pipit_replay_times(&o->replay, o->start_time, o->end_time) != PIPIT_OK)
        mistake("--end-time: must be after --start-time");
    o->stream.replay = &o->replay;
}

static void fields_complete(options_t *o) {
    pipit_stream_t *stream = &o->stream;
    if (!o->fields) return;
    const pipit_stream_t *preset = preset_find(o);
    if (!stream->expansions) stream->expansions = preset->expansions;
    if (!stream->media_fields) stream->media_fields = preset->media_fields;
    if (!stream->place_fields) stream->place_fields = preset->place_fields;
    if (!stream->poll_fields) stream->poll_fields = preset->poll_fields;
    if (!stream->tweet_fields) stream->tweet_fields = preset->tweet_fields;
    if (!stream->user_fields) stream->user_fields = preset->user_fields;
    if (!stream->like_fields) stream->like_fields = preset->like_fields;
}

static void output_check(const options_t *o) {
    if (o->events && (o->jsonl || o->out)) mistake("--events or %s, not both", o->jsonl ? "--jsonl" : "--out");
    if (o->metadata && !o->jsonl && !o->out) mistake("--metadata needs --jsonl or --out");
}

/* pipit_select_use() reports too many paths and wrong ones. */
static void select_read(options_t *o) {
    char *text = o->select ? o->select_text : NULL;
    if (!text) return;
    if (strlen(o->select) >= sizeof o->select_text) mistake("--select: at most %zu bytes", sizeof o->select_text - 1);
    memcpy(text, o->select, strlen(o->select) + 1);
    for (char *path = text; path && o->select_count <= PIPIT_SELECT_PATHS; path = text) {
        text = strchr(path, ',');
        if (text) *text++ = '\0';
        o->select_paths[o->select_count++] = path;
    }
}

static void stream_check(options_t *o) {
    operands_check(o, 0, 1, "");
    endpoint_find(o);
    partition_read(o);
    backfill_read(o);
    replay_read(o);
    fields_complete(o);
    select_read(o);
    if (o->kill_stale && !o->endpoint->connections_id) {
        mistake("--kill-stale: X's connections API does not have %s", o->endpoint->name);
    }
    if (o->kill_stale && o->redundant) mistake("--kill-stale would end the other connection of --redundant");
    if (o->redundant && o->dedupe == 0) o->dedupe = PIPIT_SEEN_MAX;
}

/* A recording is read like the answer of a stream that accepts no options. It ends with success, like a replay. */
static void replay_check(options_t *o) {
    pipit_endpoint_t recording = {"replay", "/", NULL, 0, PIPIT_LISTS_NONE, PIPIT_ENDPOINT_REPLAY};
    operands_check(o, 1, 1, "the file");
    o->own_endpoint = recording;
    o->endpoint = &o->own_endpoint;
    (void)pipit_replay_seconds(&o->replay, 1, 0);
    o->stream.replay = &o->replay;
    o->tls = false;
    select_read(o);
}

/* ---- calls ---- */

static void one_way(const options_t *o, const char *ways) {
    int said = (o->operand_count > 0) + (o->value != NULL) + o->all + (o->endpoint_name != NULL);
    if (said == 0) mistake("%s: %s is needed", command_name(o->command), ways);
    if (said > 1) mistake("%s: one of %s, not several", command_name(o->command), ways);
}

/* Find the stream of --endpoint. */
static void endpoint_option(options_t *o) {
    if (!o->endpoint_name) return;
    o->endpoint = pipit_endpoint_find(o->endpoint_name);
    if (!o->endpoint || !o->endpoint->connections_id) {
        mistake("--endpoint: X's connections API has no stream '%s'", o->endpoint_name);
    }
}

static void powerstream_check(const options_t *o) {
    if (!o->powerstream) return;
    if (o->dry_run) mistake("--powerstream: --dry-run is not possible");
    if (o->command == COMMAND_RULES_DELETE && !o->value) mistake("--powerstream: rules are deleted by --value V");
    if (o->command == COMMAND_RULES_LIST && o->ids) mistake("--powerstream: --ids is not possible");
}

/* On a terminal the token would stay visible. */
static void token_check(const options_t *o) {
    operands_check(o, 0, 0, "");
    if (isatty(STDOUT_FILENO) && !o->print) {
        mistake("token: on a terminal the token stays visible; use pipit token > FILE, or --print");
    }
}

static void kill_check(options_t *o) {
    endpoint_option(o);
    one_way(o, "uuids, --endpoint NAME, --all");
    if (o->operand_count > KILLS_MAX) mistake("connections kill: at most %u uuids in one call", KILLS_MAX);
}

static void ids_split(options_t *o) {
    static char list[65536];
    operands_check(o, 0, 0, "");
    if (!o->ids) return;
    if (strlen(o->ids) >= sizeof list) mistake("--ids: at most %d in one call", IDS_MAX);
    snprintf(list, sizeof list, "%s", o->ids);
    for (char *id = strtok(list, ","); id; id = strtok(NULL, ",")) {
        if (o->operand_count == IDS_MAX) mistake("--ids: at most %d in one call", IDS_MAX);
        o->operands[o->operand_count++] = id;
    }
}

static void command_check(options_t *o) {
    switch (o->command) {
    case COMMAND_STREAM: stream_check(o); break;
    case COMMAND_REPLAY: replay_check(o); break;
    case COMMAND_RULES_LIST: ids_split(o); break;
    case COMMAND_RULES_ADD: operands_check(o, 1, 1, "the rule"); break;
    case COMMAND_RULES_SYNC: operands_check(o, 1, 1, "the file"); break;
    case COMMAND_RULES_DELETE: one_way(o, "ids, --value V, --all"); break;
    case COMMAND_CONNECTIONS_LIST:
        endpoint_option(o);
        operands_check(o, 0, 0, "");
        break;
    case COMMAND_CONNECTIONS_KILL: kill_check(o); break;
    case COMMAND_TOKEN: token_check(o); break;
    case COMMAND_SUBSCRIPTIONS_UPDATE: operands_check(o, 1, 1, "the id"); break;
    case COMMAND_SUBSCRIPTIONS_DELETE: operands_check(o, 1, IDS_MAX, "the id"); break;
    default: operands_check(o, 0, 0, ""); break;
    }
}

/* Checked now, so that a wrong file is reported as a wrong argument and not later as an error of TLS. */
static void ca_check(const options_t *o) {
    const char *name = o->ca_file;
    if (!name) return;
    FILE *file = fopen(name, "r");
    if (!file) mistake("--ca %s: %s", name, strerror(errno));
    (void)fgetc(file);
    if (ferror(file)) mistake("--ca %s: %s", name, strerror(errno)); /* for example a directory */
    (void)fclose(file);
}

void options_check(options_t *o) {
    api_read(o);
    retries_read(o);
    output_check(o);
    powerstream_check(o);
    command_check(o);
    ca_check(o);
}
