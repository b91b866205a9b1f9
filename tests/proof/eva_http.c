/* SPDX-License-Identifier: MIT */
/* A head, then its body: any bytes, in any number of pieces of any length. */
#include "eva.h"
#include "pipit/http.h"

static uint8_t bytes[EVA_BYTES];

static int32_t head_drive(pipit_head_t *head) {
    int32_t result = 0;
    pipit_head_init(head);
    while (result == 0 && eva_maybe()) {
        size_t used = 0;
        eva_fill(bytes, sizeof bytes);
        result = pipit_head_read(head, bytes, eva_below(EVA_BYTES + 1u), &used);
        //@ assert used <= EVA_BYTES;
    }
    return result;
}

static void body_drive(const pipit_head_t *head) {
    pipit_body_t body;
    int32_t result = 0;
    pipit_body_init(&body, head);
    while (result == 0 && eva_maybe()) {
        size_t used = 0;
        size_t payload = 0;
        eva_fill(bytes, sizeof bytes);
        result = pipit_body_read(&body, bytes, eva_below(EVA_BYTES + 1u), &used, &payload);
        if (result == 0 && eva_maybe()) pipit_body_unread(&body, eva_below(EVA_BYTES + 1u));
        (void)pipit_body_complete(&body);
        (void)pipit_body_end(&body);
    }
}

int main(void) {
    pipit_head_t head;
    while (eva_maybe()) {
        if (head_drive(&head) == 1) body_drive(&head);
    }
    return 0;
}
