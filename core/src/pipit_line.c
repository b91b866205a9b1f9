/* SPDX-License-Identifier: MIT */
#include "pipit_int.h"
#include "pipit_state.h"
#include <string.h>

uint32_t pipit_i_text_limit(const pipit_t *client) {
    return (uint32_t)client->config.rx_bytes - PIPIT_RX_SLACK;
}

bool pipit_i_text_oversize(const pipit_t *client) {
    return client->line_total > pipit_i_text_limit(client);
}

void pipit_i_text_clear(pipit_t *client) {
    client->line = client->raw;
    client->line_len = 0;
    client->line_total = 0;
    client->flags = (uint8_t)(client->flags & ~PIPIT_I_FLAG_LAST_CR);
}

void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len) {
    uint8_t *rx = client->config.rx;
    /* One byte more than a line may have: whether the last byte is the CR of the line end is not known yet. */
    uint32_t room = pipit_i_text_limit(client) + 1u - client->line_len;
    uint32_t n = len < room ? len : room;
    if (len == 0) return;
    uint8_t last = rx[at + len - 1]; /* before the move, which may overwrite it */
    if (client->line_len == 0) client->line = at;
    PIPIT_ASSERT(client->line + client->line_len <= at);
    if (client->line + client->line_len != at) memmove(rx + client->line + client->line_len, rx + at, n);
    client->line_len += n;
    client->line_total = client->line_total > UINT32_MAX - len ? UINT32_MAX : client->line_total + len;
    if (last == '\r')
        client->flags = (uint8_t)(client->flags | PIPIT_I_FLAG_LAST_CR);
    else
        client->flags = (uint8_t)(client->flags & ~PIPIT_I_FLAG_LAST_CR);
}

static void line_end(pipit_t *client) {
    uint32_t limit = pipit_i_text_limit(client);
    if (client->flags & PIPIT_I_FLAG_LAST_CR) client->line_total--;
    if (client->line_len > client->line_total) client->line_len = client->line_total;
    if (client->line_len > limit) client->line_len = limit;
}

bool pipit_i_line_take(pipit_t *client, uint32_t at, uint32_t len, uint32_t *used) {
    const uint8_t *from = client->config.rx + at;
    const uint8_t *end = memchr(from, '\n', len);
    uint32_t n = end ? (uint32_t)(end - from) : len;
    pipit_i_text_append(client, at, n);
    *used = end ? n + 1u : n;
    if (end) line_end(client);
    return end != NULL;
}
