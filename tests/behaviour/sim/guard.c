/* SPDX-License-Identifier: MIT */
#include "guard.h"
#include "pipit/client.h"
#include <string.h>
#include <ucontext.h>

#define STACK_BYTES 4096u
#define EVERY 61u
#ifdef __SANITIZE_ADDRESS__
#define MEASURES 0
#else
#define MEASURES 1
#endif
#define PAINT 0xA5
#define OWN_BYTES 128u /* the stack that run() itself uses to call swapcontext() */

bool __real_pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event);
bool __wrap_pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event);

static uint8_t stack[STACK_BYTES];
static uint8_t *volatile top; /* the address at which the stack of a call begins */
static ucontext_t here;
static ucontext_t there;
static size_t most;

/* Arguments and result of the call, because makecontext() can only pass ints. */
static struct {
    pipit_t *client;
    uint32_t now_ms;
    pipit_event_t *event;
    bool result;
} call;

static void run(void) {
    volatile uint8_t mark = 0;
    for (top = (uint8_t *)&mark;;) {
        (void)swapcontext(&there, &here);
        call.result = __real_pipit_next(call.client, call.now_ms, call.event);
    }
}

static void prepare(void) {
    if (top) return;
    (void)getcontext(&there);
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = sizeof stack;
    makecontext(&there, run, 0);
    (void)swapcontext(&here, &there);
}

static size_t taken(const uint8_t *end) {
    const uint8_t *lowest = stack;
    while (lowest < end && *lowest == PAINT)
        lowest++;
    return (size_t)(top - lowest);
}

static bool measured_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    prepare();
    const uint8_t *end = top - OWN_BYTES;
    memset(stack, PAINT, (size_t)(end - stack));
    call.client = client;
    call.now_ms = now_ms;
    call.event = event;
    (void)swapcontext(&here, &there);
    if (taken(end) > most) most = taken(end);
    return call.result;
}

bool __wrap_pipit_next(pipit_t *client, uint32_t now_ms, pipit_event_t *event) {
    static unsigned calls;
    if (MEASURES && calls++ % EVERY == 0) return measured_next(client, now_ms, event);
    return __real_pipit_next(client, now_ms, event);
}

size_t guard_stack_bytes(void) {
    return most;
}
