/* SPDX-License-Identifier: MIT */
#include "pipit/http.h"
#include <string.h>

enum {
    STATE_VERSION,    /* "HTTP/1." */
    STATE_MINOR,      /* the digit after it */
    STATE_STATUS,     /* " 200" */
    STATE_REASON,     /* rest of the status line */
    STATE_LINE_BEGIN, /* a header, a folded line, or the end */
    STATE_NAME,
    STATE_VALUE_BEGIN, /* white space before a value */
    STATE_VALUE,
    STATE_SKIP, /* a header that does not matter */
    STATE_END   /* the LF of the empty line */
};

enum {
    HEADER_TRANSFER_ENCODING,
    HEADER_CONTENT_LENGTH,
    HEADER_CONTENT_ENCODING,
    HEADER_CONTENT_TYPE,
    HEADER_DATE,
    HEADER_RETRY_AFTER,
    HEADER_RATE_LIMIT,
    HEADER_RATE_REMAINING,
    HEADER_RATE_RESET,
    HEADER_COUNT,
    HEADER_NONE = HEADER_COUNT
};

static const char *const header_names[HEADER_COUNT] = {
    "transfer-encoding", "content-length",     "content-encoding",       "content-type",       "date",
    "retry-after",       "x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset",
};

static const char version_text[] = "HTTP/1.";

#define ALL_CANDIDATES ((uint16_t)((1u << HEADER_COUNT) - 1u))
#define FIRST_STATUS_AFTER_1XX 200u
#define STATUS_SWITCHING 101u

static char lower(uint8_t c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void message_begin(pipit_head_t *head) {
    memset(head, 0, sizeof *head);
    head->content_length = PIPIT_HEAD_ABSENT;
    head->retry_after_s = PIPIT_HEAD_ABSENT;
    head->rate_limit_limit = PIPIT_HEAD_ABSENT;
    head->rate_limit_remaining = PIPIT_HEAD_ABSENT;
    head->rate_limit_reset_s = PIPIT_HEAD_ABSENT;
    head->date_s = PIPIT_HEAD_ABSENT;
    head->header = HEADER_NONE;
}

void pipit_head_init(pipit_head_t *head) {
    message_begin(head);
}

/* @return false when it is not a plain decimal number below 2^32 - 1. */
static bool number_read(const char *text, uint8_t len, uint32_t *value) {
    uint32_t sum = 0;
    if (len == 0) return false;
    for (uint8_t i = 0; i < len; i++) {
        if (!is_digit(text[i])) return false;
        uint32_t digit = (uint32_t)(text[i] - '0');
        if (sum > (PIPIT_HEAD_ABSENT - 1u - digit) / 10u) return false;
        sum = sum * 10u + digit;
    }
    *value = sum;
    return true;
}

static void number_keep(const pipit_head_t *head, uint32_t *value) {
    (void)number_read(head->value, head->value_len, value);
}

static uint32_t two_digits(const char *text) {
    return (uint32_t)(text[0] - '0') * 10u + (uint32_t)(text[1] - '0');
}

static uint32_t month_number(const char *name) {
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (uint32_t i = 0; i < 12; i++) {
        if (memcmp(names + 3 * i, name, 3) == 0) return i + 1;
    }
    return 0;
}

/* Days since 1970-01-01 of a date in the Gregorian calendar; years begin in March so that leap days come last. */
static uint32_t days_since_epoch(uint32_t year, uint32_t month, uint32_t day) {
    uint32_t y = month <= 2 ? year - 1 : year;
    uint32_t m = month <= 2 ? month + 9 : month - 3;
    return y * 365u + y / 4u - y / 100u + y / 400u + (m * 153u + 2u) / 5u + day - 1u - 719468u;
}

/* "Tue, 24 Nov 2026 05:02:31 GMT", RFC 9110 section 5.6.7; the zone is not looked at, X writes UTC too. */
static void date_keep(pipit_head_t *head) {
    static const char shape[] = "aaa, 00 aaa 0000 00:00:00";
    const char *v = head->value;
    if (head->value_len < sizeof shape - 1) return;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        if (shape[i] == '0' ? !is_digit(v[i]) : shape[i] != 'a' && shape[i] != v[i]) return;
    }
    uint32_t month = month_number(v + 8);
    uint32_t year = two_digits(v + 12) * 100u + two_digits(v + 14);
    uint32_t day = two_digits(v + 5);
    if (month == 0 || year < 1970 || year > 2100 || day == 0 || day > 31) return;
    head->date_s = days_since_epoch(year, month, day) * 86400u + two_digits(v + 17) * 3600u + two_digits(v + 20) * 60u +
                   two_digits(v + 23);
}

