/* SPDX-License-Identifier: MIT */
#include "event_json.h"
#include "pipit/activity.h"
#include "pipit/compliance.h"
#include "print.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void event_begin(app_t *app, pipit_t *client, const char *event) {
    const feed_t *feed = feed_of(client);
    printf("{\"event\":\"%s\",\"t_ms\":%" PRIu64, event, app_uptime_ms(app));
    if (app->feed_count > 1) printf(",\"connection\":%d", (int)(feed - app->feeds) + 1);
    if (app->feed_count > 1 && feed->partition > 0) printf(",\"partition\":%u", feed->partition);
}

void event_end(void) {
    puts("}");
    (void)fflush(stdout);
}

void event_member(const char *name, pipit_str_t value) {
    printf(",\"%s\":", name);
    if (value.ptr)
        print_json(value);
    else
        fputs("null", stdout);
}

void event_text(const char *name, const char *text) {
    pipit_str_t value = {text, strlen(text)};
    event_member(name, value);
}

static void like(app_t *app, pipit_t *client, pipit_event_t *event) {
    pipit_like_t view;
    if (!pipit_like_read(event, &view)) return;
    event_begin(app, client, "like");
    event_member("id", view.id);
    event_member("liked_tweet_id", view.liked_tweet_id);
    event_member("liked_tweet_author_id", view.liked_tweet_author_id);
    event_member("timestamp_ms", view.timestamp_ms);
    event_end();
}

static void compliance(app_t *app, pipit_t *client, pipit_event_t *event, const char *name) {
    pipit_compliance_t view;
    if (!pipit_compliance_read(event, &view)) return;
    event_begin(app, client, name);
    event_member("kind", view.name);
    event_member("tweet_id", view.tweet_id);
    event_member("user_id", view.user_id);
    event_member("like_id", view.like_id);
    event_member("event_at", view.event_at);
    event_end();
}

static void activity(app_t *app, pipit_t *client, pipit_event_t *event) {
    pipit_activity_t view;
    if (!pipit_activity_read(event, &view)) return;
    event_begin(app, client, "activity");
    event_member("event_type", view.event_type);
    event_member("event_uuid", view.event_uuid);
    event_member("tag", view.tag);
    event_end();
}

void event_message(app_t *app, pipit_t *client, pipit_event_t *event) {
    pipit_message_t m;
    pipit_message_read(&event->json, &m);
    switch (m.kind) {
    case PIPIT_MESSAGE_LIKE: like(app, client, event); break;
    case PIPIT_MESSAGE_COMPLIANCE: compliance(app, client, event, "compliance"); break;
    case PIPIT_MESSAGE_LABEL: compliance(app, client, event, "label"); break;
    case PIPIT_MESSAGE_ACTIVITY: activity(app, client, event); break;
    default: break;
    }
}
