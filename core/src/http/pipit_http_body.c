/* SPDX-License-Identifier: MIT */
#include "pipit/config.h"
#include "pipit/http.h"

enum {
    STATE_SIZE_BEGIN, /* before the first digit of a size */
    STATE_SIZE,
    STATE_BLANK, /* after the digits */
    STATE_EXTENSION,
    STATE_SIZE_LF,
    STATE_DATA,
    STATE_DATA_CR, /* after the data of a chunk */
    STATE_DATA_LF,
    STATE_DONE
};

#define STATUS_NO_CONTENT 204u
#define STATUS_NOT_MODIFIED 304u
#define SIZE_LIMIT 0x0fffffffu /* one more hexadecimal digit after a larger size would overflow 32 bits */

/*@ predicate body_stands(pipit_body_t *body) =
      STATE_SIZE_BEGIN <= body->state <= STATE_DONE &&
      (body->state == STATE_DATA && body->mode != PIPIT_BODY_EOF ==> body->left > 0); */

/* Only chunked coding has framing inside the body. Any other body is data from its first byte to its last. */
/*@ requires \valid(body) && \valid_read(head) && \separated(body, head);
    requires head->chunked == 0 || head->chunked == 1;
    assigns *body;
    ensures body_stands(body); */
void pipit_body_init(pipit_body_t *body, const pipit_head_t *head) {
    PIPIT_ASSERT(body && head);
    body->left = head->content_length;
    body->mode = PIPIT_BODY_LENGTH;
    body->state = STATE_DATA;
    if (head->status == STATUS_NO_CONTENT || head->status == STATUS_NOT_MODIFIED) body->left = 0;
    if (body->left == 0) {
        body->state = STATE_DONE;
    } else if (head->chunked) {
        body->mode = PIPIT_BODY_CHUNKED;
        body->state = STATE_SIZE_BEGIN;
        body->left = 0;
    } else if (body->left == PIPIT_HEAD_ABSENT) {
        body->mode = PIPIT_BODY_EOF;
    }
}

/* @return the value of a hexadecimal digit; more than 15 if the byte is not one. */
/*@ assigns \nothing; */
static uint32_t digit_value(uint8_t c) {
    uint32_t letter = (c | 0x20u) - (uint32_t)'a';
    return letter < 6u ? letter + 10u : c - (uint32_t)'0' < 10u ? c - (uint32_t)'0' : UINT32_MAX;
}

/* Read the digits of a size, as long as it fits into 32 bits. @return how many digits were read. */
/*@ requires \valid(body) && \valid_read(bytes + (0 .. len - 1)) && \separated(body, bytes + (0 .. len - 1));
    requires body->state <= STATE_SIZE;
    assigns body->left, body->state;
    ensures \result <= len && body->state <= STATE_SIZE; */
static size_t digits_take(pipit_body_t *body, const uint8_t *bytes, size_t len) {
    size_t at = 0;
    /*@ loop invariant at <= len;
        loop assigns at, body->left;
        loop variant len - at; */
    for (; at < len && body->left <= SIZE_LIMIT; at++) {
        uint32_t digit = digit_value(bytes[at]);
        if (digit > 15u) break;
        body->left = body->left << 4 | digit;
    }
    if (at > 0) body->state = STATE_SIZE;
    return at;
}

/* Handle a byte after the digits of a size. @return false if it is not allowed there. */
/*@ requires \valid(body);
    assigns body->state;
    ensures STATE_BLANK <= body->state <= STATE_SIZE_LF; */
static bool size_end(pipit_body_t *body, uint8_t c) {
    body->state = c == '\r' ? STATE_SIZE_LF : c == ';' ? STATE_EXTENSION : STATE_BLANK;
    return body->state != STATE_BLANK || c == ' ' || c == '\t';
}

/* @return false if the byte is not allowed in this state. */
/*@ requires \valid(body) && body_stands(body) && body->state != STATE_DATA && body->state != STATE_DONE;
    assigns body->state;
    ensures body_stands(body); */
