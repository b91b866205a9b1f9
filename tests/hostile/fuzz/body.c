/* SPDX-License-Identifier: MIT */
/* A chunked body: the result is equal in one piece, byte by byte and with random cuts; each byte is read once; the
 * payload is inside the input; and it is equal to that of a simple reference and to that of http-parser. */
#include "fuzz.h"
#include "pipit/http.h"
#include <http_parser.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint8_t payload[FUZZ_INPUT_BYTES];
    size_t payload_len;
    size_t used;
    int32_t result;
} body_run_t;

static void body_begin(pipit_body_t *body) {
    pipit_head_t head;
    pipit_head_init(&head);
    head.status = 200;
    head.chunked = true;
    pipit_body_init(body, &head);
}

/* Read the body in pieces of at most `most` bytes, each in separate memory. */
static void body_run(body_run_t *run, const uint8_t *bytes, size_t len, uint32_t most, uint32_t dice) {
    pipit_body_t body;
    body_begin(&body);
    memset(run, 0, sizeof *run);
    while (run->result == 0 && run->used < len) {
        size_t n = 1u + fuzz_below(&dice, most);
        if (n > len - run->used) n = len - run->used;
        uint8_t *piece = malloc(n);
        if (!piece) abort();
        memcpy(piece, bytes + run->used, n);
        size_t taken = 0;
        size_t payload = 0;
        run->result = pipit_body_read(&body, piece, n, &taken, &payload);
        if (run->result >= 0) {
            FUZZ_CHECK(taken <= n && payload <= taken, "%zu of %zu, payload %zu", taken, n, payload);
            FUZZ_CHECK(taken > 0 || run->result == 1, "nothing was taken");
            memcpy(run->payload + run->payload_len, piece + taken - payload, payload);
            run->payload_len += payload;
            run->used += taken;
        }
        FUZZ_CHECK((run->result == 1) == (run->result >= 0 && pipit_body_complete(&body)), "complete?");
        free(piece);
    }
}

static void compare(const body_run_t *a, const body_run_t *b) {
    FUZZ_CHECK(a->result == b->result, "%ld and %ld", (long)a->result, (long)b->result);
    FUZZ_CHECK(a->payload_len == b->payload_len && memcmp(a->payload, b->payload, a->payload_len) == 0,
               "other payload");
    FUZZ_CHECK(a->result < 0 || a->used == b->used, "%zu and %zu bytes", a->used, b->used);
}

/* ---- http-parser ---- */

typedef struct {
    body_run_t run;
    enum http_errno error;
} foreign_t;

static int on_body(http_parser *parser, const char *at, size_t len) {
    foreign_t *foreign = parser->data;
    memcpy(foreign->run.payload + foreign->run.payload_len, at, len);
    foreign->run.payload_len += len;
    return 0;
}

static int on_complete(http_parser *parser) {
    foreign_t *foreign = parser->data;
    foreign->run.result = 1;
    http_parser_pause(parser, 1);
    return 0;
}

static void foreign_run(foreign_t *foreign, const uint8_t *bytes, size_t len) {
    static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    http_parser parser;
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_body = on_body;
    settings.on_message_complete = on_complete;
    http_parser_init(&parser, HTTP_RESPONSE);
    memset(foreign, 0, sizeof *foreign);
    parser.data = foreign;
    (void)http_parser_execute(&parser, &settings, head, sizeof head - 1u);
    (void)http_parser_execute(&parser, &settings, (const char *)bytes, len);
    foreign->error = HTTP_PARSER_ERRNO(&parser);
    if (foreign->run.result == 0 && foreign->error != HPE_OK) foreign->run.result = PIPIT_E_CHUNK;
}

/* ---- the reference, which has all bytes at once ---- */

/* Bytes that http-parser reads differently, or refuses. README.md says what Pipit does, and why. */
enum {
    NOTE_BARE_LF = 1, /* a line ends without a CR: refused */
    NOTE_BARE_CR = 2, /* a CR inside a line: refused */
    NOTE_EXTENSION = 4,
    NOTE_TRAILER = 8,
    NOTE_NO_LINE_END = 16, /* other bytes instead of a line end: refused */
    NOTE_LARGE = 32,       /* a size of 2^32 bytes or more: refused */
    NOTE_HIGH_BYTE = 64    /* a byte above 127 in a size, which http-parser reads as the digit 0 */
};

typedef struct {
    const uint8_t *bytes;
    size_t len;
    size_t at;
    unsigned notes;
    body_run_t run;
} reference_t;

static bool is_at_end(const reference_t *r) {
    return r->at == r->len;
}

static bool refuse(reference_t *r, unsigned note) {
    r->notes |= note;
    r->run.result = PIPIT_E_CHUNK;
    return false;
}

