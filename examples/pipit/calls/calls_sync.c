/* SPDX-License-Identifier: MIT */
/* Synchronises the rules of the filtered stream with a file, and prints each change. */
#include "calls_sync.h"
#include "../options/mistake.h"
#include "../output/print.h"
#include "../output/talk.h"
#include "pipit/rules_sync.h"
#include "rules_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 1000

static pipit_rules_sync_t sync;

pipit_err_t sync_start(app_t *app) {
    const options_t *o = app->options;
    static pipit_rules_sync_config_t config; /* its memory is needed until the program ends */
    config.batch_count = BATCH;
    config.dry_run = o->dry_run;
    config.max_pages = (uint16_t)o->max_pages;
    config.wanted = rules_file_read(o->operands[0], &config.wanted_count);
    if (config.wanted_count == 0) mistake("rules sync: no rule in %s; rules delete --all deletes all", o->operands[0]);
    config.marks = malloc(config.wanted_count);
    config.batch = malloc(BATCH * sizeof(pipit_rule_id_t));
    config.slot_count = 2u * config.wanted_count;
    config.slots = malloc(config.slot_count * sizeof *config.slots);
    if (!config.marks || !config.batch || !config.slots)
        mistake("not enough memory for %zu rules", config.wanted_count);
    return pipit_rules_sync_start(&sync, &app->feeds[0].client, &config);
}

static void change_print(char sign, const pipit_rules_change_t *change) {
    printf("%c ", sign);
    if (change->tag.len > 0) {
        print_plain(change->tag);
        putchar('\t');
    }
    print_plain(change->value);
    putchar('\n');
}

static void change_event(const char *kind, const pipit_rules_change_t *change) {
    const struct {
        const char *name;
        pipit_str_t text;
    } members[] = {{"id", change->id}, {"value", change->value}, {"tag", change->tag}, {"detail", change->detail}};
    printf("{\"event\":\"%s\"", kind);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (!members[i].text.ptr) continue;
        printf(",\"%s\":", members[i].name);
        print_json(members[i].text);
    }
    puts("}");
}

static void refused_say(app_t *app, const pipit_rules_change_t *change) {
    char what[256];
    char why[256];
    app->refused = true;
    say(NULL, "X refused %s: %s", printable(change->value, what, sizeof what),
        printable(change->detail.ptr ? change->detail : change->title, why, sizeof why));
}

static void change_tell(app_t *app, const pipit_rules_change_t *change) {
    static const struct {
        const char *name;
        char sign;
    } kinds[] = {[PIPIT_CHANGE_KEPT] = {"kept", '='},
                 [PIPIT_CHANGE_ADDED] = {"added", '+'},
                 [PIPIT_CHANGE_DELETED] = {"deleted", '-'},
                 [PIPIT_CHANGE_REFUSED] = {"refused", '!'}};
    bool refused = change->kind == PIPIT_CHANGE_REFUSED;
    if (refused) app->refused = true;
    if (app->options->events)
        change_event(kinds[change->kind].name, change);
    else if (refused)
        refused_say(app, change);
    else
        change_print(kinds[change->kind].sign, change);
}

static void summary_say(app_t *app) {
    if (app->options->events) return;
    say(NULL, "%lu added, %lu deleted, %lu kept, %lu refused%s", (unsigned long)sync.added, (unsigned long)sync.deleted,
        (unsigned long)sync.kept, (unsigned long)sync.refused,
        app->options->dry_run ? " (dry run: nothing was changed)" : "");
}

/* Only errors and the end are passed on to the output. */
bool sync_event(app_t *app, feed_t *feed, pipit_event_t *event) {
    pipit_rules_change_t change;
    bool told = pipit_rules_sync_next(&sync, &feed->client, event, &change);
    if (told && change.kind != PIPIT_CHANGE_DONE) change_tell(app, &change);
    if (event->kind == PIPIT_EV_DISCONNECT) {
        bool done = told && change.kind == PIPIT_CHANGE_DONE;
        if (done) event->err = change.err;
        if (done && (change.err == PIPIT_OK || change.err == PIPIT_E_REFUSED || change.err == PIPIT_E_RULE_CAP))
            summary_say(app);
        return !done;
    }
    return event->kind == PIPIT_EV_ITEM || event->kind == PIPIT_EV_ITEM_ERROR || event->kind == PIPIT_EV_META;
}
