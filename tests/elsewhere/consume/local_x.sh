# SPDX-License-Identifier: MIT
# The local X for a program that uses TCP without TLS. Sourced by arduino.sh and zephyr.sh, from the top folder.

# Sets local_x_port; the server ends with the script.
local_x_start() { # FOLDER [OPTION...]    default: --plain
    rm -f "$1/ready"
    python3 tests/behaviour/server/local_x.py "${@:2}" $([ $# -gt 1 ] || echo --plain) --parent-watch --ready-file "$1/ready" \
        --scenario tests/behaviour/server/scenarios/examples.json >/dev/null &
    local_x_server=$!
    trap 'kill $local_x_server' EXIT
    for _ in $(seq 600); do
        [ -s "$1/ready" ] && break
        sleep 0.1
    done
    read -r _ url _ <"$1/ready"
    local_x_port=${url##*:}
}

# The expected output of this scenario: the five lines of `tail` in examples/README.md.
posts_expected() {
    sed -n '/^## `tail/,/^## `pull/p' examples/README.md | sed -n '/^```text$/,/^```$/p' | sed '1d;$d'
}

# PROGRAM must print these lines; then it is stopped.
says_posts() { # FOLDER PROGRAM
    exec 3< <(exec timeout 60 "$2")
    local program=$!
    head -n 5 <&3 >"$1/said"
    kill "$program"
    posts_expected >"$1/expected"
    [ "$(wc -l <"$1/expected")" = 5 ] && diff "$1/expected" "$1/said"
}