static bool value_is(const pipit_head_t *head, const char *text) {
    size_t len = strlen(text);
    if (head->value_len != len) return false;
    for (size_t i = 0; i < len; i++) {
        if (lower((uint8_t)head->value[i]) != text[i]) return false;
    }
    return true;
}

/* "application/json; charset=utf-8" and "application/problem+json". */
static bool value_names_json(const pipit_head_t *head) {
    for (uint8_t i = 0; i + 4 < head->value_len && head->value[i] != ';'; i++) {
        const char *v = head->value + i;
        bool here = (v[0] == '/' || v[0] == '+') && lower((uint8_t)v[1]) == 'j' && lower((uint8_t)v[2]) == 's' &&
                    lower((uint8_t)v[3]) == 'o' && lower((uint8_t)v[4]) == 'n';
        if (here) return true;
    }
    return false;
}

static void length_keep(pipit_head_t *head) {
    uint32_t length = 0;
    bool good = number_read(head->value, head->value_len, &length);
    if (!good || (head->content_length != PIPIT_HEAD_ABSENT && head->content_length != length)) head->bad_length = true;
    head->content_length = length;
}

static void header_keep(pipit_head_t *head) {
    while (head->value_len > 0 &&
           (head->value[head->value_len - 1] == ' ' || head->value[head->value_len - 1] == '\t')) {
        head->value_len--;
    }
    switch (head->header) {
    case HEADER_TRANSFER_ENCODING:
        if (value_is(head, "chunked"))
            head->chunked = true;
        else if (!value_is(head, "identity"))
            head->encoded = true;
        break;
    case HEADER_CONTENT_LENGTH: length_keep(head); break;
    case HEADER_CONTENT_ENCODING:
        head->encoded = head->encoded || (head->value_len > 0 && !value_is(head, "identity"));
        break;
    case HEADER_CONTENT_TYPE: head->json = value_names_json(head); break;
    case HEADER_DATE: date_keep(head); break;
    case HEADER_RETRY_AFTER: number_keep(head, &head->retry_after_s); break;
    case HEADER_RATE_LIMIT: number_keep(head, &head->rate_limit_limit); break;
    case HEADER_RATE_REMAINING: number_keep(head, &head->rate_limit_remaining); break;
    case HEADER_RATE_RESET: number_keep(head, &head->rate_limit_reset_s); break;
    default: break;
    }
    head->header = HEADER_NONE;
}

static void name_begin(pipit_head_t *head) {
    head->candidates = ALL_CANDIDATES;
    head->name_len = 0;
    head->value_len = 0;
    head->state = STATE_NAME;
}

static void name_match(pipit_head_t *head, uint8_t c) {
    uint16_t left = head->candidates;
    for (unsigned i = 0; i < HEADER_COUNT; i++) {
        /* A candidate in the set has matched so far, and a zero byte matches nothing: its end is not passed. */
        bool differs = ((unsigned)left >> i & 1u) && (c == 0 || header_names[i][head->name_len] != lower(c));
        if (differs) left = (uint16_t)(left & ~(1u << i));
    }
    head->candidates = left;
    head->name_len++;
    if (left == 0) head->state = STATE_SKIP;
}

