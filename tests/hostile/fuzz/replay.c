/* SPDX-License-Identifier: MIT */
/* Runs the inputs of a corpus without a fuzzer: with any compiler, with or without sanitizers.
 *
 *     fuzz_TARGET FOLDER... */
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned inputs;

static void replay(const char *path) {
    static uint8_t bytes[FUZZ_INPUT_BYTES];
    FILE *file = fopen(path, "rb");
    const size_t len = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file) (void)fclose(file);
    if (len == 0) return; /* a folder, or an empty file */
    uint8_t *exact = malloc(len);
    if (!exact) abort();
    for (size_t i = 0; i < len; i++)
        exact[i] = bytes[i];
    (void)LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    inputs++;
}

static void folder_replay(const char *name) {
    char path[1024];
    DIR *folder = opendir(name);
    if (!folder) {
        fprintf(stderr, "replay: no folder %s\n", name);
        exit(2);
    }
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        (void)snprintf(path, sizeof path, "%s/%s", name, entry->d_name);
        replay(path);
    }
    (void)closedir(folder);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        folder_replay(argv[i]);
    printf("replay: %u inputs\n", inputs);
    return inputs > 0 ? 0 : 1;
}
