/* SPDX-License-Identifier: MIT */
#include "../json/pipit_json_int.h"
#include "pipit/activity.h"
#include "pipit_view.h"
#include <string.h>

PIPIT_I_LAYOUT(pipit_activity_t, 6, 2);

bool pipit_activity_read(pipit_event_t *event, pipit_activity_t *out) {
    return pipit_i_view_read(&event->json, pipit_i_member(&event->json, PIPIT_NODE_ROOT, "data"),
                             "event_type\0event_uuid\0tag\0>filter\0user_id\0keyword\0direction\0"
                             ">\0*payload\0*includes\0*\0",
                             out, sizeof *out);
}

bool pipit_activity_user_read(pipit_json_t *json, const pipit_activity_t *activity, const char *role,
                              pipit_user_t *out) {
    return pipit_user_read(json, pipit_i_member(json, activity->payload, role), out);
}

bool pipit_profile_change_read(pipit_json_t *json, const pipit_activity_t *activity, pipit_profile_change_t *out) {
    (void)pipit_i_view_read(json, activity->payload, "before\0after\0", out, 0);
    return out->before.ptr || out->after.ptr;
}
