#!/bin/sh
# SPDX-License-Identifier: MIT
# All tests of the port over lwIP, with AddressSanitizer and UndefinedBehaviorSanitizer; and a test that port/posix
# compiles with lwIP's sockets. The first run fetches lwIP through apt; later runs need no network.
#
#   tests/behaviour/lwip/run.sh [--only contract|command|bad-link] [BUILD_FOLDER]     default: all three, build
#
# Everything goes below BUILD_FOLDER/lwip.
set -u
cd "$(dirname "$0")/../../.." || exit 2
wanted="contract command bad-link"
[ "${1:-}" != --only ] || { wanted="$2"; shift 2; }
build="${1:-build}/lwip"
lwip=$(port/lwip/fetch_lwip.sh) || exit 2
mkdir -p "$build" || exit 2
bin=$build/bin
certs=$build/certs
failed=0

# check NAME COMMAND...: its output is written to a file, and is shown if it fails.
check() {
    log="$build/$1.log"
    shift
    if "$@" >"$log" 2>&1; then
        echo "ok      $(basename "$log" .log)"
    else
        echo "FAILED  $(basename "$log" .log): $*"
        tail -n 60 "$log"
        return 1
    fi
}

configure() {
    cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug -DPIPIT_TESTS=ON -DPIPIT_ASSERTS=ON -DPIPIT_LWIP_DIR="$lwip" \
        "-DPIPIT_LWIPOPTS_DIR=$PWD/tests/behaviour/lwip;$PWD/boards/common;$PWD/boards/common/lwip_arch" \
        "-DCMAKE_C_FLAGS=-O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
}

compile() {
    cmake --build "$build" --parallel "$(getconf _NPROCESSORS_ONLN)" --target pipit_port_lwip test_lwip \
        test_lwip_small test_lwip6 test_conformance_lwip test_conformance_lwip_small test_conformance_lwip6 over_lwip
}

conformance() {
    check "conformance-$1" "$bin/test_conformance_lwip" "$1" 127.0.0.1 "$certs" &&
        check "conformance-$1-ipv6-build" "$bin/test_conformance_lwip6" "$1" 127.0.0.1 "$certs" &&
        check "conformance-$1-small-pbufs" "$bin/test_conformance_lwip_small" "$1" 127.0.0.1 "$certs" &&
        check "conformance-$1-over-ipv6" "$bin/test_conformance_lwip6" "$1" ::1 "$certs" &&
        check "conformance-$1-reordered" tests/behaviour/lwip/conformance_impaired.sh "$bin/test_conformance_lwip" "$1" "$certs" \
            "seed=3 delay=1 reorder=20 duplicate=10" &&
        check "conformance-$1-lossy" tests/behaviour/lwip/conformance_impaired.sh "$bin/test_conformance_lwip" "$1" "$certs" \
            "seed=5 delay=1 loss=5"
}

only_lwip() {
    check wrong-options tests/behaviour/lwip/checks.sh "$lwip" &&
        check posix-over-lwip-sockets tests/behaviour/lwip/posix_over_lwip_sockets.sh "$lwip" &&
        check two-families "$bin/test_lwip6" &&
        check pools-windows-names "$bin/test_lwip" "$certs" &&
        sed -n 's/^\([A-Za-z_]* *most.*\)$/        \1/p' "$build/pools-windows-names.log"
}

check configure configure && check build compile && check certificates python3 tests/behaviour/port/make_certs.py "$certs" || exit 1

command_over_lwip() {
    result=0
    check command python3 tests/behaviour/lwip/command.py "$bin" || result=1
    tail -n 1 "$build/command.log"
    return $result
}

contract() {
    at_once "conformance lwip" "conformance tls12_lwip" only_lwip \
        "check pools-windows-names-small-pbufs $bin/test_lwip_small $certs"
}

# The clocks of these tests are faster than real time, but the delays of the link are real.
bad_link() {
    check command-on-a-bad-link env PIPIT_IMPAIRMENT="seed=3 delay=1 reorder=10 duplicate=5 loss=1" \
        python3 tests/behaviour/lwip/command.py "$bin"
}

# At the same time, because they mostly wait.
at_once() {
    pids=""
    trap 'kill $pids; exit 1' HUP INT TERM
    for part in "$@"; do
        $part &
        pids="$pids $!"
    done
    result=0
    for pid in $pids; do
        wait "$pid" || result=1
    done
    trap - HUP INT TERM
    return $result
}

for part in $wanted; do
    case $part in
    contract) contract || failed=1 ;;
    command) command_over_lwip || failed=1 ;;
    bad-link) bad_link || failed=1 ;;
    *) echo "there is no part $part" >&2; exit 2 ;;
    esac
done
exit $failed
