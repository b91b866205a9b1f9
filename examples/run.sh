#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Watch Posts arrive: builds everything, starts the local X with TLS on loopback, adds two rules, and streams.
#
#   examples/run.sh [--for SECONDS] [--limit POSTS] [--jsonl | --events]
#   X_BEARER_TOKEN=... examples/run.sh --live        the real X, with the system's CA certificates
set -u
cd "$(dirname "$0")/.." || exit 2
root=$(pwd)

live=no
passed_on=()
while [ $# -gt 0 ]; do
    case "$1" in
    --live) live=yes ;;
    --for | --limit)
        [ $# -ge 2 ] || { echo "examples/run.sh: $1 needs a number" >&2; exit 2; }
        passed_on+=("$1" "$2")
        shift
        ;;
    --jsonl | --events) passed_on+=("$1") ;;
    *)
        echo "examples/run.sh: '$1' is not an option; there are --live, --for S, --limit N, --jsonl, --events" >&2
        exit 2
        ;;
    esac
    shift
done
if [ "$live" = yes ] && [ -z "${X_BEARER_TOKEN:-}" ]; then
    echo "examples/run.sh: --live needs your bearer token: X_BEARER_TOKEN=... examples/run.sh --live" >&2
    exit 2
fi

. tests/packages.sh
packages_install $PACKAGES_BUILD python3 openssl ca-certificates || exit 2
log=$(mktemp -d)
server=""
stop() {
    [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$log"
}
trap stop EXIT
trap : INT # Ctrl-C ends pipit; this script then ends in order

echo "building ..." >&2
if ! { cmake --preset default && cmake --build --preset default -j "$(nproc)"; } >"$log/build" 2>&1; then
    tail -n 40 "$log/build" >&2
    exit 2
fi
pipit=$root/build/bin/pipit
fields=(--tweet-fields created_at --expansions author_id)
if [ "$live" = yes ]; then
    "$pipit" stream filter "${fields[@]}" "${passed_on[@]}"
    exit $?
fi

# setsid: Ctrl-C in the terminal must not end the server before the client has closed its connection.
setsid python3 tests/behaviour/server/local_x.py --parent-watch --rate 2 --scenario tests/behaviour/server/scenarios/forced_disconnect.json \
    >"$log/ready" 2>"$log/server" &
server=$!
for _ in $(seq 100); do
    grep -q READY "$log/ready" && break
    sleep 0.1
done
read -r _ url ca <"$log/ready" || { cat "$log/server" >&2; exit 2; }
api=(--api "$url" --ca "${ca#ca=}")
export X_BEARER_TOKEN="test-token-AAAA%2Fbbb%3D" # the local X's, worth nothing elsewhere
"$pipit" rules add cat --tag cats "${api[@]}" || exit $?
"$pipit" rules add "city has:images" --tag "city pictures" "${api[@]}" || exit $?
"$pipit" stream filter "${fields[@]}" "${api[@]}" "${passed_on[@]}"
