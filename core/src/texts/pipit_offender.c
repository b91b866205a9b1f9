/* SPDX-License-Identifier: MIT */
#include "../base/pipit_offender.h"
#include "pipit/client.h"

#define LIST(name) name ": names separated by commas, none empty or repeated"
#define UNKNOWN(name) name ": this stream does not take it"

static const char *partition_text(uint8_t partitions) {
    switch (partitions) {
    case 2: return "partition: is required, 1 or 2";
    case 4: return "partition: is required, 1 to 4";
    case 8: return "partition: is required, 1 to 8";
    case 20: return "partition: is required, 1 to 20";
    default: return "partition: is required, from 1 up to the partitions of the endpoint";
    }
}

static bool has_scheme(const char *token) {
    const char *scheme = "bearer ";
    while (*scheme != '\0' && (*token | 0x20) == *scheme) {
        scheme++;
        token++;
    }
    return *scheme == '\0';
}

static bool has_line_end(const char *token) {
    while (*token != '\0' && *token != '\r' && *token != '\n')
        token++;
    return *token != '\0';
}

/* Say what was copied with the token. */
static const char *bearer_text(const char *token) {
    if ((uint8_t)token[0] == 0xefu && (uint8_t)token[1] == 0xbbu)
        return "bearer_token: remove the byte order mark (3 bytes) before it";
    if (*token == '"' || *token == '\'') return "bearer_token: remove the quotes around it";
    if (has_scheme(token)) return "bearer_token: remove \"Bearer \" before it";
    if (has_line_end(token)) return "bearer_token: remove the line end";
    return "bearer_token: visible ASCII without spaces and quotes";
}

