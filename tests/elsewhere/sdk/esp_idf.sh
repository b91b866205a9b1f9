#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The component and boards/esp32 in the ESP-IDF that IDF_PATH names (`. export.sh` done). QEMU_ESP32: a QEMU with
# Espressif's machines; without it nothing runs on a chip. IDF_CMAKE_OPTIONS: more options of CMake.
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/elsewhere/sdk/lib.sh
[ -n "${IDF_PATH:-}" ] || { sdk_skip "ESP-IDF" IDF_PATH; exit 0; }

version() {
    sed -n 's/^set(IDF_VERSION_\(MAJOR\|MINOR\|PATCH\) \([0-9]*\))/\2/p' "$IDF_PATH/tools/cmake/version.cmake" | paste -sd.
}
idf=$(version)
sdk_is "ESP-IDF" "$idf" "gcc $(riscv32-esp-elf-gcc -dumpversion)"
work=$SDK_WORK/esp_idf/$idf
rm -rf "$work" && mkdir -p "$work/pipit"
git ls-files -co --exclude-standard | tar c -T - | tar x -C "$work/pipit" || exit 1
clone=$work/pipit

configure() { # PROJECT NAME TARGET [OPTION...]
    # shellcheck disable=SC2086 # a list of options
    cmake -G Ninja -S "$1" -B "$work/$2" -DIDF_TARGET="$3" -DSDKCONFIG="$work/$2/sdkconfig" ${IDF_CMAKE_OPTIONS:-} "${@:4}"
}

ours() { # NAME
    tests/elsewhere/sdk/compile_ours.py "$work/$1" "$clone"
}

app() { # NAME [OPTION...]
    configure "$clone/boards/esp32" "$1" esp32c3 "${@:2}" && ours "$1"
}

ethernet() { # NAME TARGET CHOICE_OF_THE_MENU...
    cp "$clone/boards/esp32/sdkconfig.defaults" "$work/$1.defaults"
    printf 'CONFIG_%s=y\n' "${@:3}" >>"$work/$1.defaults"
    configure "$clone/boards/esp32" "$1" "$2" "-DSDKCONFIG_DEFAULTS=$work/$1.defaults" &&
        grep -q "^CONFIG_${!#}=y" "$work/$1/sdkconfig" && ours "$1"
}

# The same instructions, whatever the menu of jsmn says.
jsmn_menu() {
    cp "$clone/boards/esp32/sdkconfig.defaults" "$work/jsmn.defaults"
    printf 'CONFIG_JSMN_%s=y\n' STRICT STATIC PARENT_LINKS >>"$work/jsmn.defaults"
    app jsmn "-DSDKCONFIG_DEFAULTS=$work/jsmn.defaults" && grep -q '^CONFIG_JSMN_STRICT=y' "$work/jsmn/sdkconfig" || return 1
    local object
    (cd "$work/posts" && find esp-idf -name 'pipit_*.c.obj') >"$work/objects"
    while read -r object; do
        riscv32-esp-elf-objcopy -g "$work/posts/$object" "$work/a"
        riscv32-esp-elf-objcopy -g "$work/jsmn/$object" "$work/b"
        cmp "$work/a" "$work/b" || return 1
    done <"$work/objects"
    grep -q '/pipit_json.c.obj$' "$work/objects"
}

without_manager() {
    mkdir -p "$work/own"
    cp -r "$clone/boards/esp32/managed_components/espressif__jsmn" "$work/own/jsmn"
    IDF_COMPONENT_MANAGER=0 configure "$clone/boards/esp32" alone esp32c3 \
        "-DEXTRA_COMPONENT_DIRS=$clone;$work/own" && grep -q '^CONFIG_PIPIT_RX_BYTES' "$work/alone/sdkconfig" && ours alone
}

packed=$work/dist/pipit_$(sed -n 's/^version: "\(.*\)"/\1/p' idf_component.yml).tgz
archive() {
    git -C "$clone" init -q && git -C "$clone" add -A # a .git as in a clone
    (cd "$clone" && python3 -m idf_component_manager component pack --name pipit --dest-dir "$work/dist")
    rm -rf "$clone/.git"
    tar tzf "$packed" >"$work/dist/list" || return 1
    ! grep -E '(^|/)\.git(/|$)' "$work/dist/list" && grep -q 'core/include/pipit/pipit.h' "$work/dist/list" &&
        [ "$(stat -c %s "$packed")" -lt 600000 ]
}

