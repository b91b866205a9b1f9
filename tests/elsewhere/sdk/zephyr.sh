#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Zephyr, as cmake takes it without west:
#
#   ZEPHYR_BASE=~/zephyrproject/zephyr ZEPHYR_MODULES="/folder/of/mbedtls;/folder/of/cmsis" tests/elsewhere/sdk/zephyr.sh
#
# ZEPHYR_MODULES is not needed where `west` is installed; Pipit is added here. native_sim takes the compiler of this
# machine, qemu_cortex_m3 and mps2 what ZEPHYR_TOOLCHAIN_VARIANT says (gnuarmemb in /usr when it is not set). Needs root, or
# user namespaces: each run has a network of its own. The peer that floods needs Debian's libmbedtls-dev 2.28.
# ZEPHYR_KEEP=1 keeps what was built before.
set -u
cd "$(dirname "$0")/../../.." || exit 2
. tests/elsewhere/sdk/lib.sh
if [ -z "${ZEPHYR_BASE:-}" ]; then
    sdk_skip Zephyr ZEPHYR_BASE
    exit 0
fi

root=$PWD
version=$(sed -n 's/^\(VERSION_MAJOR\|VERSION_MINOR\|PATCHLEVEL\) *= *//p' "$ZEPHYR_BASE/VERSION" |
    tr -d "\r" | paste -sd.)
work=$SDK_WORK/zephyr-$version
certificates=$SDK_WORK/zephyr-certificates
[ -n "${ZEPHYR_KEEP:-}" ] || rm -rf "$work"
mkdir -p "$work" "$certificates"
mbedtls=$(tr ';' '\n' <<<"${ZEPHYR_MODULES:-}" | while read -r module; do
    sed -n 's/^#define MBEDTLS_VERSION_STRING *"\(.*\)"/\1/p' "$module/include/mbedtls/build_info.h" 2>/dev/null
done)
cross=${ZEPHYR_TOOLCHAIN_VARIANT:-gnuarmemb}
export GNUARMEMB_TOOLCHAIN_PATH=${GNUARMEMB_TOOLCHAIN_PATH:-/usr}
with_mbedtls=${mbedtls:+, mbedTLS $mbedtls}

make_certificates() {
    timeout 30 python3 - "$certificates" <<'END'
import sys
sys.path.insert(0, "tests/behaviour/server")
import certs
for kind, key in (("good", "ec"), ("good", "rsa-chain")):
    print(certs.ensure(sys.argv[1], kind, key)[0])
END
    for name in ca ca-rsa; do
        openssl x509 -in "$certificates/$name.pem" -outform der -out "$certificates/$name.der" || return 1
    done
}

# A build of boards/zephyr as `west build` does it, without a warning of the compiler in Pipit's files.
image() { # FOLDER BOARD CA OPTION...
    local folder=$work/$1 board=$2 ca=$3 variant=host
    shift 3
    [ "$board" = native_sim ] || variant=$cross
    ZEPHYR_TOOLCHAIN_VARIANT=$variant cmake -GNinja -S boards/zephyr -B "$folder" -DBOARD="$board" \
        -DZEPHYR_MODULES="${ZEPHYR_MODULES:+$ZEPHYR_MODULES;}$root" -DPIPIT_JSMN_DIR="${PIPIT_JSMN_DIR:-/usr/include}" \
        -DPIPIT_CA_DER="$certificates/$ca.der" '-DCONFIG_PIPIT_SAMPLE_HOST="localhost"' \
        -DCONFIG_PIPIT_SAMPLE_PORT=8443 -DCONFIG_PIPIT_SAMPLE_POSTS=5 \
        '-DCONFIG_PIPIT_SAMPLE_TOKEN="test-token-AAAA%2Fbbb%3D"' "$@" &&
        ninja -j2 -C "$folder" >"$folder/build.log" 2>&1 || { tail -n 30 "$folder/build.log"; return 1; }
    ! grep -E "(boards/zephyr|port/zephyr|core)/.*warning:" "$folder/build.log"
}

run() { # HOW FOLDER CHECK
    local file=zephyr.exe namespace="unshare --net --mount"
    [ "$1" != qemu ] || file=zephyr.elf
    [ "$(id -u)" = 0 ] || namespace="$namespace --user --map-root-user"
    $namespace python3 tests/elsewhere/sdk/zephyr.py "$1" "$work/$2/zephyr/$file" "$certificates" "$3"
}

streams() { # HOW FOLDER BOARD
    sdk_try "$3: the five Posts of examples/README.md over verified TLS 1.2 and two connections, then a stop" \
        run "$1" "$2" examples
    sdk_try "$3: connects again after X has ended the stream, no Post lost" run "$1" "$2" disconnect
    sdk_try "$3: refuses another name, an unknown CA and a self-signed certificate" refuses "$1" "$2"
}

dates() {
    run qemu m3-dates first && run qemu m3-dates expired
}

# Twister compares what the sample says with sample.yaml.
twister_runs() {
    local server status
    python3 tests/behaviour/server/local_x.py --dir "$certificates" --port 8443 --parent-watch \
        --scenario tests/behaviour/server/scenarios/examples.json >/dev/null &
    server=$!
    PIPIT_CA_DER=$certificates/ca.der ZEPHYR_TOOLCHAIN_VARIANT=host \
        ZEPHYR_MODULES="${ZEPHYR_MODULES:+$ZEPHYR_MODULES;}$root" python3 "$ZEPHYR_BASE/scripts/twister" \
        -T boards/zephyr -p native_sim --fixture local_x -O "$work/twister" --clobber-output -j 2 --inline-logs
    status=$?
    kill "$server"
    [ "$status" -eq 0 ] &&
        grep -q '<testsuite .*tests="2" failures="0" errors="0" skipped="0"' "$work/twister/twister.xml"
}