static const char *const texts[] = {
    [PIPIT_I_GOOD] = "",
    [PIPIT_I_BAD_EXPANSIONS] = LIST("expansions"),
    [PIPIT_I_BAD_MEDIA_FIELDS] = LIST("media_fields"),
    [PIPIT_I_BAD_PLACE_FIELDS] = LIST("place_fields"),
    [PIPIT_I_BAD_POLL_FIELDS] = LIST("poll_fields"),
    [PIPIT_I_BAD_TWEET_FIELDS] = LIST("tweet_fields"),
    [PIPIT_I_BAD_USER_FIELDS] = LIST("user_fields"),
    [PIPIT_I_BAD_LIKE_FIELDS] = LIST("like_fields"),
    [PIPIT_I_UNKNOWN_EXPANSIONS] = UNKNOWN("expansions"),
    [PIPIT_I_UNKNOWN_MEDIA_FIELDS] = UNKNOWN("media_fields"),
    [PIPIT_I_UNKNOWN_PLACE_FIELDS] = UNKNOWN("place_fields"),
    [PIPIT_I_UNKNOWN_POLL_FIELDS] = UNKNOWN("poll_fields"),
    [PIPIT_I_UNKNOWN_TWEET_FIELDS] = UNKNOWN("tweet_fields"),
    [PIPIT_I_UNKNOWN_USER_FIELDS] = UNKNOWN("user_fields"),
    [PIPIT_I_UNKNOWN_LIKE_FIELDS] = UNKNOWN("like_fields"),
    [PIPIT_I_UNKNOWN_BACKFILL] = UNKNOWN("backfill_minutes"),
    [PIPIT_I_UNKNOWN_PARTITION] = UNKNOWN("partition"),
    [PIPIT_I_UNKNOWN_REPLAY] = UNKNOWN("replay"),
    [PIPIT_I_UNKNOWN_LOCAL_DC] = UNKNOWN("local_dc_only"),
    [PIPIT_I_BAD_GROUP] = "count: a group has at least one client, and as many as the stream has partitions",
    [PIPIT_I_BAD_REPLAY] = "replay: is empty; pipit_replay_times() or pipit_replay_seconds() makes one",
    [PIPIT_I_BAD_PATH] = "path: an endpoint with one is required; begins with '/', visible ASCII without spaces",
    [PIPIT_I_NO_RECOVERY] = "backfill_minutes: PIPIT_BACKFILL_AUTO needs pipit_recovery_use()",
    [PIPIT_I_BAD_BACKFILL] = "backfill_minutes: 1 to 5",
    [PIPIT_I_BAD_RX] = "rx: a buffer of 512 bytes to 2 GB",
    [PIPIT_I_BAD_TOKENS] = "tokens: 32 to 2^31",
    [PIPIT_I_BAD_BEARER_ABSENT] = "bearer_token: is missing",
    [PIPIT_I_BAD_CONNECTS] = "connects_max: at least 2",
    [PIPIT_I_BAD_HOST] = "host: a name or an address, visible ASCII",
    [PIPIT_I_BAD_USER_AGENT] = "user_agent: printable ASCII",
    [PIPIT_I_BAD_SELECT] =
        "select: 1 to 32 paths of at most 6 names, none empty, without quotes, backslashes and control characters; "
        "select.offender is the index of the wrong one",
    [PIPIT_I_BAD_SEEN] = "seen: pipit_seen_init() or PIPIT_SEEN_DEFINE has to prepare it first",
    [PIPIT_I_BAD_CLIENT] = "client: pipit_init() has to succeed first",
    [PIPIT_I_BAD_CHANGED] = "a text of the request became shorter while it was sent: leave it as it is until the end",
    [PIPIT_I_BAD_RULES] = "rules: at least one",
    [PIPIT_I_BAD_POWERSTREAM_RULES] = "rules: 1 to 100 of the powerstream",
    [PIPIT_I_BAD_RULE_LENGTH] = "rule value: 1 to 2048 characters",
    [PIPIT_I_BAD_RULE_TEXT] = "rule value and tag: UTF-8 text",
    [PIPIT_I_BAD_IDS] = "rule ids: at least one",
    [PIPIT_I_BAD_ID] = "rule ids: at most 1000, 1 to 19 digits each",
    [PIPIT_I_BAD_RULE_TWICE] = "wanted: no two rules with the same value",
    [PIPIT_I_BAD_SYNC_MEMORY] =
        "wanted, marks, slots, batch: memory is missing; more slots than rules, 1 to 1000 ids in a batch",
    [PIPIT_I_BAD_SYNC_RAW] = "result: a sync needs PIPIT_RESULT_PARSED",
    [PIPIT_I_BAD_PAGE] = "page: max_results or token is too large",
    [PIPIT_I_BAD_STATUS] = "status: active, inactive or all",
    [PIPIT_I_BAD_ENDPOINTS] = LIST("endpoints"),
    [PIPIT_I_BAD_CONNECTION_FIELDS] = LIST("fields"),
    [PIPIT_I_BAD_KILL_ENDPOINT] = "endpoint: this one has no name in the connections API, or one that is not made of "
                                  "letters, digits, '-' and '_'",
    [PIPIT_I_BAD_UUIDS] = "uuids: 1 to 100, made of letters, digits and '-'",
    [PIPIT_I_BAD_EVENT_TYPE] = "event_type: is required, letters, digits, '.' and '_'",
    [PIPIT_I_BAD_USER_ID] = "user_id: 1 to 19 digits",
    [PIPIT_I_BAD_KEYWORD] = "keyword: 1 to 150 characters of UTF-8",
    [PIPIT_I_BAD_DIRECTION] = "direction: inbound or outbound",
    [PIPIT_I_BAD_TAG] = "tag: 1 to 200 characters of UTF-8",
    [PIPIT_I_BAD_WEBHOOK_ID] = "webhook_id: 1 to 19 digits",
    [PIPIT_I_BAD_SUBSCRIPTION] = "subscription ids: at least one, made of letters, digits, '-' and '_'",
    [PIPIT_I_BAD_UPDATE] = "update: tag, webhook_id or both, nothing else",
    [PIPIT_I_BAD_KEY] = "key and secret: both are required",
};

const char *pipit_offender(const pipit_t *client) {
    PIPIT_ASSERT(client);
    if (client->offender == PIPIT_I_BAD_PARTITION)
        return partition_text(client->request.of.stream.endpoint->partitions);
    if (client->offender == PIPIT_I_BAD_BEARER) return bearer_text(client->config.bearer_token);
    return texts[client->offender];
}
