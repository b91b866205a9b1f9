# SPDX-License-Identifier: MIT
# What the scripts of the SDKs share. Sourced by them. run.sh sets SDK_WORK and SDK_RESULTS; a script that is started
# alone gets its own.
SDK_WORK=${SDK_WORK:-$PWD/build/sdk}
SDK_RESULTS=${SDK_RESULTS:-$SDK_WORK/results.txt}
mkdir -p "$SDK_WORK"

# The SDK and its version, and the compiler, of what is tried from here on: sdk_is "ESP-IDF" "5.5.5" "gcc 14.2"
sdk_is() {
    SDK_NAME=$1 SDK_VERSION=$2 SDK_TOOLS=$3
}

sdk_result() { # WHAT RESULT
    printf '%s|%s|%s|%s|%s|%s\n' "$SDK_NAME" "$SDK_VERSION" "$SDK_TOOLS" "$1" "$2" "$(date +%F)" >>"$SDK_RESULTS"
    printf '%-7s %s %s: %s\n' "$2" "$SDK_NAME" "$SDK_VERSION" "$1"
}

# Runs a command; tells and keeps whether it succeeded. Its output is shown when it failed.
sdk_try() { # WHAT COMMAND...
    local what=$1 log
    shift
    log=$(mktemp -p "$SDK_WORK")
    if ("$@") >"$log" 2>&1; then
        sdk_result "$what" ok
        rm -f "$log"
        return 0
    fi
    sdk_result "$what" FAILED
    tail -n 40 "$log"
    rm -f "$log"
    return 1
}

# A peer that floods (flood.c; needs libmbedtls-dev of 2.28). Compiled once.
sdk_flood() {
    flood=$SDK_WORK/flood
    gcc -std=gnu99 -O1 -Wall -Wextra tests/elsewhere/sdk/flood.c -o "$flood" -lmbedtls -lmbedx509 -lmbedcrypto
}

# A variable that was not given: sdk_skip "ESP-IDF" IDF_PATH
sdk_skip() {
    SDK_NAME=$1 SDK_VERSION="" SDK_TOOLS=""
    sdk_result "$2 is not set" skipped
}
