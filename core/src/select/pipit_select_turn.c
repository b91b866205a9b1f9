/* SPDX-License-Identifier: MIT */
/* The driver of a stream with select: it runs select on the received bytes, and calls the functions of the stream for
 * all else. */
#include "../engine/pipit_engine.h"
#include "../stream/pipit_stream_int.h"
#include "../x/pipit_x.h"
#include "pipit_select_int.h"
#include <string.h>

static bool path_is_valid(const char *path) {
    uint32_t names = 0;
    if (!path) return false;
    for (bool more = true; more; names++) {
        size_t len = 0;
        while (is_plain(path[len]) && path[len] != '.')
            len++;
        more = path[len] == '.';
        if (len == 0 || (!more && path[len] != '\0')) return false;
        path += len + 1u;
    }
    return names <= PIPIT_SELECT_NAMES;
}

static bool are_paths_valid(pipit_select_t *select) {
    select->offender = select->path_count;
    if (select->path_count == 0 || select->path_count > PIPIT_SELECT_PATHS || !select->paths) return false;
    for (size_t i = 0; i < select->path_count; i++) {
        select->offender = i;
        if (!path_is_valid(select->paths[i])) return false;
    }
    return true;
}

static void piece_take(pipit_t *client, pipit_event_t *event) {
    const uint32_t end = client->raw;
    pipit_i_select_take(client, pipit_i_piece_begin(client));
    pipit_i_piece_end(client, end);
    if (client->http.in.complete) pipit_i_line_complete(client, event, pipit_i_is_selection(client));
}

/* The last line has no line end. */
static void line_close(pipit_t *client, pipit_event_t *event) {
    pipit_i_select_close(client);
    pipit_i_line_complete(client, event, pipit_i_is_selection(client));
}

static void text_read(pipit_t *client, pipit_event_t *event) {
    if (event->kind == PIPIT_EV_REQUEST_ERROR) {
        pipit_i_stream_refused(client, event);
    } else if (event->kind == PIPIT_EV_LINE) {
        event->json.text = (char *)client->config.rx + client->io.text.at;
        event->json.tokens = client->config.tokens;
        event->json.len = client->io.text.len;
        event->err = pipit_i_is_selection(client) ? pipit_i_select_end(client, &event->json)
                                                  : pipit_i_text_parse(client, &event->json);
        event->cut = pipit_i_select_is_cut(client);
        client->select->cut_count += event->cut;
        pipit_i_line_read(client, event);
    }
}

static bool select_turn(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    uint8_t step = PIPIT_I_STEP_MORE;
    pipit_i_stream_begin(client, now_ms, event);
    while (event->kind == PIPIT_EV_NONE && step) {
        step = pipit_i_step(client, event);
        if (step == PIPIT_I_STEP_OVER && client->io.text.total > 0)
            line_close(client, event);
        else
            step = pipit_i_stream_step(client, event, step, PIPIT_I_SELECTED);
        if (pipit_i_has_piece(client)) piece_take(client, event);
        if (client->shown) text_read(client, event);
        pipit_i_stream_event(client, event);
    }
    return pipit_i_turn_end(client, event);
}

static const pipit_driver_t select_driver = {select_turn, pipit_i_stream_write};

pipit_err_t pipit_select_use(pipit_t *client, pipit_select_t *select) {
    const pipit_err_t err = pipit_i_ready(client, false);
    if (err != PIPIT_OK) return err;
    if (select && !are_paths_valid(select)) return pipit_i_invalid(client, PIPIT_I_BAD_SELECT);
    if (select && select->client && select->client != client) return PIPIT_E_STATE;
    if (client->select) client->select->client = NULL;
    if (select) {
        memset(&select->scan, 0, sizeof select->scan); /* also what was remembered for other paths */
        select->client = client;
        select->driver = &select_driver;
    }
    client->select = select;
    return PIPIT_OK;
}
