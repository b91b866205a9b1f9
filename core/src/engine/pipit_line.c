/* SPDX-License-Identifier: MIT */
#include "pipit_engine.h"
#include <string.h>

/*@ predicate buffer_stands(pipit_t *client) =
      PIPIT_RX_SLACK < client->config.rx_bytes <= UINT32_MAX - PIPIT_RX_SLACK &&
      \valid(client->config.rx + (0 .. client->config.rx_bytes - 1)) &&
      \separated(client, client->config.rx + (0 .. client->config.rx_bytes - 1));
    predicate text_stands(pipit_t *client, integer at) =
      buffer_stands(client) && client->io.text.len <= client->config.rx_bytes - PIPIT_RX_SLACK + 1 &&
      (client->io.text.len > 0 ==> client->io.text.at + client->io.text.len <= at) &&
      at <= client->config.rx_bytes; */

/*@ requires \valid_read(client) && buffer_stands(client);
    assigns \nothing;
    ensures \result == client->config.rx_bytes - PIPIT_RX_SLACK; */
uint32_t pipit_i_text_limit(const pipit_t *client) {
    return (uint32_t)client->config.rx_bytes - PIPIT_RX_SLACK;
}

/*@ requires \valid_read(client) && buffer_stands(client);
    assigns \nothing;
    ensures \result <==> client->io.text.total > client->config.rx_bytes - PIPIT_RX_SLACK; */
bool pipit_i_text_oversize(const pipit_t *client) {
    return client->io.text.total > pipit_i_text_limit(client);
}

/*@ requires \valid(client) && buffer_stands(client) && client->raw <= client->config.rx_bytes;
    assigns client->io.text.at, client->io.text.len, client->io.text.total, client->last_cr;
    ensures text_stands(client, client->raw); */
void pipit_i_text_clear(pipit_t *client) {
    client->io.text.at = client->raw;
    client->io.text.len = 0;
    client->io.text.total = 0;
    client->last_cr = false;
}

/*@ requires \valid(client);
    assigns client->io.text.total;
    ensures client->io.text.total == \min(\old(client->io.text.total) + len, UINT32_MAX); */
void pipit_i_text_count(pipit_t *client, uint32_t len) {
    client->io.text.total = client->io.text.total > UINT32_MAX - len ? UINT32_MAX : client->io.text.total + len;
}

/*@ requires \valid(client) && text_stands(client, at) && at + len <= client->config.rx_bytes;
    assigns client->io.text.at, client->io.text.len, client->io.text.total, client->last_cr,
            client->config.rx[0 .. client->config.rx_bytes - 1];
    ensures text_stands(client, at + len);
    ensures client->io.text.total >= \old(client->io.text.total); */
void pipit_i_text_append(pipit_t *client, uint32_t at, uint32_t len) {
    if (len == 0) return;
    client->last_cr = client->config.rx[at + len - 1] == '\r'; /* now, because the move may overwrite it */
    pipit_i_text_count(client, len);
    pipit_i_text_keep(client, at, len);
}

/*@ requires \valid(client) && text_stands(client, at) && at + len <= client->config.rx_bytes;
    assigns client->io.text.at, client->io.text.len, client->config.rx[0 .. client->config.rx_bytes - 1];
    ensures text_stands(client, at + len); */
void pipit_i_text_keep(pipit_t *client, uint32_t at, uint32_t len) {
    uint8_t *rx = client->config.rx;
    /* One byte more than the longest text, because the last byte may be the CR of the line end. If it is not, only half
     * of that is kept: the other half is room to receive the rest. The rest of a refusal is not received. */
    uint32_t most = pipit_i_text_limit(client) + 1u;
    if (client->io.text.total > most && client->framing != PIPIT_I_WHOLE) most /= 2u;
    if (client->io.text.len == 0) client->io.text.at = at;
    uint32_t end = client->io.text.at + client->io.text.len;
    PIPIT_ASSERT(end <= at);
    if (end != at) memmove(rx + end, rx + at, len);
    client->io.text.len += len;
    if (client->io.text.len > most) client->io.text.len = most;
}

/*@ requires \valid(client) && buffer_stands(client);
    assigns client->io.text.len;
    ensures client->io.text.len <= client->config.rx_bytes - PIPIT_RX_SLACK; */
void pipit_i_text_close(pipit_t *client) {
    uint32_t most = pipit_i_text_oversize(client) ? pipit_i_text_limit(client) : client->io.text.total;
    if (client->io.text.len > most) client->io.text.len = most;
}

/*@ requires \valid(client) && buffer_stands(client);
    assigns client->io.text.len, client->io.text.total;
    ensures client->io.text.len <= client->config.rx_bytes - PIPIT_RX_SLACK; */
void pipit_i_line_close(pipit_t *client) {
    if (client->last_cr) client->io.text.total--;
    pipit_i_text_close(client);
}

/*@ requires \valid(client) && text_stands(client, client->raw) && client->raw + len <= client->config.rx_bytes;
    assigns client->io.text.at, client->io.text.len, client->io.text.total, client->last_cr,
            client->http.in.complete, client->config.rx[0 .. client->config.rx_bytes - 1];
    ensures \result <= len && (len > 0 ==> \result > 0); */
uint32_t pipit_i_line_take(pipit_t *client, uint32_t len) {
    const uint8_t *from = client->config.rx + client->raw;
    const uint8_t *end = memchr(from, '\n', len);
    if (end) len = (uint32_t)(end - from);
    pipit_i_text_append(client, client->raw, len);
    if (!end) return len;
    pipit_i_line_close(client);
    client->http.in.complete = true;
    return len + 1u;
}
