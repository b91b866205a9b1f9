/* SPDX-License-Identifier: MIT */
/* Gives lines to a client with pipit_select_use() and prints its events, for differential.py.
 *
 *     select_lines SEED <input
 *
 * Input, repeated: "RX_BYTES TOKENS PIECE PATHS BEFORE LEN\n", the paths separated by commas, BEFORE times
 * "BYTES\n" and so many bytes of a line, and LEN bytes of a line. The lines before it come first, on the same
 * connection. PIECE is how many bytes of the line arrive at once: 0 means all, -1 a random number. Output, one of these
 * for the last line:
 *
 *     LINE ERR CUT TOTAL LEN\n<text>\n    OVERSIZE TOTAL\n    KEEP_ALIVE\n */
#include "decoded_marks.h"
#include "pipit/pipit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RX_MOST 262144
#define TOKENS_MOST 65536
#define PATHS_MOST 40

static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

static pipit_token_t *tokens;
static pipit_t client;
static uint64_t random_state;
static bool is_before; /* the lines that come before the one whose event is printed */

static unsigned below(unsigned n) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(random_state >> 33) % n;
}

static void die(const char *what) {
    fprintf(stderr, "select_lines: %s\n", what);
    exit(2);
}

/* The tokens that select has made must be equal to those that the parser finds in the text. */
static void tokens_check(pipit_event_t *event) {
    if (!decoded_marks_undo(&event->json)) die("a value is marked as decoded, and is not");
    static pipit_token_t found[TOKENS_MOST];
    pipit_json_t json;
    char *copy = malloc(event->data.len + 1);
    if (!copy) die("no memory");
    memcpy(copy, event->data.ptr, event->data.len);
    if (pipit_json_parse(&json, copy, event->data.len, found, TOKENS_MOST) != PIPIT_OK)
        die("handed out as good, but it is no JSON");
    if (json.count != event->json.count || memcmp(found, tokens, json.count * sizeof *found) != 0) die("other tokens");
    free(copy);
}

static void print(pipit_event_t *event) {
    switch (event->kind) {
    case PIPIT_EV_LINE:
        if (event->err == PIPIT_OK) tokens_check(event);
        if (is_before) break;
        printf("LINE %d %d %u %zu\n", (int)event->err, event->cut, event->total_bytes, event->data.len);
        fwrite(event->data.ptr, 1, event->data.len, stdout);
        putchar('\n');
        break;
    case PIPIT_EV_OVERSIZE:
        if (!is_before) printf("OVERSIZE %u\n", event->total_bytes);
        break;
    case PIPIT_EV_KEEP_ALIVE:
        if (!is_before) printf("KEEP_ALIVE\n");
        break;
    case PIPIT_EV_CONNECT: break;
    default: die("an unexpected event");
    }
}

static void drain(void) {
    pipit_event_t event;
    while (pipit_next(&client, 1000, &event))
        print(&event);
}

static void feed(const char *bytes, size_t len, int piece) {
    while (len > 0) {
        size_t room;
        uint8_t *to = pipit_rx_buf(&client, &room);
        if (to == NULL) die("no room although all events were taken");
        size_t n = piece == 0 ? len : piece > 0 ? (size_t)piece : 1 + below(below(4) == 0 ? 200 : 12);
        if (n > len) n = len;
        if (n > room) n = room;
        memcpy(to, bytes, n);
        pipit_rx_ack(&client, n);
        drain();
        bytes += n;
        len -= n;
    }
}

static size_t paths_split(char *text, const char **paths) {
    size_t count = 0;
    for (char *at = strtok(text, ","); at && count < PATHS_MOST; at = strtok(NULL, ","))
        paths[count++] = at;
    return count;
}

static void line_feed(const char *line, size_t len, int piece) {
    char size[24];
    (void)snprintf(size, sizeof size, "%zx\r\n", len + 2);
    feed(size, strlen(size), piece);
    feed(line, len, piece);
    feed("\r\n\r\n", 4, piece);
}

static char *bytes_read(size_t len) {
    char *bytes = malloc(len + 1);
    if (!bytes || getchar() != '\n' || fread(bytes, 1, len, stdin) != len) die("the input is cut");
    return bytes;
}

/* Read the lines that come before, and give them to the client. */
static void before_play(unsigned count) {
    size_t len;
    is_before = true;
    while (count-- > 0 && scanf("%zu", &len) == 1) {
        char *line = bytes_read(len);
        line_feed(line, len, 0);
        free(line);
    }
    is_before = false;
}

static void play(unsigned rx_bytes, unsigned token_count, int piece, char *paths_text, unsigned before, size_t len) {
    const char *paths[PATHS_MOST];
    uint8_t *rx = malloc(rx_bytes); /* the exact size, so that AddressSanitizer detects an access after it */
    tokens = malloc(token_count * sizeof *tokens);
    pipit_config_t config = {.rx = rx, .rx_bytes = rx_bytes, .tokens = tokens, .token_count = token_count};
    config.bearer_token = "token";
    pipit_select_t select = {.paths = paths, .path_count = paths_split(paths_text, paths)};
    if (!rx || !tokens || pipit_init(&client, &config) != PIPIT_OK || pipit_select_use(&client, &select) != PIPIT_OK)
        die(pipit_offender(&client));
    if (pipit_filter(&client, NULL) != PIPIT_OK) die("start");
    drain();
    pipit_open_ack(&client);
    for (size_t n; pipit_tx_buf(&client, &n) != NULL;)
        pipit_tx_ack(&client, n);
    feed(head, sizeof head - 1, 0);
    before_play(before);
    char *line = bytes_read(len);
    line_feed(line, len, piece);
    free(line);
    free(rx);
    free(tokens);
}

int main(int argc, char **argv) {
    static char paths[8192];
    unsigned rx_bytes;
    unsigned token_count;
    int piece;
    unsigned before;
    size_t len;
    random_state = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    while (scanf("%u %u %d %8191s %u %zu", &rx_bytes, &token_count, &piece, paths, &before, &len) == 6) {
        if (rx_bytes > RX_MOST || token_count > TOKENS_MOST) die("RX_BYTES or TOKENS");
        play(rx_bytes, token_count, piece, paths, before, len);
    }
    return 0;
}
