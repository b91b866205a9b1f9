/* SPDX-License-Identifier: MIT */
#include "console.h"
#include "esp32_board.h"
#include "kept.h"

#include <esp_system.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LOOK_MS 20
#define BACKSPACE 0x08
#define DELETE 0x7f

typedef struct {
    char *text;
    size_t size;
    size_t typed; /* number of typed characters; may be more than fit */
    bool is_secret;
} line_t;

/* The console has no driver, because with a driver the chip could not sleep. So reading does not block.
 * @return a character; EOF: there is none now. */
static int character_read(void) {
    static bool is_unbuffered;
    if (!is_unbuffered) (void)setvbuf(stdin, NULL, _IONBF, 0); /* a buffer would keep a copy of a secret */
    is_unbuffered = true;
    int c = getchar();
    if (c == EOF) clearerr(stdin);
    return c;
}

/* @return whether the line is complete */
static bool line_take(line_t *line, int c) {
    if (c == '\n' || c == '\r') return true;
    if (c == BACKSPACE || c == DELETE) {
        if (line->typed == 0) return false;
        line->typed--;
        printf("\b \b");
    } else if (c >= ' ') {
        if (line->typed + 1 < line->size) line->text[line->typed] = (char)c;
        line->typed++;
        (void)putchar(line->is_secret ? '*' : c);
    }
    (void)fflush(stdout);
    return false;
}

static void line_read(line_t *line) {
    for (;;) {
        int c = character_read();
        if (c != EOF && line_take(line, c)) break;
        if (c == EOF) vTaskDelay(pdMS_TO_TICKS(LOOK_MS));
    }
    printf("\n");
}

void console_ask(const char *question, char *text, size_t size, bool is_secret) {
    for (;;) {
        line_t line = {.text = text, .size = size, .is_secret = is_secret};
        printf("%s: ", question);
        (void)fflush(stdout);
        line_read(&line);
        if (line.typed < size) {
            text[line.typed] = '\0';
            return;
        }
        esp32_board_wipe(text, size);
        printf("too long: %u characters at most\n", (unsigned)(size - 1));
    }
}

static void forget(const char *what) {
    bool all = what[0] == '\0';
    if (all || strcmp(what, " wifi") == 0) kept_forget(KEPT_WIFI_NAME);
    if (all || strcmp(what, " wifi") == 0) kept_forget(KEPT_WIFI_PASSWORD);
    if (all || strcmp(what, " token") == 0) kept_forget(KEPT_TOKEN);
    printf("forgotten; starting anew\n");
    (void)fflush(stdout);
    esp_restart();
}

static void command_do(const char *text) {
    static const char *const commands[] = {"forget", "forget wifi", "forget token"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(text, commands[i]) == 0) forget(text + strlen("forget"));
    }
    if (text[0] != '\0') printf("there is: forget, forget wifi, forget token\n");
}

void console_serve(void) {
    static char text[16];
    static line_t line = {.text = text, .size = sizeof text};
    for (int c = character_read(); c != EOF; c = character_read()) {
        if (!line_take(&line, c)) continue;
        text[line.typed < sizeof text ? line.typed : sizeof text - 1] = '\0';
        line.typed = 0;
        printf("\n");
        command_do(text);
    }
}

void esp32_board_wait(uint32_t ms) {
    for (uint32_t waited_ms = 0; waited_ms < ms; waited_ms += LOOK_MS) {
        console_serve();
        vTaskDelay(pdMS_TO_TICKS(LOOK_MS));
    }
}
