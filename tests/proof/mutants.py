# SPDX-License-Identifier: MIT
"""Mistakes that a proof has to refuse: (file, function, text, what takes its place)."""

BODY, BACKOFF = "pipit_http_body.c", "pipit_backoff.c"

MUTANTS = (
    (BODY, "digits_take", "at < len && body->left", "body->left"),
    (BODY, "digits_take", "if (at > 0) body->state = STATE_SIZE;", "if (at > 0) body->state = STATE_DATA;"),
    (BODY, "size_end", "? STATE_SIZE_LF : STATE_EXTENSION", "? STATE_DONE : STATE_EXTENSION"),
    (BODY, "line_end", "body->left == 0 ? STATE_TRAILER_BEGIN", "body->left != 0 ? STATE_TRAILER_BEGIN"),
    (BODY, "framing_byte", "body->state = STATE_DATA_LF; return c", "body->state = STATE_DATA; return c"),
    (BODY, "data_take", "len < body->left ? len", "len > body->left ? len"),
    (BODY, "data_take", "if (body->left == 0) body->state = body->mode", "if (body->left == 1) body->state = body->mode"),
    (BODY, "pipit_body_read", "if (at == len) break;", ""),
    (BODY, "pipit_body_read", "*used = at + *payload;", "*used = len + *payload;"),
    (BODY, "pipit_body_read", "data_take(body, len - at);", "data_take(body, len);"),
    (BODY, "pipit_body_read", "return body->state == STATE_DONE;\n}\n\n/*@ requires \\valid(body) && body_stands(body) && n",
     "return body->state != STATE_DONE;\n}\n\n/*@ requires \\valid(body) && body_stands(body) && n"),
    (BODY, "pipit_body_unread", "body->left += (uint32_t)n;", "body->left = 0;"),
    (BODY, "pipit_body_init", "    if (body->left == 0) {", "    if (body->left == 1) {"),
    (BACKOFF, "pipit_backoff_linear", "n <= max_ms / step_ms ? n", "n <= max_ms ? n"),
    (BACKOFF, "pipit_backoff_linear", "return step_ms == 0 || n", "return n"),
    (BACKOFF, "pipit_backoff_linear", "? n * step_ms : max_ms;", "? max_ms : n * step_ms;"),
    (BACKOFF, "pipit_backoff_double", "wait_ms > max_ms / 2u", "wait_ms > max_ms"),
    (BACKOFF, "pipit_backoff_double", "        n--;\n", ""),
    (BACKOFF, "pipit_backoff_double", "while (n > 0 && wait_ms", "while (wait_ms"),
    (BACKOFF, "pipit_backoff_double", "return wait_ms < max_ms ? wait_ms : max_ms;", "return wait_ms;"),
    (BACKOFF, "pipit_backoff_double", "wait_ms * 2u;", "wait_ms / 2u;"),
    (BACKOFF, "pipit_backoff_jitter", "% (most_ms + 1u)", "% most_ms"),
    (BACKOFF, "pipit_backoff_jitter", "return wait_ms + r", "return wait_ms - r"),
    (BACKOFF, "pipit_backoff_jitter", "wait_ms / 100u * percent", "wait_ms / 10u * percent"),
    (BACKOFF, "pipit_backoff_until_reset", ": WINDOW_S + 1u", ": WINDOW_S + 2u"),
    (BACKOFF, "pipit_backoff_until_reset", "wait_s < WINDOW_S ?", "wait_s > WINDOW_S ?"),
)
