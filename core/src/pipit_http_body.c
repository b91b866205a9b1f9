/* SPDX-License-Identifier: MIT */
#include "pipit/config.h"
#include "pipit/http.h"

enum {
    STATE_SIZE_BEGIN, /* no digit yet */
    STATE_SIZE,
    STATE_EXTENSION,
    STATE_SIZE_LF,
    STATE_DATA,
    STATE_DATA_CR, /* after the data of a chunk */
    STATE_DATA_LF,
    STATE_TRAILER_BEGIN,
    STATE_TRAILER,
    STATE_TRAILER_LF, /* the LF of the empty line */
    STATE_DONE
};

#define STATUS_NO_CONTENT 204u
#define STATUS_NOT_MODIFIED 304u
#define SIZE_LIMIT 0x0fffffffu /* above it another hex digit overflows 32 bits */

void pipit_body_init(pipit_body_t *body, const pipit_head_t *head) {
    uint32_t length = head->content_length;
    bool none = head->status == STATUS_NO_CONTENT || head->status == STATUS_NOT_MODIFIED;
    body->left = 0;
    body->digits = 0;
    body->state = STATE_SIZE_BEGIN;
    if (none) {
        body->mode = PIPIT_BODY_NONE;
    } else if (head->chunked) {
        body->mode = PIPIT_BODY_CHUNKED;
    } else if (length != PIPIT_HEAD_ABSENT) {
        body->mode = PIPIT_BODY_LENGTH;
        body->left = length;
    } else {
        body->mode = PIPIT_BODY_EOF;
    }
}

static int hex_value(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static int32_t size_line_end(pipit_body_t *body) {
    body->state = body->left == 0 ? STATE_TRAILER_BEGIN : STATE_DATA;
    return 0;
}

static int32_t size_byte(pipit_body_t *body, uint8_t c) {
    int digit = hex_value(c);
    if (digit >= 0) {
        if (body->left > SIZE_LIMIT) return PIPIT_E_CHUNK;
        body->left = body->left << 4 | (uint32_t)digit;
        body->state = STATE_SIZE;
        return 0;
    }
    if (body->state == STATE_SIZE_BEGIN) return PIPIT_E_CHUNK;
    if (c == '\n') return size_line_end(body);
    if (c == '\r')
        body->state = STATE_SIZE_LF;
    else if (c == ';' || c == ' ' || c == '\t')
        body->state = STATE_EXTENSION;
    else
        return PIPIT_E_CHUNK;
    return 0;
}

static int32_t data_end(pipit_body_t *body) {
    body->state = STATE_SIZE_BEGIN;
    body->left = 0;
    return 0;
}

static int32_t chunked_byte(pipit_body_t *body, uint8_t c) {
    switch (body->state) {
    case STATE_SIZE_BEGIN:
    case STATE_SIZE: return size_byte(body, c);
    case STATE_EXTENSION: return c == '\n' ? size_line_end(body) : 0;
    case STATE_SIZE_LF: return c == '\n' ? size_line_end(body) : PIPIT_E_CHUNK;
    case STATE_DATA_CR:
        if (c == '\n') return data_end(body);
        body->state = STATE_DATA_LF;
        return c == '\r' ? 0 : PIPIT_E_CHUNK;
    case STATE_DATA_LF: return c == '\n' ? data_end(body) : PIPIT_E_CHUNK;
    case STATE_TRAILER_BEGIN:
        if (c == '\n')
            body->state = STATE_DONE;
        else
            body->state = c == '\r' ? STATE_TRAILER_LF : STATE_TRAILER;
        return 0;
    case STATE_TRAILER:
        if (c == '\n') body->state = STATE_TRAILER_BEGIN;
        return 0;
    case STATE_TRAILER_LF: body->state = STATE_DONE; return c == '\n' ? 0 : PIPIT_E_CHUNK;
    default: PIPIT_ASSERT(false); return 0;
    }
}

static size_t payload_take(pipit_body_t *body, size_t len) {
    size_t n = len < body->left ? len : body->left;
    body->left -= (uint32_t)n;
    return n;
}

static int32_t chunked_read(pipit_body_t *body, const uint8_t *bytes, size_t len, size_t *used, size_t *payload) {
    size_t i = 0;
    int32_t result = 0;
    while (i < len && result == 0 && body->state != STATE_DATA && body->state != STATE_DONE) {
        result = chunked_byte(body, bytes[i]);
        i++;
    }
    if (result == 0 && body->state == STATE_DATA) {
        *payload = payload_take(body, len - i);
        i += *payload;
        if (body->left == 0) body->state = STATE_DATA_CR;
    }
    *used = i;
    if (result != 0) return result;
    return body->state == STATE_DONE ? 1 : 0;
}

int32_t pipit_body_read(pipit_body_t *body, const uint8_t *bytes, size_t len, size_t *used, size_t *payload) {
    *used = 0;
    *payload = 0;
    switch (body->mode) {
    case PIPIT_BODY_CHUNKED: return chunked_read(body, bytes, len, used, payload);
    case PIPIT_BODY_LENGTH:
        *payload = payload_take(body, len);
        *used = *payload;
        return body->left == 0 ? 1 : 0;
    case PIPIT_BODY_EOF:
        *payload = len;
        *used = len;
        return 0;
    default: return 1;
    }
}

void pipit_body_unread(pipit_body_t *body, size_t n) {
    if (n == 0 || body->mode == PIPIT_BODY_EOF) return;
    body->left += (uint32_t)n;
    if (body->mode == PIPIT_BODY_CHUNKED) body->state = STATE_DATA;
}

bool pipit_body_complete(const pipit_body_t *body) {
    switch (body->mode) {
    case PIPIT_BODY_CHUNKED: return body->state == STATE_DONE;
    case PIPIT_BODY_LENGTH: return body->left == 0;
    case PIPIT_BODY_EOF: return false;
    default: return true;
    }
}

pipit_err_t pipit_body_end(const pipit_body_t *body) {
    switch (body->mode) {
    case PIPIT_BODY_CHUNKED:
        return body->state == STATE_SIZE_BEGIN || body->state == STATE_DONE ? PIPIT_OK : PIPIT_E_TRUNCATED;
    case PIPIT_BODY_LENGTH: return body->left == 0 ? PIPIT_OK : PIPIT_E_TRUNCATED;
    default: return PIPIT_OK;
    }
}
