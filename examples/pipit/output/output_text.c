/* SPDX-License-Identifier: MIT */
/* Output for people: author, time and text of a Post, and the rules that matched; for other messages, what happened. */
#include "output_text.h"
#include "pipit/activity.h"
#include "pipit/compliance.h"
#include "print.h"
#include "status.h"
#include "talk.h"
#include <stdio.h>
#include <string.h>

#define BOLD "\x1b[1;36m"
#define DIM "\x1b[2m"
#define PLAIN "\x1b[0m"
#define CLOCK_AT 11 /* index of the time of day in "2026-11-24T05:02:31" */
#define CLOCK_BYTES 8

static void styled(const app_t *app, const char *style, pipit_str_t text) {
    if (app->colour) fputs(style, stdout);
    print_text(text);
    if (app->colour) fputs(PLAIN, stdout);
}

/* Print " name value" if there is a value. */
static void print_member(const app_t *app, const char *name, pipit_str_t value) {
    if (!value.ptr) return;
    printf(" %s ", name);
    styled(app, BOLD, value);
}

static void print_clock(const app_t *app, pipit_str_t when) {
    char clock[PIPIT_TIME_BYTES];
    pipit_str_t view = {clock + CLOCK_AT, CLOCK_BYTES};
    int64_t unix_ms;
    if (pipit_time_ms(when.ptr, when.len, &unix_ms) != PIPIT_OK) return;
    pipit_time_put((uint32_t)(unix_ms / 1000), clock);
    styled(app, DIM, view);
    putchar(' ');
}

static void print_author(const app_t *app, pipit_json_t *json, const pipit_tweet_t *tweet) {
    pipit_user_t user;
    bool named = pipit_author_read(json, tweet, &user) && user.username.ptr;
    if (!named && !tweet->author_id.ptr) return;
    putchar('@');
    styled(app, BOLD, named ? user.username : tweet->author_id);
    putchar(' ');
}

static void print_tags(const app_t *app, pipit_event_t *event) {
    pipit_matching_rule_t rule;
    pipit_json_t *json = &event->json;
    pipit_parts_t parts;
    pipit_parts_read(event, &parts);
    pipit_node_t node = pipit_json_first(json, parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node)) {
        if (!pipit_matching_rule_read(event, node, &rule) || rule.tag.len == 0) continue;
        fputs(" [", stdout);
        styled(app, DIM, rule.tag);
        putchar(']');
    }
}

static void print_tweet(const app_t *app, pipit_json_t *json, pipit_node_t node) {
    pipit_tweet_t tweet;
    if (!pipit_tweet_read_at(json, node, &tweet)) return;
    print_author(app, json, &tweet);
    print_clock(app, tweet.created_at);
    print_text(pipit_tweet_long_text(json, &tweet));
}

static void print_tweets(const app_t *app, pipit_event_t *event) {
    pipit_node_t node = pipit_message_first(&event->json);
    for (bool first = true; node != PIPIT_NODE_NONE; first = false) {
        if (!first) putchar('\n');
        print_tweet(app, &event->json, node);
        node = pipit_message_next(&event->json, node);
    }
    print_tags(app, event);
}

static void print_like(const app_t *app, pipit_json_t *json, pipit_node_t node) {
    pipit_like_t like;
    if (!pipit_like_read_at(json, node, &like)) return;
    print_clock(app, like.created_at);
    fputs("like", stdout);
    print_member(app, "tweet", like.liked_tweet_id);
    print_member(app, "author", like.liked_tweet_author_id);
}

static void print_list(const app_t *app, pipit_json_t *json, const char *name, pipit_node_t list) {
    pipit_node_t node = pipit_json_first(json, list);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(json, node))
        print_member(app, name, pipit_json_string(json, node));
}

