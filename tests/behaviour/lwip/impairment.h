/* SPDX-License-Identifier: MIT */
/* One direction of a bad link (a lane): frames are lost, delayed, duplicated and reordered, by random numbers with a
 * seed. */
#ifndef IMPAIRMENT_H
#define IMPAIRMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LANE_FRAMES 256u
#define LANE_FRAME_BYTES 1600u

typedef struct {
    uint32_t seed;
    uint32_t loss_permille;
    uint32_t duplicate_permille;
    uint32_t reorder_permille; /* how many of 1000 frames are held back for three times the delay */
    uint32_t delay_ms;         /* for every frame, one way */
} impairment_t;

typedef struct {
    uint32_t due_ms;
    uint32_t len;
    uint8_t bytes[LANE_FRAME_BYTES];
} frame_t;

typedef struct {
    impairment_t how;
    uint32_t random;
    size_t count;              /* frames in the lane */
    size_t order[LANE_FRAMES]; /* indices of all frames: first those in the lane, sorted by the time when they are due,
                                  then free ones */
    frame_t frames[LANE_FRAMES];
    uint32_t lost, reordered, duplicated, overflowed; /* how often */
} lane_t;

/* Read a text like "seed=7 loss=20 duplicate=5 reorder=50 delay=3"; each part is optional. @return false: it is not
 * valid. */
bool impairment_read(impairment_t *how, const char *text);

/* Make an empty lane without impairment. */
void lane_make(lane_t *lane);
/* Impair all frames from now on. */
void lane_impair(lane_t *lane, const impairment_t *how);
void lane_put(lane_t *lane, const void *bytes, size_t len, uint32_t now_ms);
/* @return the next frame that is due, valid until the next lane_put(); NULL if none is due. */
const frame_t *lane_take(lane_t *lane, uint32_t now_ms);
/* @return milliseconds until a frame is due, at most `max_ms`. */
uint32_t lane_due_ms(const lane_t *lane, uint32_t now_ms, uint32_t max_ms);

#endif