static bool framing_byte(pipit_body_t *body, uint8_t c) {
    switch (body->state) {
    case STATE_SIZE_BEGIN: return false;
    case STATE_SIZE:
    case STATE_BLANK: return size_end(body, c);
    case STATE_EXTENSION:
        if (c == '\r') body->state = STATE_SIZE_LF;
        return c != '\n';
    case STATE_SIZE_LF: body->state = body->left == 0 ? STATE_DONE : STATE_DATA; return c == '\n';
    case STATE_DATA_CR: body->state = STATE_DATA_LF; return c == '\r';
    default: body->state = STATE_SIZE_BEGIN; return c == '\n'; /* STATE_DATA_LF */
    }
}

/*@ requires \valid(body) && body_stands(body) && body->state == STATE_DATA;
    assigns body->left, body->state;
    ensures \result <= len && body_stands(body);
    ensures len > 0 ==> \result > 0; */
static size_t data_take(pipit_body_t *body, size_t len) {
    if (body->mode == PIPIT_BODY_EOF) return len;
    size_t n = len < body->left ? len : body->left;
    body->left -= (uint32_t)n;
    if (body->left == 0) body->state = body->mode == PIPIT_BODY_CHUNKED ? STATE_DATA_CR : STATE_DONE;
    return n;
}

/*@ requires \valid(body) && \valid(used) && \valid(payload) && \valid_read(bytes + (0 .. len - 1));
    requires \separated(body, used, payload, bytes + (0 .. len - 1));
    requires body_stands(body);
    assigns *body, *used, *payload;
    ensures \result == 0 || \result == 1 || \result == PIPIT_E_CHUNK;
    ensures \result >= 0 ==> *payload <= *used <= len && body_stands(body);
    ensures \result >= 0 ==> (\result == 1 <==> body->state == STATE_DONE);
    ensures \result == 0 && len > 0 ==> *used > 0; */
int32_t pipit_body_read(pipit_body_t *body, const uint8_t *bytes, size_t len, size_t *used, size_t *payload) {
    PIPIT_ASSERT(body && used && payload && (bytes || len == 0));
    size_t at = 0;
    *payload = 0;
    /*@ loop invariant at <= len && body_stands(body) && *payload == 0;
        loop invariant at == 0 && len > 0 ==> body->state == \at(body->state, LoopEntry);
        loop assigns at, *body;
        loop variant len - at; */
    while (body->state != STATE_DATA && body->state != STATE_DONE) {
        if (body->state <= STATE_SIZE) at += digits_take(body, bytes + at, len - at);
        if (at == len) break;
        if (!framing_byte(body, bytes[at++])) return PIPIT_E_CHUNK;
    }
    if (body->state == STATE_DATA) *payload = data_take(body, len - at);
    *used = at + *payload;
    return body->state == STATE_DONE;
}

/*@ requires \valid(body) && body_stands(body) && n <= UINT32_MAX - body->left;
    assigns *body;
    ensures body_stands(body); */
void pipit_body_unread(pipit_body_t *body, size_t n) {
    PIPIT_ASSERT(body);
    if (n == 0 || body->mode == PIPIT_BODY_EOF) return;
    body->left += (uint32_t)n;
    body->state = STATE_DATA;
}

/*@ requires \valid_read(body);
    assigns \nothing;
    ensures \result <==> body->state == STATE_DONE; */
bool pipit_body_complete(const pipit_body_t *body) {
    PIPIT_ASSERT(body);
    return body->state == STATE_DONE;
}

/*@ requires \valid_read(body);
    assigns \nothing;
    ensures \result == PIPIT_OK || \result == PIPIT_E_TRUNCATED; */
pipit_err_t pipit_body_end(const pipit_body_t *body) {
    PIPIT_ASSERT(body);
    bool good = body->state == STATE_SIZE_BEGIN || body->state == STATE_DONE || body->mode == PIPIT_BODY_EOF;
    return good ? PIPIT_OK : PIPIT_E_TRUNCATED;
}
