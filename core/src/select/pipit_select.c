/* SPDX-License-Identifier: MIT */
/* Select writes the selected members of a line as a smaller JSON text of the same shape, and its tokens. All state is
 * in pipit_select_scan_t, so the line may arrive in any pieces. The text is never longer than the bytes that were
 * read, so it can be written over them. */
#include "pipit_select_int.h"
#include <string.h>

/* In these states a complete name is handled and no byte is used. They must run before this piece ends, because the
 * text may be moved before the next piece: see pipit_i_select_put_comma(). */
static bool is_naming(const pipit_select_scan_t *s) {
    return s->state >= STATE_MATCH && s->state <= STATE_NAMED;
}

/* All bytes of rx[raw .. end) belong to one line. */
static void piece_begin(pipit_t *client, uint32_t end) {
    pipit_select_scan_t *s = scan_of(client);
    if (client->io.text.total == 0) {
        memset(s, 0, sizeof *s);
        client->io.text.at = client->raw;
        client->io.text.len = 0;
    }
    if (end > client->raw)
        client->last_cr = client->config.rx[end - 1u] == '\r'; /* now, because the text may overwrite it */
    pipit_i_text_count(client, end - client->raw);
}

void pipit_i_select_take(pipit_t *client, uint32_t len) {
    const pipit_select_scan_t *s = scan_of(client);
    const uint8_t *from = client->config.rx + client->raw;
    const uint8_t *lf = memchr(from, '\n', len);
    const uint32_t end = client->raw + (lf ? (uint32_t)(lf - from) : len);
    client->http.in.complete = lf != NULL;
    piece_begin(client, end);
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
    if (!client->http.in.complete) return;
    client->raw++;
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
    if (s->state != STATE_DONE || !pipit_i_utf8_scan(json->text, json->len, &controls) || controls != 0)
        return PIPIT_E_JSON;
    json->count = (uint32_t)s->count;
    return PIPIT_OK;
}
