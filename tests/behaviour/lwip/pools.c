/* SPDX-License-Identifier: MIT */
#include "pools.h"
#include "lwip/memp.h"
#include "lwip/stats.h"
#include <stdio.h>
#include <string.h>

static const char *name_of(size_t pool) {
    static const char *const names[] = {
#define LWIP_MEMPOOL(name, count, size, text) #name,
#include "lwip/priv/memp_std.h"
        "heap"};
    return names[pool];
}

void pools_read(pools_t *pools) {
    memset(pools, 0, sizeof *pools);
    for (size_t i = 0; i < MEMP_MAX; i++)
        pools->used[i] = lwip_stats.memp[i]->used;
    pools->used[MEMP_MAX] = lwip_stats.mem.used;
    pools->count = MEMP_MAX + 1;
}

bool pools_are_equal(const pools_t *before, const pools_t *after, char *text, size_t size) {
    for (size_t i = 0; i < before->count; i++) {
        if (before->used[i] == after->used[i]) continue;
        (void)snprintf(text, size, "%s: %zu before, %zu after", name_of(i), before->used[i], after->used[i]);
        return false;
    }
    return true;
}

void pools_print(void) {
    for (size_t i = 0; i < MEMP_MAX; i++) {
        printf("%-16s most %3u of %3u, refused %u\n", name_of(i), (unsigned)lwip_stats.memp[i]->max,
               (unsigned)lwip_stats.memp[i]->avail, (unsigned)lwip_stats.memp[i]->err);
    }
    printf("%-16s most %u of %u bytes, refused %u\n", "heap", (unsigned)lwip_stats.mem.max,
           (unsigned)lwip_stats.mem.avail, (unsigned)lwip_stats.mem.err);
}