# As `idf.py create-project-from-example` leaves it: the example's folder alone, Pipit where the manager puts it.
example_alone() { # APP
    local folder=$work/alone_$1
    mkdir -p "$folder" "$work/unpacked/pipit"
    cp -r "$clone/boards/esp32" "$folder/esp32"
    rm -rf "$folder"/esp32/{build*,managed_components,dependencies.lock}
    tar xzf "$packed" -C "$work/unpacked/pipit" || return 1
    sed -i "s#override_path: .*#override_path: $work/unpacked/pipit#" "$folder/esp32/main/idf_component.yml"
    configure "$folder/esp32" "example_$1" esp32c3 "-DPIPIT_APP=$1"
}

target_linux() {
    configure "$clone/tests/elsewhere/sdk/esp_idf_linux" linux linux && ninja -j2 -C "$work/linux" >"$work/linux.log" 2>&1 ||
        { tail -n 40 "$work/linux.log"; return 1; }
    ! grep -A3 'warning:' "$work/linux.log" | grep "$clone" || return 1
    timeout 20 "$work/linux/pipit_linux.elf" | tee "$work/linux.out"
    grep -qx '0 a Post' "$work/linux.out"
}

# From ESP-IDF 6.0, the chip's AES and SHA are drivers for which Espressif's mbedTLS has places; the mbedTLS of its own
# project has none, and with it an image computes in software. The row says so.
mbedtls_has_drivers() {
    [ "${idf%%.*}" -lt 6 ] || grep -rq ESP_SHA_DRIVER_ENABLED "$IDF_PATH/components/mbedtls/mbedtls"
}

emulated() {
    printf 'CONFIG_MBEDTLS_HARDWARE_%s=n\n' SHA MPI AES >"$work/software.defaults"
    mbedtls_has_drivers || export PIPIT_QEMU_DEFAULTS=$work/software.defaults
    PIPIT_QEMU_BUILD=${PIPIT_QEMU_BUILD:-$work/qemu} "$clone/boards/esp32/qemu.sh" --test
}

failed=0
sdk_try "posts with Wi-Fi compiles for esp32c3 without a warning" app posts || failed=1
sdk_try "led_matrix compiles for esp32c3 without a warning" app matrix -DPIPIT_APP=led_matrix || failed=1
if grep -q 'config ETH_SPI_ETHERNET_W5500' "$IDF_PATH/components/esp_eth/Kconfig"; then
    sdk_try "posts with Ethernet by W5500 compiles for esp32c3 without a warning" ethernet w5500 esp32c3 \
        ETH_USE_SPI_ETHERNET ETH_SPI_ETHERNET_W5500 PIPIT_NET_W5500 || failed=1
fi
sdk_try "the options of jsmn's menu change nothing in Pipit's code" jsmn_menu || failed=1
sdk_try "the component compiles without the component manager" without_manager || failed=1
# To pack, the manager must know each target of the manifest; ESP-IDF 5.1 has no ESP32-C5.
if [ -d "$IDF_PATH/components/soc/esp32c5" ]; then
    sdk_try "the archive of the component manager holds no .git" archive || failed=1
    sdk_try "the example alone, with that archive, configures: posts" example_alone posts || failed=1
    sdk_try "the example alone, with that archive, configures: led_matrix" example_alone led_matrix || failed=1
fi
sdk_try "target linux: builds, runs and prints a Post" target_linux || failed=1
# ESP-IDF 5.1 has QEMU's Ethernet for the ESP32 alone.
if [ -n "${QEMU_ESP32:-}" ] && [ -n "$(find "$IDF_PATH/components/esp_eth" -name esp_openeth.h)" ]; then
    crypto=$(mbedtls_has_drivers || echo " with cryptography in software (mbedTLS of its own project)")
    sdk_try "posts with QEMU's Ethernet: whole image$crypto, nine situations on an emulated ESP32-C3 ($("$QEMU_ESP32" --version | sed -n 's/.*version \([0-9.]*\).*/QEMU \1/p'))" emulated || failed=1
fi
if command -v xtensa-esp32-elf-gcc >/dev/null; then
    sdk_is "ESP-IDF" "$idf" "gcc $(xtensa-esp32-elf-gcc -dumpversion)"
    sdk_try "posts with Ethernet by LAN8720 compiles for esp32 without a warning" \
        ethernet lan8720 esp32 PIPIT_NET_LAN8720 || failed=1
fi
exit $failed
