/* SPDX-License-Identifier: MIT */
#include "../base/pipit_hash.h"
#include "../base/pipit_time.h"
#include "pipit/config.h"
#include "pipit/http.h"
#include <string.h>

enum {
    STATE_VERSION,    /* "HTTP/1.1 " */
    STATE_STATUS,     /* "200" */
    STATE_LINE_BEGIN, /* a header, a folded line, or the end */
    STATE_NAME,
    STATE_VALUE,
    STATE_REST, /* of a value that is too long, and the reason phrase: ignored */
    STATE_END   /* the LF of the empty line */
};

#define FIRST_STATUS_AFTER_1XX 200u
#define STATUS_SWITCHING 101u
#define DATE_BYTES 25u /* without the zone */

/*@ predicate head_stands(pipit_head_t *head) =
      head->state <= STATE_END && head->value_len <= PIPIT_HEAD_VALUE_BYTES &&
      (head->state == STATE_VERSION ==> head->value_len < 9) && head->status <= 999 &&
      (head->state == STATE_STATUS ==> head->value_len == 0); */

/*@ assigns \nothing;
    ensures \result <==> '0' <= c <= '9'; */
static bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

/*@ requires \valid(head);
    assigns *head;
    ensures head_stands(head) && head->state == STATE_VERSION; */
void pipit_head_init(pipit_head_t *head) {
    PIPIT_ASSERT(head);
    head->status = 0;
    head->chunked = false;
    head->encoded = false;
    head->bad_length = false;
    head->rate_left = false;
    head->day_used_up = false;
    head->state = STATE_VERSION;
    head->value_len = 0;
    head->hash = PIPIT_I_HASH_NONE;
    head->content_length = PIPIT_HEAD_ABSENT;
    head->retry_after_s = PIPIT_HEAD_ABSENT;
    head->rate_limit_reset_s = PIPIT_HEAD_ABSENT;
    head->day_reset_s = PIPIT_HEAD_ABSENT;
    head->date_s = PIPIT_HEAD_ABSENT;
}

/* @return the decimal number; PIPIT_HEAD_ABSENT if it is not a number, or does not fit into 32 bits. */
/*@ requires \valid_read(text + (0 .. len - 1));
    assigns \nothing; */
static uint32_t number_read(const char *text, size_t len) {
    uint32_t sum = len > 0 ? 0 : PIPIT_HEAD_ABSENT;
    /*@ loop invariant 0 <= i <= len;
        loop assigns i, sum;
        loop variant len - i; */
    for (size_t i = 0; i < len; i++) {
        uint32_t digit = (uint32_t)text[i] - '0';
        if (digit > 9 || sum > (UINT32_MAX - digit) / 10u) return PIPIT_HEAD_ABSENT;
        sum = sum * 10u + digit;
    }
    return sum;
}

/* Read a date like "Tue, 24 Nov 2026 05:02:31 GMT" (RFC 9110 section 5.6.7). The zone is not read, because X writes
 * both "GMT" and "UTC". */
/*@ requires \valid_read(value + (0 .. len - 1)) && len <= PIPIT_HEAD_VALUE_BYTES;
    assigns \nothing; */
static uint32_t date_read(const char *value, size_t len) {
    uint32_t clock_s = 0;
    if (len < DATE_BYTES) return PIPIT_HEAD_ABSENT;
    /*@ loop invariant 17 <= at <= 26 && (at - 17) % 3 == 0;
        loop assigns at, clock_s;
        loop variant 25 - at; */
    for (size_t at = 17; at < 25; at += 3) {
        uint32_t field = number_read(value + at, 2);
        if (field > 60) return PIPIT_HEAD_ABSENT;
        clock_s = clock_s * 60u + field;
    }
    uint32_t day = number_read(value + 5, 2);
    uint32_t month = pipit_i_month(value + 8);
    uint32_t year = number_read(value + 12, 4) - (month >= 10 ? 1u : 0u); /* years begin in March */
    if (day > 31 || month >= 12 || year < 1969 || year >= 2100) return PIPIT_HEAD_ABSENT;
    return (uint32_t)pipit_i_days(year, month, day) * 86400u + clock_s;
}

/*@ requires \valid(head);
    assigns head->content_length, head->bad_length; */
static void length_keep(pipit_head_t *head, uint32_t length) {
    if (length == PIPIT_HEAD_ABSENT || (head->content_length != PIPIT_HEAD_ABSENT && head->content_length != length))
        head->bad_length = true;
    head->content_length = length;
}

enum {
    FIELD_TRANSFER_ENCODING,
    FIELD_CONTENT_ENCODING,
    FIELD_CONTENT_LENGTH,
    FIELD_DATE,
    FIELD_RETRY_AFTER,
    FIELD_RATE_REMAINING,
    FIELD_RATE_RESET,
    FIELD_APP_DAY_REMAINING,
    FIELD_USER_DAY_REMAINING,
    FIELD_APP_DAY_RESET,
    FIELD_USER_DAY_RESET,
    FIELDS
};

