/* SPDX-License-Identifier: MIT */
/* The head of an answer: the result is equal in one piece, byte by byte and with random cuts; each byte is read once;
 * and http-parser reads the same. */
#include "fuzz.h"
#include "pipit/http.h"
#include <http_parser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct {
    pipit_head_t head;
    size_t used;
    int32_t result;
} head_run_t;

static void head_run(head_run_t *run, const uint8_t *bytes, size_t len, uint32_t most, uint32_t dice) {
    memset(run, 0, sizeof *run);
    pipit_head_init(&run->head);
    while (run->result == 0 && run->used < len) {
        size_t n = 1u + fuzz_below(&dice, most);
        if (n > len - run->used) n = len - run->used;
        uint8_t *piece = malloc(n);
        if (!piece) abort();
        memcpy(piece, bytes + run->used, n);
        size_t taken = 0;
        run->result = pipit_head_read(&run->head, piece, n, &taken);
        FUZZ_CHECK(taken <= n && (taken == n || run->result != 0), "%zu of %zu taken", taken, n);
        run->used += taken;
        free(piece);
    }
}

static void compare(const head_run_t *a, const head_run_t *b) {
    FUZZ_CHECK(a->result == b->result && a->used == b->used, "the cut changes the end");
    FUZZ_CHECK(memcmp(&a->head, &b->head, sizeof a->head) == 0, "the cut changes what the head says");
}

/* ---- http-parser ---- */

typedef struct {
    size_t used;
    int32_t result;
    enum http_errno error;
    unsigned status;
    bool chunked;
    bool has_length;
    uint64_t length;
} foreign_t;

static int on_headers(http_parser *parser) {
    foreign_t *foreign = parser->data;
    if (parser->status_code >= 100 && parser->status_code < 200 && parser->status_code != 101) return 0;
    foreign->result = 1;
    foreign->chunked = (parser->flags & F_CHUNKED) != 0;
    foreign->has_length = (parser->flags & F_CONTENTLENGTH) != 0;
    foreign->length = parser->content_length;
    http_parser_pause(parser, 1);
    return 0;
}

static void foreign_run(foreign_t *foreign, const uint8_t *bytes, size_t len) {
    http_parser parser;
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_headers_complete = on_headers;
    http_parser_init(&parser, HTTP_RESPONSE);
    memset(foreign, 0, sizeof *foreign);
    parser.data = foreign;
    foreign->used = http_parser_execute(&parser, &settings, (const char *)bytes, len);
    foreign->error = HTTP_PARSER_ERRNO(&parser);
    foreign->status = parser.status_code;
    if (foreign->result == 0 && foreign->error != HPE_OK) foreign->result = PIPIT_E_HTTP;
}

/* ---- the differences between Pipit and http-parser; README.md says why ---- */

/* A CR that is not at a line end: Debian's http-parser, which is not strict, treats the byte after it as the LF. */
static bool has_bare_cr(const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i + 1u < len; i++) {
        if (bytes[i] == '\r' && bytes[i + 1u] != '\n') return true;
    }
    return false;
}

static bool is_blank(uint8_t byte) {
    return byte == ' ' || (byte < ' ' && byte != '\r' && byte != '\n');
}

/* "Transfer-Encoding: chunked<TAB>", or with a NUL: for Pipit it is a space (RFC 9110 section 5.5, RFC 9112 section 5),
 * for http-parser a part of the value. The same holds next to the comma of a list. */
static bool has_control_beside_value(const uint8_t *bytes, size_t len) {
    for (size_t begin = 0, end; begin < len; begin = end + 1u) {
        bool has_control = false;
        for (end = begin; end < len && is_blank(bytes[end]); end++)
            has_control = has_control || bytes[end] != ' ';
        const bool is_behind = begin > 0 && strchr(":,", bytes[begin - 1u]) != NULL;
        const bool is_before = end < len && strchr(",\r\n", bytes[end]) != NULL;
        if (has_control && (is_behind || is_before)) return true;
    }
    return false;
}

