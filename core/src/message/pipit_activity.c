/* SPDX-License-Identifier: MIT */
#include "../json/pipit_json_int.h"
#include "pipit/activity.h"
#include "pipit_view.h"
#include <string.h>

PIPIT_I_LAYOUT(pipit_activity_t, 6, 2);

/* clang-format off */
static const char activity_view[] =
    VIEW_TEXT("event_type") VIEW_TEXT("event_uuid") VIEW_TEXT("tag")
    VIEW_IN("filter") VIEW_TEXT("user_id") VIEW_TEXT("keyword") VIEW_TEXT("direction")
    VIEW_OUT VIEW_NODE("payload") VIEW_NODE("includes") VIEW_SELF;
/* clang-format on */

bool pipit_activity_read(pipit_event_t *event, pipit_activity_t *out) {
    PIPIT_ASSERT(event);
    return pipit_i_view_read(&event->json, pipit_i_member(&event->json, PIPIT_NODE_ROOT, "data"), activity_view, out,
                             sizeof *out);
}

bool pipit_activity_user_read(pipit_json_t *json, const pipit_activity_t *activity, const char *role,
                              pipit_user_t *out) {
    PIPIT_ASSERT(activity && role);
    return pipit_user_read(json, pipit_i_member(json, activity->payload, role), out);
}

bool pipit_profile_change_read(pipit_json_t *json, const pipit_activity_t *activity, pipit_profile_change_t *out) {
    PIPIT_ASSERT(activity);
    (void)pipit_i_view_read(json, activity->payload, VIEW_TEXT("before") VIEW_TEXT("after"), out, 0);
    return out->before.ptr || out->after.ptr;
}