/* @return the header with this hash; FIELDS: another one. */
/*@ assigns \nothing;
    ensures \result <= FIELDS; */
static uint32_t field_of(uint32_t hash) {
    static const uint32_t hashes[FIELDS] = {
        [FIELD_TRANSFER_ENCODING] = PIPIT_I_HASH_TRANSFER_ENCODING,
        [FIELD_CONTENT_ENCODING] = PIPIT_I_HASH_CONTENT_ENCODING,
        [FIELD_CONTENT_LENGTH] = PIPIT_I_HASH_CONTENT_LENGTH,
        [FIELD_DATE] = PIPIT_I_HASH_DATE,
        [FIELD_RETRY_AFTER] = PIPIT_I_HASH_RETRY_AFTER,
        [FIELD_RATE_REMAINING] = PIPIT_I_HASH_RATE_REMAINING,
        [FIELD_RATE_RESET] = PIPIT_I_HASH_RATE_RESET,
        [FIELD_APP_DAY_REMAINING] = PIPIT_I_HASH_APP_DAY_REMAINING,
        [FIELD_USER_DAY_REMAINING] = PIPIT_I_HASH_USER_DAY_REMAINING,
        [FIELD_APP_DAY_RESET] = PIPIT_I_HASH_APP_DAY_RESET,
        [FIELD_USER_DAY_RESET] = PIPIT_I_HASH_USER_DAY_RESET,
    };
    uint32_t field = 0;
    /*@ loop invariant field <= FIELDS;
        loop assigns field;
        loop variant FIELDS - field; */
    while (field < FIELDS && hashes[field] != hash)
        field++;
    return field;
}

/*@ requires \valid(head) && head_stands(head) && (head->state == STATE_LINE_BEGIN || head->state == STATE_VALUE);
    assigns *head;
    ensures head_stands(head) && head->state == \old(head->state) && head->status == \old(head->status); */
static void header_keep(pipit_head_t *head) {
    /*@ loop invariant 0 <= head->value_len <= PIPIT_HEAD_VALUE_BYTES;
        loop assigns head->value_len;
        loop variant head->value_len; */
    while (head->value_len > 0 && (uint8_t)head->value[head->value_len - 1] <= ' ')
        head->value_len--;
    const char *text = head->value;
    size_t len = head->value_len;
    uint32_t date_s = date_read(text, len);
    uint32_t value = pipit_i_hash(text, len);
    uint32_t number = number_read(text, len);
    switch (field_of(head->hash)) {
    case FIELD_TRANSFER_ENCODING:
        if (value == PIPIT_I_HASH_CHUNKED) {
            head->chunked = true;
            break;
        }
        /* fall through */
    case FIELD_CONTENT_ENCODING:
        if (len > 0 && value != PIPIT_I_HASH_IDENTITY) head->encoded = true;
        break;
    case FIELD_CONTENT_LENGTH: length_keep(head, number); break;
    case FIELD_DATE: head->date_s = date_s; break;
    case FIELD_RETRY_AFTER: head->retry_after_s = number == PIPIT_HEAD_ABSENT ? date_s : number; break;
    case FIELD_RATE_REMAINING: head->rate_left = number != 0 && number != PIPIT_HEAD_ABSENT; break;
    case FIELD_RATE_RESET: head->rate_limit_reset_s = number; break;
    case FIELD_APP_DAY_REMAINING:
    case FIELD_USER_DAY_REMAINING:
        if (number == 0) head->day_used_up = true;
        break;
    case FIELD_APP_DAY_RESET:
    case FIELD_USER_DAY_RESET:
        if (number < head->day_reset_s) head->day_reset_s = number;
        break;
    default: break;
    }
    head->value_len = 0;
}

/*@ requires \valid(head) && head_stands(head);
    assigns *head;
    ensures head_stands(head) && \result <= 1 && (\result == 1 ==> head->status >= 200);
    ensures \result == 0 ==> head->state == STATE_VERSION; */
static int32_t head_end(pipit_head_t *head) {
    if (head->status == STATUS_SWITCHING) return PIPIT_E_HTTP;
    if (head->status < FIRST_STATUS_AFTER_1XX) {
        pipit_head_init(head);
        return 0;
    }
    if (head->bad_length || (head->chunked && head->content_length != PIPIT_HEAD_ABSENT)) return PIPIT_E_FRAMING;
    return 1;
}

/*@ requires \valid(head) && head_stands(head) && head->state == STATE_VERSION;
    assigns *head;
    ensures head_stands(head) && \result <= 0; */
static int32_t version_byte(pipit_head_t *head, uint8_t c) {
    static const char version[] = "HTTP/1.1 "; /* the last digit may be different */
    bool minor = head->value_len == sizeof version - 3;
    if (head->value_len == 0 && (c == '\r' || c == '\n')) return 0; /* an empty line, RFC 9112 section 2.2 */
    if (minor ? !is_digit(c) : c != (uint8_t)version[head->value_len]) return PIPIT_E_HTTP;
    if (++head->value_len < sizeof version - 1) return 0;
    head->state = STATE_STATUS;
    head->value_len = 0;
    return 0;
}

