#!/bin/sh
# SPDX-License-Identifier: MIT
# The conformance suite must find every defect of faults.c with the test that is intended for it, and the correct port
# must pass that test. All run at the same time, because they mostly wait.
#
#   faults.sh TEST_CONFORMANCE FOLDER
set -u
suite=$1
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

judge() {
    out=$("$suite" "$1" 127.0.0.1 "$folder" "$2" 1 2>&1)
    if ! printf '%s\n' "$out" | grep -q "\[  FAILED  \]"; then
        printf '%s does not find %s:\n%s\n' "$2" "$1" "$out" >"$work/$1"
    fi
    "$suite" posix 127.0.0.1 "$folder" "$2" >/dev/null 2>&1 || echo "$2 fails without a defect" >>"$work/$1"
}

while read -r fault test; do
    judge "$fault" "$test" &
done <<TABLE
open_blocks open_does_not_block
open_leaks a_hundred_connections_cost_nothing
open_once open_follows_an_error
send_before_up open_does_not_block
send_claims_all full_buffers_refuse_and_go_on
recv_loses_a_byte one_byte_at_a_time
recv_goes_on stop_holds_in_a_flood
recv_reads_ahead wait_sees_what_is_inside
end_is_zero end_in_order_is_closed
end_is_forgotten end_in_order_is_closed
reset_is_closed reset_is_reset
detail_is_zero refused_is_an_error
close_does_nothing close_ends_in_order
close_resets close_ends_in_order
wait_sleeps_on wait_wakes_on_traffic
wait_never_sleeps wait_sleeps_when_nothing_happens
now_in_seconds now_never_goes_back
TABLE
wait
cat "$work"/* 2>/dev/null && exit 1
exit 0
