#!/bin/sh
# Sees to it that the tests find a Chromium: the one named by ANNOTATOR_CHROMIUM, one on PATH, Debian's, or Playwright's.
# Debian's shell without windows comes first, since tests take a third of the time in it.
set -u
cd "$(dirname "$0")/.."

if [ -n "${ANNOTATOR_CHROMIUM:-}" ]; then
    [ -x "$ANNOTATOR_CHROMIUM" ] && exit 0
    echo "browser: ANNOTATOR_CHROMIUM names $ANNOTATOR_CHROMIUM, which is no program" >&2
    exit 1
fi

on_path() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

of_playwright() {
    .venv/bin/python - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PYTHON
}

command -v chromium-headless-shell >/dev/null || sh requirements/apt.sh chromium-headless-shell >/dev/null 2>&1
command -v chromium-headless-shell >/dev/null && exit 0
{ on_path || of_playwright; } >/dev/null 2>&1 && exit 0
sh requirements/apt.sh chromium && on_path >/dev/null && exit 0
echo "fetching Chromium with Playwright" >&2
.venv/bin/python -m playwright install chromium >/dev/null 2>&1 && of_playwright >/dev/null 2>&1 && exit 0
echo "browser: no Chromium found; install one with 'apt-get install -y chromium'" \
    "or '.venv/bin/python -m playwright install --with-deps chromium'" >&2
exit 1
