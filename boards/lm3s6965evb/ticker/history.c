/* SPDX-License-Identifier: MIT */
#include "history.h"
#include "text.h"
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define ELLIPSIS_LEN (sizeof ELLIPSIS - 1)

static void copy_text(history_post_t *post, const char *text, size_t len) {
    size_t kept = text_fit(text, len, HISTORY_TEXT_BYTES);
    if (kept < len) kept = text_fit(text, len, HISTORY_TEXT_BYTES - ELLIPSIS_LEN);
    memcpy(post->text, text, kept);
    size_t shown = text_decode_entities(post->text, kept);
    if (kept < len) {
        memcpy(post->text + shown, ELLIPSIS, ELLIPSIS_LEN);
        shown += ELLIPSIS_LEN;
    }
    post->text_len = (uint16_t)shown;
}

void history_add(history_t *history, const history_source_t *source) {
    history->newest = (uint8_t)((history->newest + 1) % HISTORY_POSTS);
    if (history->count < HISTORY_POSTS) history->count++;
    history_post_t *post = &history->posts[history->newest];
    size_t author_len = text_fit(source->author, source->author_len, HISTORY_AUTHOR_BYTES - 1);
    if (author_len > 0) memcpy(post->author, source->author, author_len);
    post->author[author_len] = '\0';
    post->created_s = source->created_s;
    post->text_len = 0;
    if (source->text_len > 0) copy_text(post, source->text, source->text_len);
}

const history_post_t *history_post(const history_t *history, size_t age) {
    if (age >= history->count) return NULL;
    return &history->posts[(history->newest + HISTORY_POSTS - age) % HISTORY_POSTS];
}