static void print_compliance(const app_t *app, pipit_event_t *event) {
    pipit_compliance_t c;
    if (!pipit_compliance_read(event, &c)) return;
    print_clock(app, c.event_at);
    print_text(c.name);
    print_member(app, "tweet", c.tweet_id);
    print_member(app, "author", c.author_id);
    print_member(app, "user", c.user_id);
    print_member(app, "like", c.like_id);
    print_member(app, "quoted", c.quote_tweet_id);
    print_member(app, "initially", c.initial_tweet_id);
    print_list(app, &event->json, "now", c.edit_tweet_ids);
    print_list(app, &event->json, "in", c.withheld_in_countries);
    print_member(app, "up-to", c.up_to_tweet_id);
    print_member(app, "field", c.profile_field);
    print_member(app, "value", c.new_value);
    print_member(app, "application", c.application);
    print_member(app, "type", c.event_type);
    print_member(app, "label", c.label_title);
    print_member(app, "details", c.details);
    print_member(app, "see", c.extended_details_url);
}

static void print_activity_users(const app_t *app, pipit_json_t *json, const pipit_activity_t *activity) {
    static const char *const roles[] = {"source", "target", "user", "author"};
    pipit_user_t user;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (!pipit_activity_user_read(json, activity, roles[i], &user)) continue;
        print_member(app, roles[i], user.username.ptr ? user.username : user.id);
    }
}

/* Print the members of the payload that are known. @return false: there are none. */
static bool print_payload(const app_t *app, pipit_json_t *json, const pipit_activity_t *activity) {
    pipit_tweet_t tweet;
    pipit_like_t like;
    pipit_user_t user;
    pipit_profile_change_t change;
    if (pipit_tweet_read_at(json, activity->payload, &tweet)) {
        putchar(' ');
        print_tweet(app, json, activity->payload);
    } else if (pipit_like_read_at(json, activity->payload, &like)) {
        putchar(' ');
        print_like(app, json, activity->payload);
    } else if (pipit_profile_change_read(json, activity, &change)) {
        print_member(app, "before", change.before);
        print_member(app, "after", change.after);
    } else if (pipit_activity_user_read(json, activity, "source", &user) ||
               pipit_activity_user_read(json, activity, "user", &user) ||
               pipit_activity_user_read(json, activity, "author", &user)) {
        print_activity_users(app, json, activity);
    } else {
        return false;
    }
    return true;
}

static void print_activity(const app_t *app, pipit_event_t *event) {
    pipit_activity_t activity;
    pipit_json_t *json = &event->json;
    if (!pipit_activity_read(event, &activity)) return;
    pipit_str_t raw = pipit_json_raw(json, activity.payload);
    print_text(activity.event_type);
    if (activity.tag.len > 0) {
        fputs(" [", stdout);
        styled(app, DIM, activity.tag);
        putchar(']');
    }
    print_member(app, "user", activity.user_id);
    if (!print_payload(app, json, &activity)) {
        putchar(' ');
        print_text(raw);
    }
}

static void print_unknown(pipit_json_t *json, const pipit_message_t *message) {
    pipit_str_t raw = pipit_json_raw(json, PIPIT_NODE_ROOT);
    if (message->name.ptr) {
        print_text(message->name);
        putchar(' ');
    }
    print_text(raw);
}

static void say_problem(const feed_t *feed, pipit_event_t *event) {
    pipit_problem_t problem;
    char words[256];
    pipit_problem_read(&event->json, PIPIT_NODE_ROOT, &problem);
    pipit_str_t text = problem.message.ptr ? problem.message : problem.detail;
    if (!text.ptr) text = problem.title;
    if (!text.ptr) return;
    say(feed, "X says: %s", printable(text, words, sizeof words));
}

static void line_print(app_t *app, feed_t *feed, pipit_event_t *event) {
    pipit_json_t *json = &event->json;
    pipit_message_t message;
    if (event->err != PIPIT_OK) return;
    pipit_message_read(json, &message);
    if (event->notice || message.kind == PIPIT_MESSAGE_ERRORS) {
        say_problem(feed, event);
        return;
    }
    status_clear();
    switch (message.kind) {
    case PIPIT_MESSAGE_TWEET: print_tweets(app, event); break;
    case PIPIT_MESSAGE_LIKE: print_like(app, json, message.node); break;
    case PIPIT_MESSAGE_COMPLIANCE:
    case PIPIT_MESSAGE_LABEL: print_compliance(app, event); break;
    case PIPIT_MESSAGE_ACTIVITY: print_activity(app, event); break;
    default: print_unknown(json, &message); break;
    }
    putchar('\n');
    app_count(app, event);
}

const output_t output_text = {line_print, &say_handlers, NULL};