/*@ requires \valid(head) && head_stands(head) && head->state == STATE_STATUS;
    assigns *head;
    ensures head_stands(head) && \result <= 0; */
static int32_t status_byte(pipit_head_t *head, uint8_t c) {
    if (is_digit(c) && head->status < 100 && (head->status > 0 || c != '0')) {
        head->status = (uint16_t)(head->status * 10u + c - '0');
        return 0;
    }
    if (c == ' ' && head->status == 0) return 0;
    if (head->status < 100 || (c != ' ' && c != '\r' && c != '\n')) return PIPIT_E_HTTP;
    head->state = c == '\n' ? STATE_LINE_BEGIN : STATE_REST; /* the reason phrase is ignored */
    return 0;
}

/*@ requires \valid(head) && head_stands(head) && head->state == STATE_VALUE;
    assigns *head;
    ensures head_stands(head) && head->status == \old(head->status); */
static void value_byte(pipit_head_t *head, uint8_t c) {
    if (c == '\n') {
        head->state = STATE_LINE_BEGIN;
    } else if (c == ',' && head->hash == PIPIT_I_HASH_CONTENT_LENGTH) { /* a list, RFC 9110 section 8.6 */
        header_keep(head);
    } else if (head->value_len == PIPIT_HEAD_VALUE_BYTES) {
        if (c <= ' ') return;
        head->value[PIPIT_HEAD_VALUE_BYTES - 1] = '?'; /* a number that is cut is no number */
        head->state = STATE_REST;
    } else if (head->value_len > 0 || c > ' ') {
        head->value[head->value_len++] = (char)c;
    }
}

/*@ requires \valid(head) && head_stands(head) && head->state == STATE_LINE_BEGIN;
    assigns *head;
    ensures head_stands(head) && \result <= 1 && (\result == 1 ==> head->status >= 200); */
static int32_t line_begin_byte(pipit_head_t *head, uint8_t c) {
    header_keep(head);
    if (c == '\n') return head_end(head);
    head->state = c == '\r' ? STATE_END : STATE_NAME;
    head->hash = PIPIT_I_HASH_NEXT(PIPIT_I_HASH_NONE, c);
    return 0;
}

/*@ requires \valid(head) && head_stands(head) && head->state == STATE_NAME;
    assigns *head;
    ensures head_stands(head); */
static void name_byte(pipit_head_t *head, uint8_t c) {
    if (c == ':') {
        head->state = STATE_VALUE;
        head->value_len = 0;
    } else if (c == '\n') { /* a line without a colon is ignored */
        head->state = STATE_LINE_BEGIN;
        head->value_len = 0;
        head->hash = PIPIT_I_HASH_NONE;
    } else if (c <= ' ') {
        head->value_len = 1; /* a blank before the colon is ignored, one inside a name makes another name */
    } else {
        head->hash = PIPIT_I_HASH_NEXT(head->hash + head->value_len, c);
    }
}

/*@ requires \valid(head) && head_stands(head);
    assigns *head;
    ensures head_stands(head) && \result <= 1 && (\result == 1 ==> head->status >= 200); */
static int32_t head_byte(pipit_head_t *head, uint8_t c) {
    switch (head->state) {
    case STATE_VERSION: return version_byte(head, c);
    case STATE_STATUS: return status_byte(head, c);
    case STATE_NAME: name_byte(head, c); return 0;
    case STATE_LINE_BEGIN:
        if (c != ' ' && c != '\t') return line_begin_byte(head, c);
        head->state = STATE_VALUE; /* the value continues: obs-fold, RFC 9112 section 5.2 */
        /* fall through */
    case STATE_VALUE: value_byte(head, c); return 0;
    case STATE_REST:
        if (c == '\n') head->state = STATE_LINE_BEGIN;
        return 0;
    default: break;
    }
    if (c != '\n') return PIPIT_E_HTTP; /* STATE_END */
    return head_end(head);
}

/*@ requires \valid(head) && head_stands(head) && \valid_read(bytes + (0 .. len - 1)) && \valid(used);
    requires \separated(head, bytes + (0 .. len - 1), used);
    assigns *head, *used;
    ensures head_stands(head) && *used <= len && \result <= 1;
    ensures \result == 0 ==> *used == len;
    ensures \result == 1 ==> 200 <= head->status <= 999; */
int32_t pipit_head_read(pipit_head_t *head, const uint8_t *bytes, size_t len, size_t *used) {
    PIPIT_ASSERT(head && used && (bytes || len == 0));
    size_t left = len;
    int32_t result = 0;
    *used = len;
    /*@ loop invariant 0 <= left <= len && head_stands(head) && result <= 1 && bytes == \at(bytes, Pre) + (len - left);
        loop invariant result == 1 ==> 200 <= head->status <= 999;
        loop assigns left, bytes, result, *head;
        loop variant left; */
    while (left > 0 && result == 0) {
        left--;
        result = head_byte(head, *bytes++);
    }
    *used -= left;
    return result;
}
