/* SPDX-License-Identifier: MIT */
#include "../base/pipit_time.h"
#include "pipit/config.h"
#include "pipit/replay.h"
#include <string.h>

static void end_put(char *out, uint32_t unix_s) {
    out[0] = '\0';
    if (unix_s == 0) return;
    pipit_time_put(unix_s, out);
    out[PIPIT_TIME_BYTES] = '\0';
}

static bool end_read(const char *text, uint32_t *unix_s) {
    return !text || pipit_i_time_s(text, strlen(text), unix_s);
}

pipit_err_t pipit_replay_seconds(pipit_replay_t *replay, uint32_t start_s, uint32_t end_s) {
    PIPIT_ASSERT(replay);
    if (start_s == 0 && end_s == 0) return PIPIT_E_INVALID;
    if (end_s != 0 && end_s <= start_s) return PIPIT_E_INVALID;
    end_put(replay->start_time, start_s);
    end_put(replay->end_time, end_s);
    return PIPIT_OK;
}

pipit_err_t pipit_replay_times(pipit_replay_t *replay, const char *start_time, const char *end_time) {
    uint32_t start_s = 0;
    uint32_t end_s = 0;
    if (!end_read(start_time, &start_s) || !end_read(end_time, &end_s)) return PIPIT_E_INVALID;
    return pipit_replay_seconds(replay, start_s, end_s);
}
