#!/bin/sh
# Makes .venv hold one locked set: `setup.sh run|all|dev`. Does nothing when it already does.
# PYTHON chooses the interpreter, ANNOTATOR_NO_UV=1 leaves the installing to pip alone.
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
STAMP=$VENV/installed
wanted=${1:-run}

fail() {
    echo "setup: $*" >&2
    exit 1
}

recent_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# What stands in the stamp when a set is installed: its name, the interpreter, and the lock itself.
stamp() {
    echo "$1"
    "$VENV/bin/python" -V 2>&1
    cat "requirements/$1.txt"
}

# run is part of all, and all is part of dev: a wider set that is in place is kept.
wider() {
    case "$1 $2" in
    *dev*) echo dev ;;
    *all*) echo all ;;
    *) echo run ;;
    esac
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if recent_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and ${PYTHON:-python3} is not; name one with PYTHON=/path/to/python3 make setup"
}

make_venv() {
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        sh requirements/apt.sh "python$version-venv" ||
            fail "Python's venv module is missing; install it with: apt-get install -y python$version-venv"
    fi
    echo "making $VENV with Python $version" >&2
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || fail "$python -m venv $VENV did not work; see the lines above"
}

pip_install() {
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r "$1"
}

uv_install() {
    [ -z "${ANNOTATOR_NO_UV:-}" ] || return 1
    if command -v uv >/dev/null 2>&1; then
        uv=uv
    else
        [ -x "$VENV/bin/uv" ] || pip_install requirements/uv.txt >"$VENV/uv.log" 2>&1 || return 1
        uv=$VENV/bin/uv
    fi
    # Compiled as pip does it, or every process would where nothing may be written later.
    "$uv" pip install --quiet --compile-bytecode --python "$VENV/bin/python" --require-hashes --only-binary :all: -r "$1" \
        >"$VENV/uv.log" 2>&1
}

if [ -f "$STAMP" ] && recent_enough "$VENV/bin/python"; then
    wanted=$(wider "$wanted" "$(head -n 1 "$STAMP")")
    if stamp "$wanted" | cmp -s - "$STAMP"; then
        exit 0
    fi
else
    make_venv
fi

lock=requirements/$wanted.txt
echo "installing $(grep -c '==' "$lock") packages of $lock" >&2
rm -f "$STAMP"
if ! uv_install "$lock"; then
    pip_install "$lock" ||
        fail "pip could not install $lock; see the lines above (is the package index reachable?)"
fi
stamp "$wanted" >"$STAMP"
