/* SPDX-License-Identifier: MIT */
/* Shows Wordle results from Posts on a matrix of 5 x 5 colour LEDs, or as a picture in a terminal.
 *
 *     X_BEARER_TOKEN=... build/bin/led_matrix
 *
 * adds its rule, which has no effect if X has it already, and shows every result. To use your own server, set
 * PIPIT_HOST, PIPIT_PORT and SSL_CERT_FILE. On an ESP32: boards/esp32/README.md.
 * Output and RAM: examples/README.md. */
#include "matrix.h"
#include "pipit/pipit.h"
#include "pipit_posix.h"
#include "pipit_tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

PIPIT_DEFINE(feed, 4096, 128);

/* The only members that the program reads. So a small buffer is enough for Posts of any length. */
static const char *const wanted[] = {"data.id", "data.text"};
static pipit_select_t selection = PIPIT_SELECT(wanted);

/* The squares of Wordle and of its variants, in UTF-8. */
static const struct {
    char utf8[5];
    matrix_colour_t colour;
} squares[] = {{"\xe2\xac\x9b", MATRIX_DARK},       {"\xe2\xac\x9c", MATRIX_GREY},
               {"\xf0\x9f\x9f\xa8", MATRIX_YELLOW}, {"\xf0\x9f\x9f\xa9", MATRIX_GREEN},
               {"\xf0\x9f\x9f\xa7", MATRIX_ORANGE}, {"\xf0\x9f\x9f\xa6", MATRIX_BLUE}};

/* @return the length in bytes of the square at the beginning of the text; 0 if there is none. */
static size_t square_read(pipit_str_t text, matrix_colour_t *colour) {
    for (size_t i = 0; i < sizeof squares / sizeof squares[0]; i++) {
        size_t len = strlen(squares[i].utf8);
        if (text.len < len || memcmp(text.ptr, squares[i].utf8, len) != 0) continue;
        *colour = squares[i].colour;
        return len;
    }
    return 0;
}

/* Read a row of five squares. @return its length; 0 if the text does not begin with one. */
static size_t row_read(pipit_str_t text, matrix_colour_t *row) {
    size_t at = 0;
    for (int i = 0; i < MATRIX_SIDE; i++) {
        pipit_str_t rest = {text.ptr + at, text.len - at};
        size_t len = square_read(rest, &row[i]);
        if (len == 0) return 0;
        at += len;
    }
    return at;
}

/* Read the tries of a game; the picture shows the last five, with the last one at the bottom. @return the number of
 * tries. */
static int result_read(pipit_str_t text, matrix_colour_t *pixels) {
    matrix_colour_t row[MATRIX_SIDE];
    int rows = 0;
    memset(pixels, 0, MATRIX_PIXELS * sizeof *pixels);
    for (size_t at = 0; at < text.len;) {
        pipit_str_t rest = {text.ptr + at, text.len - at};
        size_t len = row_read(rest, row);
        at += len > 0 ? len : 1;
        if (len == 0) continue;
        memmove(pixels, pixels + MATRIX_SIDE, (MATRIX_PIXELS - MATRIX_SIDE) * sizeof *pixels);
        memcpy(pixels + MATRIX_PIXELS - MATRIX_SIDE, row, sizeof row);
        rows++;
    }
    return rows;
}

static void on_tweet(void *ctx, pipit_t *client, const pipit_tweet_t *tweet) {
    matrix_colour_t pixels[MATRIX_PIXELS];
    (void)ctx;
    (void)client;
    if (result_read(tweet->text, pixels) > 0) matrix_show(pixels);
}

static void on_exception(void *ctx, pipit_t *client, pipit_err_t err, pipit_str_t line) {
    (void)ctx;
    (void)client;
    (void)line;
    fprintf(stderr, "a message is lost: %s\n", pipit_strerror(err));
}

static void on_disconnect(void *ctx, pipit_t *client, pipit_err_t reason) {
    (void)ctx;
    (void)client;
    if (reason != PIPIT_OK) fprintf(stderr, "%s\n", pipit_strerror(reason));
}

/* Add the rule, then run the stream, with the same port. */
static pipit_err_t show(const pipit_port_t *port, const pipit_handlers_t *on) {
    static const pipit_rule_spec_t rule = {"wordle -is:retweet", "wordle"};
    pipit_err_t err = pipit_rules_add(&feed, &rule, 1, false);
    if (err == PIPIT_OK) err = pipit_run(&feed, port, on, NULL);
    if (err == PIPIT_OK) err = pipit_filter(&feed, NULL);
    return err == PIPIT_OK ? pipit_run(&feed, port, on, NULL) : err;
}

int main(void) {
    static const pipit_handlers_t on = {
        .on_tweet = on_tweet, .on_exception = on_exception, .on_disconnect = on_disconnect};
    static pipit_posix_t tcp;
    static pipit_tls_t tls;
    const char *port_text = getenv("PIPIT_PORT");
    pipit_port_t port = pipit_tls_port(&tls, pipit_posix_port(&tcp), PIPIT_TLS_SYSTEM_CA);
    pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = getenv("X_BEARER_TOKEN"),
                             .host = getenv("PIPIT_HOST"), .port = (uint16_t)(port_text ? atoi(port_text) : 0)};
    pipit_err_t err = pipit_init(&feed, &config);
    if (err == PIPIT_OK) err = pipit_select_use(&feed, &selection);
    if (err == PIPIT_OK) err = show(&port, &on);
    pipit_tls_free(&tls);
    pipit_posix_free(&tcp);
    if (err == PIPIT_E_INVALID) fprintf(stderr, "%s\n", pipit_offender(&feed));
    return err == PIPIT_E_INVALID ? 2 : err == PIPIT_E_STOPPED ? 0 : 1;
}