/* Upper and lower case are equal in names (RFC 9110 section 5.1). */
static bool has_name(const uint8_t *bytes, size_t len, const char *name) {
    const size_t name_len = strlen(name);
    for (size_t i = 0; i + name_len <= len; i++) {
        if (strncasecmp((const char *)bytes + i, name, name_len) == 0) return true;
    }
    return false;
}

/* Errors of http-parser that Pipit accepts on purpose. */
static bool is_refused_on_purpose(enum http_errno error) {
    switch (error) {
    case HPE_INVALID_HEADER_TOKEN:
    case HPE_HEADER_OVERFLOW:
    case HPE_LF_EXPECTED:
    case HPE_INVALID_STATUS:
    case HPE_INVALID_CONTENT_LENGTH:
    case HPE_UNEXPECTED_CONTENT_LENGTH:
    case HPE_INVALID_CHUNK_SIZE: /* after a 1xx answer, which has no body */
    case HPE_INVALID_TRANSFER_ENCODING: return true;
    default: return false;
    }
}

/* A 1xx answer with the length of a body: it has no body (RFC 9112 section 6.3), but http-parser reads one. */
static bool has_body_of_1xx(const foreign_t *foreign, const uint8_t *bytes, size_t len) {
    return foreign->status < 200 &&
           (has_name(bytes, len, "transfer-encoding") || has_name(bytes, len, "content-length"));
}

/* Answers that Pipit refuses and http-parser accepts: without "HTTP/1.x " before the status; a status below 100; 101;
 * lengths that contradict each other. */
static bool is_accepted_by_others(const head_run_t *run, const foreign_t *foreign) {
    return run->head.status == 0 || foreign->status < 100 || run->head.status == 101 || run->result == PIPIT_E_FRAMING;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    head_run_t whole;
    head_run_t other;
    foreign_t foreign;
    if (len < 5 || len > FUZZ_INPUT_BYTES) return 0; /* for http-parser 0 bytes mean the end of the connection */
    fuzz_input_t input = {bytes, len};
    const uint32_t dice = fuzz_u32(&input);
    head_run(&whole, input.at, input.left, FUZZ_INPUT_BYTES, dice);
    head_run(&other, input.at, input.left, 1, dice);
    compare(&whole, &other);
    head_run(&other, input.at, input.left, 40, dice);
    compare(&whole, &other);
    FUZZ_CHECK(whole.result != 1 || (whole.head.status >= 200 && whole.head.status <= 999), "%u", whole.head.status);
    if (has_bare_cr(input.at, input.left)) return 0;
    foreign_run(&foreign, input.at, input.left);
    if (foreign.result < 0) {
        FUZZ_CHECK(whole.result < 0 || is_refused_on_purpose(foreign.error), "http-parser: %s",
                   http_errno_name(foreign.error));
        return 0;
    }
    if (has_body_of_1xx(&foreign, input.at, input.left)) return 0;
    if (whole.result < 0) {
        FUZZ_CHECK(is_accepted_by_others(&whole, &foreign), "refused (%ld), and http-parser accepts it",
                   (long)whole.result);
        return 0;
    }
    FUZZ_CHECK(whole.result == foreign.result, "%ld, http-parser %ld", (long)whole.result, (long)foreign.result);
    if (whole.result == 0) return 0;
    FUZZ_CHECK(whole.head.status == foreign.status, "status %u, http-parser %u", whole.head.status, foreign.status);
    if (has_control_beside_value(input.at, whole.used)) return 0;
    FUZZ_CHECK(whole.head.chunked == foreign.chunked, "chunked?");
    FUZZ_CHECK((whole.head.content_length != PIPIT_HEAD_ABSENT) == foreign.has_length, "a length?");
    FUZZ_CHECK(!foreign.has_length || whole.head.content_length == foreign.length, "another length");
    return 0;
}
