#!/bin/sh
# SPDX-License-Identifier: MIT
# The conformance suite over a bad link. Three tests are left out, because they check the size of buffers, that nothing
# arrives without a reason (here frames may be delayed), and the heap of the process (here slirp uses it too).
#
#   conformance_impaired.sh TEST_CONFORMANCE SUBJECT FOLDER IMPAIRMENT
set -u
suite=$1 subject=$2 folder=$3
export PIPIT_IMPAIRMENT="$4"
failed=0
for test in "errors_*" "open_*" "nothing_*" "refused_*" "bytes_*" "one_*" "much_*" "wait_sees_*" "wait_wakes_*" \
    "wait_ends_*" "now_*" "end_*" "reset_*" "close_*"; do
    out=$("$suite" "$subject" 127.0.0.1 "$folder" "$test" 60 2>&1) && echo "$out" | grep -q "PASSED.*[1-9]" && continue
    printf '%s\n' "$out"
    failed=1
done
exit $failed
