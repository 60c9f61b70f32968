#!/bin/sh
# Installs Debian packages if this user may; exits 1 without a word if not, so that the caller says what to do.
set -u

command -v apt-get >/dev/null 2>&1 || exit 1
if [ "$(id -u)" = 0 ]; then
    as_root="env DEBIAN_FRONTEND=noninteractive"
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n env DEBIAN_FRONTEND=noninteractive"
else
    exit 1
fi

install() {
    $as_root apt-get install -y -q --no-install-recommends "$@" >"$log" 2>&1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "installing $* with apt-get" >&2
# The package lists of a fresh image are empty or old: they are fetched only when the first try fails.
if ! install "$@"; then
    $as_root apt-get update -q >/dev/null 2>&1
    if ! install "$@"; then
        tail -n 3 "$log" >&2
        exit 1
    fi
fi
