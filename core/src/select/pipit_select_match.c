/* SPDX-License-Identifier: MIT */
/* Compare the names of members with the paths. */
#include "../json/pipit_json_int.h"
#include "pipit_select_int.h"
#include <string.h>

/* @return the paths whose first names match all names down to this level, one bit for each path. */
static uint32_t candidates(const pipit_select_t *select) {
    const uint32_t level = select->scan.level;
    return level > 0 ? select->scan.wanted[level - 1u] : UINT32_MAX >> (32u - (uint32_t)select->path_count);
}

/* Compare `name` with the first name of the path `wanted`, up to its dot or its end.
 * @return the length of the name; 0: the names differ (the names in a path are never empty). */
PIPIT_I_INLINE uint32_t name_matches(pipit_str_t name, const char *wanted) {
    uint32_t n = 0;
    while (n < name.len && wanted[n] == name.ptr[n] && wanted[n] != '.' && wanted[n] != '\0')
        n++;
    return n == name.len && (wanted[n] == '.' || wanted[n] == '\0') ? n : 0;
}

/* Path `i` matches the name, which has `len` bytes. If the path continues after it, the value is passed through; if
 * not, it is kept. */
static void path_take(pipit_select_t *select, uint32_t i, uint32_t len) {
    pipit_select_scan_t *s = &select->scan;
    if (select->paths[i][s->prefix + len] == '.') {
        s->wanted[s->level] |= (uint32_t)1 << i;
        s->behind = s->prefix + len + 1u;
    } else {
        s->wish = WISH_KEEP;
    }
}

#if PIPIT_CFG_WORD_SCAN
uint32_t pipit_i_select_initials(const pipit_select_t *select) {
    const char *const *path = select->paths;
    uint32_t initials = 0;
    for (uint32_t left = candidates(select); left != 0; left >>= 1, path++) {
        if ((left & 1u) != 0) initials |= (uint32_t)1 << PIPIT_I_SELECT_INITIAL((*path)[select->scan.prefix]);
    }
    return initials;
}
#endif

void pipit_i_select_level_leave(pipit_select_t *select) {
    pipit_select_scan_t *s = &select->scan;
    uint32_t left = --s->level;
    s->prefix = 0;
    if (left == 0) return;
    const char *const *path = select->paths;
    for (uint32_t bits = candidates(select); (bits & 1u) == 0; bits >>= 1)
        path++;
    for (; left > 0; s->prefix++)
        left -= (*path)[s->prefix] == '.';
}

void pipit_i_select_match(pipit_select_t *select, pipit_str_t name) {
    pipit_select_scan_t *s = &select->scan;
    s->wish = WISH_SKIP;
    s->wanted[s->level] = 0;
    for (uint32_t i = 0, left = candidates(select); left != 0; i++, left >>= 1) {
        if ((left & 1u) == 0 || select->paths[i][s->prefix] != *name.ptr) continue;
        uint32_t len = name_matches(name, select->paths[i] + s->prefix);
        if (len > 0) path_take(select, i, len);
    }
    if (s->wish == WISH_SKIP && s->wanted[s->level] != 0) s->wish = WISH_WALK;
}

#if PIPIT_CFG_WORD_SCAN
static bool is_ascii(pipit_str_t text) {
    size_t n = 0;
    while (n < text.len && (uint8_t)text.ptr[n] < 0x80)
        n++;
    return n == text.len;
}

#ifdef PIPIT_SELECT_KNOWN
/* @return whether the name is the one that the last line had at this place; then the result is the same. */
static bool is_known(pipit_select_t *select, pipit_str_t name) {
    pipit_select_scan_t *s = &select->scan;
    const pipit_select_name_t *known = &s->known[s->known_next];
    if (known->len != name.len || known->prefix != s->prefix || known->candidates != candidates(select) ||
        memcmp(select->paths[known->path] + s->prefix, name.ptr, name.len) != 0)
        return false;
    s->wish = known->wish;
    s->wanted[s->level] = known->wanted;
    s->behind = s->prefix + known->len + 1u;
    return true;
}

/* Remember the name, which was just compared with the paths. */
static void name_remember(pipit_select_t *select, pipit_str_t name) {
    pipit_select_scan_t *s = &select->scan;
    pipit_select_name_t *known = &s->known[s->known_next];
    const uint32_t among = candidates(select);
    uint8_t path = 0;
    while ((among >> path & 1u) == 0 || name_matches(name, select->paths[path] + s->prefix) == 0)
        path++;
    known->candidates = among;
    known->prefix = s->prefix;
    known->wanted = s->wanted[s->level];
    known->wish = s->wish;
    known->path = path;
    known->len = (uint16_t)name.len;
}
#endif

void pipit_i_select_match_again(pipit_select_t *select, pipit_str_t name) {
    pipit_select_scan_t *s = &select->scan;
#ifdef PIPIT_SELECT_KNOWN
    const bool remembers = s->known_next < PIPIT_SELECT_KNOWN && name.len <= UINT16_MAX;
    if (remembers && is_known(select, name)) {
        s->known_next++;
        return;
    }
#endif
    pipit_i_select_match(select, name);
    if (s->wish == WISH_SKIP) return;
    if (!is_ascii(name)) {
        s->unchecked = true; /* the path may be wrong too */
        return;
    }
#ifdef PIPIT_SELECT_KNOWN
    if (!remembers) return;
    name_remember(select, name);
    s->known_next++;
#endif
}
#endif

/* Decode the escapes of a name in place. @return whether the decoded name is valid in JSON without escapes. */
static bool name_decode(pipit_t *client) {
    const pipit_select_scan_t *s = scan_of(client);
    char *name = (char *)client->config.rx + client->io.text.at + s->value;
    const size_t len = pipit_unescape(name, client->io.text.len - s->value);
    client->io.text.len = s->value + (uint32_t)len;
    for (size_t i = 0; i < len; i++) {
        if (!is_plain(name[i])) return false;
    }
    return true;
}

uint32_t pipit_i_select_name_match(pipit_t *client) {
    pipit_select_scan_t *s = scan_of(client);
    s->state = STATE_NAMED;
    s->wish = WISH_SKIP;
    if (s->escaped && !name_decode(client)) return 0;
    pipit_i_select_match(client->select, name_of(client));
    if (s->depth == 1 && !s->post) s->state = STATE_NOTICE;
    return 0;
}
