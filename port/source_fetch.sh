# SPDX-License-Identifier: MIT
# Sources of a Debian package through this machine's own apt mirror, checked by hash. Sourced by the fetch_*.sh scripts.
# The system's apt state is not touched: lists and archives live below the folder that the caller gives.

say() { echo "$(basename "$0"): $*" >&2; }

# tools_need TOOL...: fails with the name of the first tool that is not installed.
tools_need() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { say "$tool is needed and not installed"; return 1; }
    done
}

# Writes into folder $2 the apt sources of this machine, changed to source packages of suite $1.
source_entries() {
    source_parts="" source_list=""
    eval "$(apt-config shell source_parts Dir::Etc::sourceparts/d source_list Dir::Etc::sourcelist/f)"
    # shellcheck disable=SC1091 # part of every Debian
    codename="$(. /etc/os-release && echo "$VERSION_CODENAME")"
    cat "$source_parts"/*.sources 2>/dev/null | awk -v own="$codename" -v suite="$1" '
        BEGIN { RS = ""; ORS = "\n\n" }
        $0 ~ ("Suites:[^\n]*[ \t]" own "([ \t\n]|$)") {
            gsub(/Types:[^\n]*/, "Types: deb-src"); gsub(/Suites:[^\n]*/, "Suites: " suite); print }
        ' >"$2/own.sources"
    cat "$source_list" "$source_parts"/*.list 2>/dev/null | awk -v own="$codename" -v suite="$1" '
        $1 == "deb" { for (i = 2; i <= NF; i++) if ($i == own) { $1 = "deb-src"; $i = suite; print; next } }
        ' >"$2/own.list"
    [ -s "$2/own.sources" ] || [ -s "$2/own.list" ] || { say "no apt entry for $codename found to derive $1 from"; return 1; }
}

# source_download WORK SUITE PACKAGE[=VERSION] "SHA256  FILE"...: leaves the files in WORK.
source_download() {
    work="$1" suite="$2" package="$3"
    shift 3
    mkdir -p "$work/parts" "$work/state/lists/partial" "$work/cache/archives/partial"
    source_entries "$suite" "$work/parts" || return 1
    set -- "$work" "$package" "$@"
    (
        cd "$1" || exit 1
        private_apt() {
            apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" \
                -o Dir::State="$work/state" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= "$@" >&2
        }
        private_apt update || { say "the mirror did not serve the $suite source list"; exit 1; }
        private_apt source --download-only "$2" || { say "the mirror did not serve $2"; exit 1; }
        shift 2
        for line in "$@"; do
            echo "$line" | sha256sum -c - >&2 || { say "${line#*  } is not the pinned file"; exit 1; }
        done
    )
}

# Applies Debian's patches, from DEBIAN_TARBALL, to the unpacked FOLDER.
source_patch() {
    tar -xJf "$1" -C "$2" debian/patches
    while read -r name _; do
        case "$name" in "" | "#"*) continue ;; esac
        patch -d "$2" -p1 -s <"$2/debian/patches/$name" >&2 || { say "the patch $name does not apply"; return 1; }
    done <"$2/debian/patches/series"
}
