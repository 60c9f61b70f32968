#!/bin/sh
# Sees to it that the tests find the programs of a PostgreSQL server, 15 or newer. No server is started here.
set -u
cd "$(dirname "$0")/.."

OLDEST=15

present() {
    for initdb in "$(command -v initdb)" /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$initdb" ] || continue
        major=$("$initdb" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
        [ "$major" -ge "$OLDEST" ] && return 0
    done
    return 1
}

present && exit 0
# Debian's package would start a cluster of its own; the tests want the programs alone.
SETTINGS=/etc/postgresql-common/createcluster.conf
if sh requirements/apt.sh postgresql-common; then
    keep_out="s/^#* *create_main_cluster.*/create_main_cluster = false/"
    if [ -w "$SETTINGS" ]; then
        sed -i "$keep_out" "$SETTINGS"
    else
        sudo -n sed -i "$keep_out" "$SETTINGS"
    fi
    sh requirements/apt.sh postgresql && present && exit 0
fi
echo "postgres: no PostgreSQL server of version $OLDEST or newer found for the tests;" \
    "install it with: apt-get install -y postgresql" >&2
exit 1
