/* SPDX-License-Identifier: MIT */
/* Requests are read without code of Pipit, so that a mistake in that code is found. */
#include "pipit_sim_x_parts.h"
#include <string.h>

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static uint32_t number(const char *text) {
    uint32_t value = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10u + (uint32_t)(*text - '0');
    return value;
}

/* @return the value of a header or of a parameter in [text, end); NULL: there is none. */
static const char *after(const char *text, const char *end, const char *name) {
    const char *found = strstr(text, name);
    return found && found < end ? found + strlen(name) : NULL;
}

static uint32_t parameter(const char *text, const char *end, const char *name) {
    const char *value = after(text, end, name);
    return value ? number(value) : 0;
}

/* Read a time like "2026-09-21T18:13:20Z", in Unix seconds; 0 if text is NULL. */
static uint32_t time_s(const char *text) {
    static const uint16_t days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    if (!text) return 0;
    uint32_t year = number(text);
    uint32_t month = number(text + 5);
    uint32_t leap_days = (year - 1969u) / 4u + (month > 2 && year % 4u == 0 ? 1u : 0u);
    uint32_t days = (year - 1970u) * 365u + leap_days + days_before[(month - 1u) % 12u] + number(text + 8) - 1u;
    return days * 86400u + number(text + 11) * 3600u + number(text + 14) * 60u + number(text + 17);
}

static bool is_authorized(const char *request, const char *end, const char *token) {
    const char *value = after(request, end, "\r\nAuthorization: Bearer ");
    size_t len = strlen(token);
    return value && strncmp(value, token, len) == 0 && value[len] == '\r';
}

static pipit_sim_x_ask_t asks(const char *request) {
    if (begins(request, "GET /2/tweets/search/stream/rules")) return ASKS_RULES;
    if (begins(request, "POST /2/tweets/search/stream/rules")) return ASKS_RULES_CHANGE;
    if (begins(request, "GET /2/tweets/search/stream") || begins(request, "GET /2/tweets/sample/stream"))
        return ASKS_STREAM;
    return begins(request, "DELETE /2/connections/") ? ASKS_KILL : ASKS_NONSENSE;
}

pipit_sim_x_question_t pipit_sim_x_request_read(const char *request, const char *token) {
    pipit_sim_x_question_t question = {.what = ASKS_NOTHING_YET};
    const char *line_end = strstr(request, " HTTP/1.1\r\n");
    const char *end = strstr(request, "\r\n\r\n");
    if (!end) return question;
    question.body = end + 4;
    if (strlen(question.body) < parameter(request, end, "\r\nContent-Length: ")) return question;
    question.what = line_end && line_end < end && after(request, end + 2, "\r\nHost: ") ? asks(request) : ASKS_NONSENSE;
    question.authorized = is_authorized(request, end + 2, token);
    if (question.what != ASKS_STREAM) return question;
    question.backfill_minutes = parameter(request, line_end, "backfill_minutes=");
    question.start_s = time_s(after(request, line_end, "start_time="));
    question.end_s = time_s(after(request, line_end, "end_time="));
    return question;
}

/* ---- rules ---- */

/* @return the brace that ends the object that begins at `text`. */
static const char *object_end(const char *text) {
    bool inside = false;
    for (; *text != '\0'; text++) {
        if (inside && *text == '\\' && text[1] != '\0') {
            text++;
        } else if (*text == '"') {
            inside = !inside;
        } else if (!inside && *text == '}') {
            break;
        }
    }
    return text;
}

static bool rule_add(pipit_sim_x_t *x, const char *text, size_t len) {
    for (size_t i = 0; i < PIPIT_SIM_X_RULES; i++) {
        if (x->rules[i][0] != '\0' || len >= PIPIT_SIM_X_RULE_BYTES) continue;
        memcpy(x->rules[i], text, len);
        x->rules[i][len] = '\0';
        x->rule_ids[i] = ++x->rule_next;
        return true;
    }
    return false;
}

static bool rule_delete(pipit_sim_x_t *x, uint32_t id) {
    for (size_t i = 0; i < PIPIT_SIM_X_RULES; i++) {
        if (x->rules[i][0] == '\0' || x->rule_ids[i] != id) continue;
        x->rules[i][0] = '\0';
        return true;
    }
    return false;
}

static uint32_t rules_add(pipit_sim_x_t *x, const char *list) {
    uint32_t created = 0;
    while (*list != '\0' && list[1] == '{') {
        const char *text = list + 2;
        const char *end = object_end(text);
        created += rule_add(x, text, (size_t)(end - text)) ? 1u : 0u;
        list = *end != '\0' ? end + 1 : end;
    }
    return created;
}

static uint32_t rules_delete(pipit_sim_x_t *x, const char *list) {
    uint32_t deleted = 0;
    for (; list && list[1] == '"'; list = strchr(list + 1, ','))
        deleted += rule_delete(x, number(list + 2)) ? 1u : 0u;
    return deleted;
}

uint32_t pipit_sim_x_rules_change(pipit_sim_x_t *x, const char *body, uint32_t *deleted) {
    const char *list = strchr(body, '[');
    *deleted = list && begins(body, "{\"delete\":{\"ids\":[") ? rules_delete(x, list) : 0;
    return list && begins(body, "{\"add\":[") ? rules_add(x, list) : 0;
}