refuses() { # HOW FOLDER
    run "$1" "$2" wrong-name && run "$1" "$2" unknown-ca && run "$1" "$2" self-signed
}

rsa_chain() {
    image native-rsa native_sim ca-rsa "$@" && run $how native-rsa rsa
}

bare_mbedtls() {
    image native-bare native_sim ca -DCONFIG_PIPIT_MBEDTLS=n "$@" && run $how native-bare setup
}

no_image_without_ecdhe() {
    ! image none native_sim ca -DCONFIG_MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED=n "$@" >"$work/none.log" 2>&1 &&
        grep "CONFIG_PIPIT_MBEDTLS" "$work/none.log"
}

sdk_is Zephyr "$version" "$(gcc -dumpfullversion | sed 's/^/gcc /')$with_mbedtls"
make_certificates >/dev/null || exit 1

how=native tap=()
if ! [ -e "$ZEPHYR_BASE/drivers/net/nsos_sockets.c" ]; then
    how=tap tap=("-DEXTRA_CONF_FILE=native_tap.conf")
fi
board="native_sim ($([ $how = tap ] && echo "TAP" || echo "sockets of the machine"))"
if sdk_try "$board: builds" image native native_sim ca "${tap[@]}"; then
    streams $how native "$board"
    sdk_try "$board: refuses an expired certificate" run $how native expired
    sdk_try "$board: Posts through a chain of RSA certificates" rsa_chain "${tap[@]}"
    sdk_try "$board: an mbedTLS that cannot be set up is told as an error of TLS" bare_mbedtls "${tap[@]}"
    sdk_try "an mbedTLS without ECDHE ends the build, with words" no_image_without_ecdhe "${tap[@]}"
fi

if [ $how = native ] && python3 "$ZEPHYR_BASE/scripts/twister" --help >/dev/null 2>&1; then
    sdk_try "twister builds the sample for native_sim, and runs it against the local X with --fixture local_x" \
        twister_runs
fi

sdk_is Zephyr "$version" "$(arm-none-eabi-gcc -dumpfullversion | sed 's/^/arm-none-eabi-gcc /')$with_mbedtls"
# A driver that does not ask how many frames have come loses the link when two come at once.
if sdk_try "qemu_cortex_m3: builds" image m3 qemu_cortex_m3 ca; then
    if grep -q REG_MACNP "$ZEPHYR_BASE/drivers/ethernet/eth_stellaris.c"; then
        streams qemu m3 qemu_cortex_m3
    else
        sdk_try "qemu_cortex_m3: the first two Posts over verified TLS 1.2; Zephyr's driver then loses the link" \
            run qemu m3 first
        sdk_try "qemu_cortex_m3: refuses another name, an unknown CA and a self-signed certificate" refuses qemu m3
    fi
    sdk_try "qemu_cortex_m3: without dates an expired certificate is accepted" run qemu m3 expired-accepted
    grep -E '^ +(FLASH|RAM):' "$work/m3/build.log"
fi
if image m3-dates qemu_cortex_m3 ca -DCONFIG_PIPIT_SAMPLE_DATES=y '-DCONFIG_NET_CONFIG_SNTP_INIT_SERVER="10.0.2.2"' \
    >"$work/m3-dates.log" 2>&1; then
    sdk_try "qemu_cortex_m3, CONFIG_PIPIT_SAMPLE_DATES: the clock from SNTP, Posts, expired certificate refused" \
        dates
elif grep -q "region .RAM. overflowed" "$work/m3-dates.log"; then
    echo "qemu_cortex_m3 with CONFIG_PIPIT_SAMPLE_DATES does not fit into its RAM"
else
    sdk_try "qemu_cortex_m3 with CONFIG_PIPIT_SAMPLE_DATES: builds" false
fi

# Not native_sim: its clock stands still while a thread is busy.
mps2=mps2_an385
[ -d "$ZEPHYR_BASE/boards/arm/mps2_an385" ] || mps2=mps2/an385

flooded() { # FOLDER CHECK...
    local check
    for check in "${@:2}"; do
        FLOOD=$SDK_WORK/flood run mps2 "$1" "$check" 2>&1 | tee -a "$work/floods"
        [ "${PIPESTATUS[0]}" = 0 ] || return 1
    done
}

if sdk_try "$mps2: builds" image mps2 "$mps2" ca -DCONFIG_PIPIT_SAMPLE_DATES=n && sdk_flood; then
    streams mps2 mps2 "$mps2"
    sdk_try "$mps2: connections that ended badly, and no free one, do not end the stream" flooded mps2 goes-on
    sdk_try "$mps2: empty records and a head without end inside verified TLS end the connection" flooded mps2 sockets-inside
    sdk_try "$mps2: warnings of TLS without end keep the thread (limit of Zephyr's TLS sockets), before and after the handshake" \
        flooded mps2 sockets-kept sockets-kept-inside
    if sdk_try "$mps2, CONFIG_PIPIT_TLS: builds" image mps2-tls "$mps2" ca -DCONFIG_PIPIT_SAMPLE_DATES=n \
        -DCONFIG_PIPIT_TLS=y; then
        streams mps2 mps2-tls "$mps2, CONFIG_PIPIT_TLS"
        sdk_try "$mps2, CONFIG_PIPIT_TLS: connections that ended badly, and no free one, do not end the stream" \
            flooded mps2-tls goes-on
        sdk_try "$mps2, CONFIG_PIPIT_TLS: warnings of TLS without end instead of a handshake end with a time-out" \
            flooded mps2-tls tls-before
        sdk_try "$mps2, CONFIG_PIPIT_TLS: warnings, empty records, a head without end inside verified TLS end the connection" \
            flooded mps2-tls tls-inside
    fi
fi
