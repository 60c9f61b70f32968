#!/bin/sh
# Resolves pyproject.toml into the hash-locked requirement files; no registry address enters them.
set -eu
cd "$(dirname "$0")/.."

if command -v uv >/dev/null 2>&1; then
    UV=uv
else
    UV=.venv/bin/uv
    # Set up by pip alone, .venv has no uv yet.
    [ -x "$UV" ] || .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/uv.txt
fi

resolve() { # resolve LOCK ARGUMENTS...
    lock=requirements/$1.txt
    shift
    "$UV" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --no-annotate -o "$lock" "$@" >/dev/null
    echo "$lock: $(grep -c '==' "$lock") packages"
}

resolve run pyproject.toml
resolve all pyproject.toml --extra all -c requirements/run.txt
resolve dev pyproject.toml --extra all --group dev -c requirements/all.txt
echo uv >requirements/uv.in
trap 'rm -f requirements/uv.in' EXIT
resolve uv requirements/uv.in
