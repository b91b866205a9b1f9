/* SPDX-License-Identifier: MIT */
#include "kept.h"
#include "esp32_board.h"

#include <nvs.h>

static nvs_handle_t space_open(void) {
    nvs_handle_t space;
    if (nvs_open("pipit", NVS_READWRITE, &space) != ESP_OK) esp32_board_give_up("the NVS partition cannot be used");
    return space;
}

bool kept_read(const char *key, char *text, size_t size) {
    nvs_handle_t space = space_open();
    bool found = nvs_get_str(space, key, text, &size) == ESP_OK;
    nvs_close(space);
    return found;
}

void kept_write(const char *key, const char *text) {
    nvs_handle_t space = space_open();
    if (nvs_set_str(space, key, text) != ESP_OK || nvs_commit(space) != ESP_OK)
        esp32_board_log("it could not be kept, and is asked for again next time");
    nvs_close(space);
}

void kept_forget(const char *key) {
    nvs_handle_t space = space_open();
    (void)nvs_erase_key(space, key);
    (void)nvs_commit(space);
    nvs_close(space);
}
