/* SPDX-License-Identifier: MIT */
/** @file
 *  The last few Posts, in static memory, and the reader's place in them. Pure. */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTORY_POSTS 4
/** X's names have 15 characters at most. */
#define HISTORY_AUTHOR_BYTES 16
/** 280 characters by X's count are at most so many bytes of text, rare emoji aside; a longer text ends with "…". */
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

/** A view of a Post that came in. */
typedef struct {
    const char *author;
    size_t author_len;
    const char *text;
    size_t text_len;
    uint32_t created_s;
} history_source_t;

/** Keep a copy; the oldest goes when there is no room. */
void history_add(history_t *history, const history_source_t *source);

/** The Post so many places before the newest; NULL if there is none. */
const history_post_t *history_post(const history_t *history, size_t age);

#endif
