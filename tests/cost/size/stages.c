/* SPDX-License-Identifier: MIT */
/* Bare metal on a Cortex-M3: how many instructions the core needs for the Posts in `wire`, in several stages. It prints
 * one line for each stage: name, instructions, bytes. stages.py builds and runs it. With QEMU's -icount each
 * instruction takes one nanosecond, and SysTick counts at 25 MHz. */
#include "pipit/pipit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xE000E010u)
#define SYSTICK_RELOAD (*(volatile uint32_t *)0xE000E014u)
#define SYSTICK_CURRENT (*(volatile uint32_t *)0xE000E018u)
#define SYSTICK_ON 5u /* from the processor clock, without interrupt */
#define SYSTICK_MAX 0xFFFFFFu
#define INSTRUCTIONS_A_TICK 40u

#define SEGMENT_BYTES 1460u
#define RX_BYTES 16384
#define TOKENS 1024

/* A response; stages.py makes it. */
extern const char wire[];
extern const char wire_end[];

PIPIT_DEFINE(feed, RX_BYTES, TOKENS);

static const char *const paths[] = {"data.id", "data.text", "data.author_id", "matching_rules.id"};
static pipit_select_t selection = PIPIT_SELECT(paths);

typedef enum { RAW, SELECT, EVERYTHING, STAGES } stage_t;

static uint64_t found; /* so that the compiler cannot remove the work */

static void line_read(pipit_event_t *event, stage_t stage) {
    pipit_tweet_t tweet;
    pipit_parts_t parts;
    pipit_matching_rule_t rule;
    found += event->data.len;
    if (stage == RAW) return;
    if (!pipit_tweet_read(event, &tweet)) exit(1);
    found += tweet.id_number + tweet.text.len;
    pipit_parts_read(event, &parts);
    pipit_node_t node = pipit_json_first(&event->json, parts.matching_rules);
    for (; node != PIPIT_NODE_NONE; node = pipit_json_next(&event->json, node))
        if (pipit_matching_rule_read(event, node, &rule)) found += rule.id_number;
}

static void drain(stage_t stage) {
    pipit_event_t event;
    while (pipit_next(&feed, 1000, &event)) {
        if (event.kind == PIPIT_EV_LINE) line_read(&event, stage);
        if (event.kind == PIPIT_EV_CONNECTION_ERROR || event.err != PIPIT_OK) exit(1);
    }
}

static void open(stage_t stage) {
    const pipit_config_t config = {PIPIT_BUFFERS(feed), .bearer_token = "token", .raw_lines = stage == RAW};
    size_t len;
    if (pipit_init(&feed, &config) != PIPIT_OK ||
        pipit_select_use(&feed, stage == SELECT ? &selection : NULL) != PIPIT_OK ||
        pipit_filter(&feed, NULL) != PIPIT_OK)
        exit(1);
    drain(stage);
    pipit_open_ack(&feed);
    while (pipit_tx_buf(&feed, &len))
        pipit_tx_ack(&feed, len);
}

static uint32_t copying; /* ticks for copying, which is the work of a port and is subtracted */

static uint32_t ticks(void) {
    return SYSTICK_MAX - SYSTICK_CURRENT;
}

/* @return how many bytes were copied into the buffer. */
static size_t piece_give(const char *bytes, size_t left) {
    size_t room;
    uint8_t *to = pipit_rx_buf(&feed, &room);
    if (!to) exit(1);
    size_t len = left < SEGMENT_BYTES ? left : SEGMENT_BYTES;
    if (len > room) len = room;
    uint32_t before = ticks();
    memcpy(to, bytes, len);
    copying += (ticks() - before) & SYSTICK_MAX;
    pipit_rx_ack(&feed, len);
    return len;
}

static void wire_read(stage_t stage) {
    for (const char *at = wire; at < wire_end;) {
        at += piece_give(at, (size_t)(wire_end - at));
        drain(stage);
    }
}

int main(void) {
    static const char *const names[STAGES] = {[RAW] = "raw", [SELECT] = "select", [EVERYTHING] = "everything"};
    SYSTICK_RELOAD = SYSTICK_MAX;
    SYSTICK_CURRENT = 0;
    SYSTICK_CONTROL = SYSTICK_ON;
    for (stage_t stage = RAW; stage < STAGES; stage++) {
        open(stage);
        copying = 0;
        uint32_t before = ticks();
        wire_read(stage);
        uint32_t passed = (ticks() - before) & SYSTICK_MAX;
        passed -= copying;
        printf("%s %lu %lu\n", names[stage], (unsigned long)passed * INSTRUCTIONS_A_TICK,
               (unsigned long)(wire_end - wire));
    }
    return found == 0;
}