/* Read a line end. @return false if there are no more bytes, or other bytes; the latter are refused. */
static bool line_end_take(reference_t *r) {
    const size_t left = r->len - r->at;
    const uint8_t *at = r->bytes + r->at;
    if (left > 0 && *at != '\r') return refuse(r, *at == '\n' ? NOTE_BARE_LF : NOTE_NO_LINE_END);
    if (left > 1 && at[1] != '\n') return refuse(r, NOTE_NO_LINE_END | NOTE_BARE_CR);
    r->at += left < 2 ? left : 2;
    return left >= 2;
}

/* Skip the rest of a size line: blanks, and an extension after a semicolon. */
static bool rest_take(reference_t *r) {
    while (!is_at_end(r) && (r->bytes[r->at] == ' ' || r->bytes[r->at] == '\t'))
        r->at++;
    if (is_at_end(r)) return false;
    if (r->bytes[r->at] != ';') return line_end_take(r);
    while (!is_at_end(r) && r->bytes[r->at] != '\r' && r->bytes[r->at] != '\n')
        r->at++;
    return line_end_take(r);
}

static bool size_take(reference_t *r, uint64_t *size) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *digit;
    bool any = false;
    *size = 0;
    while (!is_at_end(r) && (digit = memchr(digits, r->bytes[r->at], sizeof digits - 1u)) != NULL) {
        *size = *size << 4 | ((uint64_t)(digit - digits) & 15u);
        any = true;
        if (*size > UINT32_MAX) {
            r->notes |= NOTE_LARGE;
            r->run.result = PIPIT_E_CHUNK;
            return false;
        }
        r->at++;
    }
    if (is_at_end(r)) return false;
    const uint8_t c = r->bytes[r->at];
    if (c > 127) r->notes |= NOTE_HIGH_BYTE;
    if (!any) return refuse(r, 0);
    if (c == ';' || c == ' ' || c == '\t') r->notes |= NOTE_EXTENSION;
    return rest_take(r);
}

static bool data_take(reference_t *r, uint64_t size) {
    const size_t left = r->len - r->at;
    const size_t n = size < left ? (size_t)size : left;
    memcpy(r->run.payload + r->run.payload_len, r->bytes + r->at, n);
    r->run.payload_len += n;
    r->at += n;
    if (n < size) return false;
    return line_end_take(r);
}

static void reference_run(reference_t *r, const uint8_t *bytes, size_t len) {
    uint64_t size = 0;
    memset(r, 0, sizeof *r);
    r->bytes = bytes;
    r->len = len;
    while (size_take(r, &size)) {
        if (size > 0 && data_take(r, size)) continue;
        if (size == 0 && r->run.result == 0) r->run.result = 1;
        if (size == 0) r->notes |= NOTE_TRAILER; /* http-parser continues to read them */
        break;
    }
    r->run.used = r->at;
}

/* http-parser and Pipit must agree, except where the notes allow a difference. */
static void foreign_check(const reference_t *r, const foreign_t *foreign) {
    if (r->notes & (NOTE_BARE_LF | NOTE_BARE_CR)) return;
    if (r->run.result < 0) {
        FUZZ_CHECK(foreign->run.result < 0 || r->notes & (NOTE_NO_LINE_END | NOTE_LARGE | NOTE_HIGH_BYTE),
                   "http-parser accepts it");
        return;
    }
    if (foreign->run.result < 0) {
        FUZZ_CHECK(r->notes & (NOTE_TRAILER | NOTE_EXTENSION), "http-parser: %s", http_errno_name(foreign->error));
        return;
    }
    if (!(r->notes & NOTE_TRAILER))
        FUZZ_CHECK(r->run.result == foreign->run.result, "%ld, http-parser %ld", (long)r->run.result,
                   (long)foreign->run.result);
    FUZZ_CHECK(r->run.payload_len == foreign->run.payload_len &&
                   memcmp(r->run.payload, foreign->run.payload, r->run.payload_len) == 0,
               "another payload than http-parser's");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static body_run_t whole;
    static body_run_t other;
    static reference_t reference;
    static foreign_t foreign;
    if (len < 5 || len > FUZZ_INPUT_BYTES) return 0; /* for http-parser 0 bytes mean the end of the connection */
    fuzz_input_t input = {bytes, len};
    const uint32_t dice = fuzz_u32(&input);
    body_run(&whole, input.at, input.left, FUZZ_INPUT_BYTES, dice);
    body_run(&other, input.at, input.left, 1, dice);
    compare(&whole, &other);
    body_run(&other, input.at, input.left, 40, dice);
    compare(&whole, &other);
    reference_run(&reference, input.at, input.left);
    compare(&whole, &reference.run);
    foreign_run(&foreign, input.at, input.left);
    foreign_check(&reference, &foreign);
    return 0;
}