static void name_end(pipit_head_t *head) {
    head->state = STATE_SKIP;
    for (unsigned i = 0; i < HEADER_COUNT; i++) {
        if (((unsigned)head->candidates >> i & 1u) && header_names[i][head->name_len] == '\0') {
            head->header = (uint8_t)i;
            head->state = STATE_VALUE_BEGIN;
        }
    }
}

static void value_append(pipit_head_t *head, uint8_t c) {
    if (c != '\r' && head->value_len < PIPIT_HEAD_VALUE_BYTES) head->value[head->value_len++] = (char)c;
}

static void value_byte(pipit_head_t *head, uint8_t c) {
    head->state = c == '\n' ? STATE_LINE_BEGIN : STATE_VALUE;
    if (c != '\n') value_append(head, c);
}

static int32_t version_byte(pipit_head_t *head, uint8_t c) {
    if ((char)c != version_text[head->name_len]) return PIPIT_E_HTTP;
    if (++head->name_len == sizeof version_text - 1) head->state = STATE_MINOR;
    return 0;
}

static int32_t status_byte(pipit_head_t *head, uint8_t c) {
    if (c == ' ' && head->status == 0) return 0;
    if (is_digit((char)c) && head->value_len < 3) {
        head->status = (uint16_t)(head->status * 10u + (uint32_t)(c - '0'));
        head->value_len++;
        return 0;
    }
    if (head->value_len != 3 || head->status < 100 || (c != ' ' && c != '\r' && c != '\n')) return PIPIT_E_HTTP;
    head->state = c == '\n' ? STATE_LINE_BEGIN : STATE_REASON;
    return 0;
}

static int32_t head_end(pipit_head_t *head) {
    if (head->status == STATUS_SWITCHING) return PIPIT_E_HTTP;
    if (head->status < FIRST_STATUS_AFTER_1XX) {
        message_begin(head);
        return 0;
    }
    if (head->bad_length || (head->chunked && head->content_length != PIPIT_HEAD_ABSENT)) return PIPIT_E_FRAMING;
    return 1;
}

static int32_t line_begin_byte(pipit_head_t *head, uint8_t c) {
    if (c == ' ' || c == '\t') { /* obs-fold, RFC 9112 section 5.2 */
        head->state = head->header == HEADER_NONE ? STATE_SKIP : STATE_VALUE_BEGIN;
        if (head->header != HEADER_NONE && head->value_len > 0) value_append(head, ' ');
        return 0;
    }
    header_keep(head);
    if (c == '\n') return head_end(head);
    if (c == '\r') {
        head->state = STATE_END;
        return 0;
    }
    name_begin(head);
    name_match(head, c);
    return 0;
}

static int32_t head_byte(pipit_head_t *head, uint8_t c) {
    switch (head->state) {
    case STATE_VERSION: return version_byte(head, c);
    case STATE_MINOR:
        head->state = STATE_STATUS;
        head->name_len = 0;
        return is_digit((char)c) ? 0 : PIPIT_E_HTTP;
    case STATE_STATUS: return status_byte(head, c);
    case STATE_LINE_BEGIN: return line_begin_byte(head, c);
    case STATE_NAME:
        if (c == ':')
            name_end(head);
        else if (c == '\n')
            return PIPIT_E_HTTP;
        else
            name_match(head, c);
        return 0;
    case STATE_VALUE_BEGIN:
        if (c != ' ' && c != '\t') value_byte(head, c);
        return 0;
    case STATE_VALUE: value_byte(head, c); return 0;
    case STATE_END: return c == '\n' ? head_end(head) : PIPIT_E_HTTP;
    case STATE_REASON:
    default: /* STATE_SKIP */
        if (c == '\n') head->state = STATE_LINE_BEGIN;
        return 0;
    }
}

int32_t pipit_head_read(pipit_head_t *head, const uint8_t *bytes, size_t len, size_t *used) {
    size_t i = 0;
    int32_t result = 0;
    while (i < len && result == 0) {
        result = head_byte(head, bytes[i]);
        i++;
    }
    *used = i;
    return result;
}
