/* SPDX-License-Identifier: MIT */
#include "../base/pipit_compile.h"
#include "../engine/pipit_engine.h"
#include "../engine/pipit_state.h"
#include "../x/pipit_x.h"
#include "pipit/group.h"
#include "pipit/loop.h"
#include <string.h>

#define STREAK_MAX 256u

/* End the streams that were just started, before a connection was opened. */
static void take_back(const pipit_group_t *group, size_t count) {
    for (size_t i = 0; i < count; i++)
        group->members[i].client->state = PIPIT_I_IDLE;
}

pipit_err_t pipit_group_start(pipit_group_t *group, const pipit_endpoint_t *endpoint, const pipit_stream_t *stream,
                              const pipit_t **refused) {
    const uint8_t partitions = endpoint ? endpoint->partitions : 0;
    pipit_stream_t mine;
    pipit_err_t err = PIPIT_E_INVALID; /* the result for a group without clients */
    size_t i;
    PIPIT_ASSERT(group);
    memset(&mine, 0, sizeof mine);
    if (stream) mine = *stream;
    for (i = 0; i < group->count; i++) {
        pipit_t *client = group->members[i].client;
        if (refused) *refused = client;
        if (partitions > 0) mine.partition = (uint8_t)(i + 1u);
        err = partitions > 0 && group->count != partitions ? pipit_i_invalid(client, PIPIT_I_BAD_GROUP)
                                                           : pipit_stream_start(client, endpoint, &mine);
        if (err != PIPIT_OK) break;
    }
    if (err != PIPIT_OK) take_back(group, i);
    return err;
}

PIPIT_I_OWN_FRAME void pass_on(pipit_group_t *group) {
    group->turn = group->turn + 1u < group->count ? group->turn + 1u : 0;
}

/* Find how long no time of a client expires. After one has expired, every client is polled. */
static void rest_find(pipit_group_t *group) {
    const pipit_port_t *port = group->members->port;
    const uint32_t now_ms = port->now(port->io);
    if (group->due_ms - now_ms > INT32_MAX) group->due_ms = now_ms;
    group->rest_ms = group->due_ms - now_ms;
}

/* Does the next client need no turn? Nothing has arrived for it, and no time has expired. */
static bool is_silent(const pipit_group_t *group) {
    const pipit_member_t *member = &group->members[group->turn];
    return group->rest_ms > 0 && member->quiet && *member->quiet != 0 && !member->client->stop;
}

/* @return whether the next client has an event; false if no request runs on it. */
static bool member_poll(const pipit_group_t *group, pipit_event_t *event) {
    const pipit_member_t *member = &group->members[group->turn];
    return pipit_poll(member->client, member->port, event);
}

/* The client of the last event is polled first, because more of its bytes may have arrived at the same time. So the
 * cost of an event does not grow with the group. But after some events the next client is polled first. The counters
 * are in the group, because the stack is deep below this function.
 * @return the client of the event; NULL if there is none. */
static pipit_t *turn(pipit_group_t *group, pipit_event_t *event) {
    PIPIT_ASSERT(group && event && (group->turn < group->count || group->count == 0));
    if (group->count > 0) rest_find(group);
    group->wait_ms = group->rest_ms > 0 ? group->rest_ms : UINT32_MAX;
    if (++group->calls % STREAK_MAX == 0) pass_on(group);
    for (group->left = group->count; group->left > 0; group->left--) {
        if (!is_silent(group)) {
            if (member_poll(group, event)) return group->members[group->turn].client;
            if (event->wait_ms < group->wait_ms) group->wait_ms = event->wait_ms;
        }
        pass_on(group);
    }
    memset(event, 0, sizeof *event);
    event->wait_ms = group->wait_ms;
    if (group->wait_ms > 0) group->due_ms += group->wait_ms - group->rest_ms;
    return NULL;
}

bool pipit_group_poll(pipit_group_t *group, pipit_event_t *event, pipit_t **client) {
    PIPIT_ASSERT(client);
    *client = turn(group, event);
    return *client != NULL;
}

bool pipit_group_running(const pipit_group_t *group) {
    PIPIT_ASSERT(group);
    for (size_t i = 0; i < group->count; i++) {
        if (pipit_running(group->members[i].client)) return true;
    }
    return false;
}

void pipit_group_stop(const pipit_group_t *group) {
    PIPIT_ASSERT(group);
    for (size_t i = 0; i < group->count; i++)
        pipit_stop(group->members[i].client);
}

pipit_err_t pipit_group_run(pipit_group_t *group, const pipit_handlers_t *handlers, void *ctx) {
    pipit_err_t reason = PIPIT_E_STATE;
    pipit_event_t event;
    while (pipit_group_running(group)) {
        pipit_t *client = turn(group, &event);
        if (event.kind != PIPIT_EV_NONE) {
            bool over = event.kind == PIPIT_EV_DISCONNECT;
            if (over && (reason == PIPIT_E_STATE || reason == PIPIT_E_STOPPED)) reason = event.err;
            pipit_dispatch(client, &event, handlers, ctx);
        } else if (event.wait_ms > 0 && group->wait) {
            group->wait(group->wait_io, event.wait_ms);
        }
    }
    return reason;
}
