/* SPDX-License-Identifier: MIT */
#include "rules_file.h"
#include "../options/byte_order_mark.h"
#include "../options/mistake.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* '#' and a space begin a comment. '#' without a space begins a hashtag, which is a rule. */
static bool is_rule(const char *line) {
    return *line != '\0' && strncmp(line, "# ", 2) != 0;
}

static pipit_rule_spec_t line_split(char *line) {
    pipit_rule_spec_t rule = {line, NULL};
    char *tab = strchr(line, '\t');
    if (!tab) return rule;
    *tab = '\0';
    rule.value = tab + 1;
    rule.tag = tab > line ? line : NULL;
    return rule;
}

static pipit_rule_spec_t *grow(pipit_rule_spec_t *rules, size_t count) {
    bool full = (count & (count - 1)) == 0; /* the memory doubles at 0 and at each power of two */
    size_t room = count > 0 ? 2 * count : 1;
    pipit_rule_spec_t *more = full ? realloc(rules, room * sizeof *rules) : rules;
    if (!more) mistake("not enough memory for %zu rules", count);
    return more;
}

pipit_rule_spec_t *rules_file_read(const char *name, size_t *count) {
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
    pipit_rule_spec_t *rules = NULL;
    char *line = NULL;
    size_t size = 0;
    bool is_first = true;
    *count = 0;
    if (!file) mistake("rules sync %s: %s", name, strerror(errno));
    for (ssize_t len; (len = getline(&line, &size, file)) >= 0; is_first = false) {
        const size_t mark = is_first ? byte_order_mark(line, (size_t)len, "rules sync", name) : 0;
        memmove(line, line + mark, (size_t)len + 1 - mark);
        line[strcspn(line, "\r\n")] = '\0';
        if (!is_rule(line)) continue;
        rules = grow(rules, *count);
        rules[(*count)++] = line_split(line);
        line = NULL; /* the rule points into this line, so getline() must not reuse it */
        size = 0;
    }
    if (ferror(file)) mistake("rules sync %s: %s", name, strerror(errno)); /* for example a directory */
    free(line);
    if (file != stdin) (void)fclose(file);
    return rules;
}
