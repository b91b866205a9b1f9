/* SPDX-License-Identifier: MIT */
/** @file
 *  The last few Posts, in static memory. It uses no hardware. */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTORY_POSTS 4
/** The size of an author's name; X's names have at most 15 characters. */
#define HISTORY_AUTHOR_BYTES 16
/** The size of a text. 280 characters, as X counts them, fit, except with some rare emoji; a longer text is cut and
 * ends with "…". */
#define HISTORY_TEXT_BYTES 568

typedef struct {
    uint32_t created_s; /**< Unix time, 0: not known */
    uint16_t text_len;
    char author[HISTORY_AUTHOR_BYTES]; /**< zero-terminated, empty when not known */
    char text[HISTORY_TEXT_BYTES];     /**< UTF-8, entities decoded */
} history_post_t;

typedef struct {
    history_post_t posts[HISTORY_POSTS];
    uint8_t newest; /**< its place in `posts` */
    uint8_t count;
} history_t;

/** A Post that has arrived, as views. */
typedef struct {
    const char *author;
    size_t author_len;
    const char *text;
    size_t text_len;
    uint32_t created_s;
} history_source_t;

/** Store a copy. If there is no room, it replaces the oldest Post. */
void history_add(history_t *history, const history_source_t *source);

/** The Post that is `age` places older than the newest; NULL if there is none. */
const history_post_t *history_post(const history_t *history, size_t age);

#endif
