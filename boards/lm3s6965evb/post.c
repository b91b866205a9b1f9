/* SPDX-License-Identifier: MIT */
#include "post.h"
#include "board.h"
#include "rfc3339.h"
#include <string.h>

static bool is_equal(pipit_str_t one, pipit_str_t other) {
    return one.ptr && other.ptr && one.len == other.len && memcmp(one.ptr, other.ptr, one.len) == 0;
}

static pipit_str_t author_of(pipit_json_t *json, pipit_str_t author_id) {
    pipit_node_t users = pipit_json_find(json, PIPIT_NODE_ROOT, "includes.users");
    if (pipit_json_kind(json, users) != PIPIT_JSON_ARRAY) return author_id;
    for (pipit_node_t user = pipit_json_first(json, users); user != PIPIT_NODE_NONE;
         user = pipit_json_next(json, user)) {
        if (!is_equal(pipit_json_string(json, pipit_json_find(json, user, "id")), author_id)) continue;
        pipit_str_t name = pipit_json_string(json, pipit_json_find(json, user, "username"));
        return name.ptr ? name : author_id;
    }
    return author_id;
}

bool post_read(pipit_event_t *event, history_source_t *post) {
    pipit_tweet_t tweet;
    if (!pipit_tweet_read(event, &tweet)) return false;
    pipit_str_t author = author_of(&event->json, tweet.author_id);
    *post = (history_source_t){author.ptr, author.len, tweet.text.ptr, tweet.text.len, 0};
    if (tweet.created_at.ptr) (void)rfc3339_read(tweet.created_at.ptr, tweet.created_at.len, &post->created_s);
    return true;
}

static void print(const char *text) {
    board_console(text, strlen(text));
}

/* Control characters are not printed, because a terminal would execute them. */
static void print_clean(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        bool control = (unsigned char)text[i] < ' ' || text[i] == 0x7f;
        board_console(control ? " " : text + i, 1);
    }
}

void post_print(const history_post_t *post) {
    print("@");
    print_clean(post->author, strlen(post->author));
    print(": ");
    print_clean(post->text, post->text_len);
    print("\n");
}
