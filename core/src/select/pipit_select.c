/* SPDX-License-Identifier: MIT */
/* Select writes the selected members of a line as a smaller JSON text of the same shape, and its tokens. All state is
 * in pipit_select_scan_t, so the line may arrive in any pieces. The text is never longer than the bytes that were
 * read, so it can be written over them. */
#include "pipit_select_int.h"
#include <stddef.h>
#include <string.h>

/* In these states a complete name is handled and no byte is used. They must run before this piece ends, because the
 * text may be moved before the next piece: see pipit_i_select_put_comma(). */
static bool is_naming(const pipit_select_scan_t *s) {
    return s->state >= STATE_MATCH && s->state <= STATE_NAMED;
}

/* What is remembered from line to line is at the end of the scan. */
#ifdef PIPIT_SELECT_KNOWN
#define SCAN_BYTES offsetof(pipit_select_scan_t, known)
#else
#define SCAN_BYTES sizeof(pipit_select_scan_t)
#endif

static void scan_begin(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    memset(s, 0, SCAN_BYTES);
    s->gathers = PIPIT_CFG_WORD_SCAN;
    client->io.text.at = client->raw;
    client->io.text.len = 0;
}

/* Read rx[raw .. end), which belong to one line. */
static void bytes_take(pipit_t *client, uint32_t end) {
    const pipit_select_scan_t *s = scan_of(client);
    while ((client->raw < end && s->state < STATE_RAW) || is_naming(s)) {
#if PIPIT_CFG_WORD_SCAN
        uint32_t taken = pipit_i_select_run(client, client->raw, end - client->raw);
        client->raw += taken;
        if (taken > 0) continue;
#endif
        client->raw += pipit_i_select_step(client, client->raw, end - client->raw);
    }
    if (s->state == STATE_RAW) pipit_i_text_keep(client, client->raw, end - client->raw);
    client->raw = end; /* after an error the rest of the line is ignored */
}

#if PIPIT_CFG_WORD_SCAN
/* Read the bytes that were put together. `raw` is not changed. */
static void gathered_take(pipit_t *client) {
    const uint32_t raw = client->raw;
    const uint32_t end = client->io.text.at + client->io.text.len;
    scan_of(client)->gathers = false;
    client->raw = client->io.text.at;
    client->io.text.len = 0;
    bytes_take(client, end);
    client->raw = raw;
}

/* A line that fits into the buffer is read when all of it has arrived, without a stop at each piece.
 * @return false: it does not fit; what there was of it is read. */
static bool gather(pipit_t *client, uint32_t end) {
    const uint32_t len = end - client->raw;
    if (!scan_of(client)->gathers) return false;
    if (client->io.text.total + len > pipit_i_text_limit(client)) {
        gathered_take(client);
        return false;
    }
    pipit_i_text_append(client, client->raw, len);
    client->raw = end;
    if (client->http.in.complete) gathered_take(client);
    return true;
}
#endif

/* All bytes of rx[raw .. end) belong to one line. */
static void piece_take(pipit_t *client, uint32_t end) {
    if (client->io.text.total == 0) scan_begin(client);
#if PIPIT_CFG_WORD_SCAN
    if (gather(client, end)) return;
#endif
    if (end > client->raw)
        client->last_cr = client->config.rx[end - 1u] == '\r'; /* now, because the text may overwrite it */
    pipit_i_text_count(client, end - client->raw);
    bytes_take(client, end);
}

void pipit_i_select_take(pipit_t *client, uint32_t len) {
    const uint8_t *from = client->config.rx + client->raw;
    const uint8_t *lf = memchr(from, '\n', len);
    client->http.in.complete = lf != NULL;
    piece_take(client, client->raw + (lf ? (uint32_t)(lf - from) : len));
    if (!lf) return;
    client->raw++;
    pipit_i_line_close(client);
}

void pipit_i_select_close(pipit_t *client) {
#if PIPIT_CFG_WORD_SCAN
    if (scan_of(client)->gathers) gathered_take(client);
#endif
    pipit_i_line_close(client);
}

bool pipit_i_is_selection(const pipit_t *client) {
    return client->framing == PIPIT_I_SELECTED && scan_of(client)->state != STATE_RAW;
}

bool pipit_i_select_is_cut(const pipit_t *client) {
    return scan_of(client)->cut;
}

pipit_err_t pipit_i_select_end(const pipit_t *client, pipit_json_t *json) {
    const pipit_select_scan_t *s = scan_of(client);
    uint32_t controls;
    if (s->state != STATE_DONE) return PIPIT_E_JSON;
    if (s->unchecked && (!pipit_i_utf8_scan(json->text, json->len, &controls) || controls != 0)) return PIPIT_E_JSON;
    json->count = (uint32_t)s->count;
    return PIPIT_OK;
}
