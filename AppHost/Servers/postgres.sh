#!/bin/bash
# postgres.sh FOLDER PORT SETTING… : PostgreSQL in the foreground, on loopback alone. Makes the cluster on first use,
# with the superuser's password from CLUB_PASSWORD, or from the backup in the folder CLUB_RESTORE, with its changes up to
# the moment CLUB_RESTORE_UNTIL.
set -euo pipefail
# The real path: the link to it may lie under a home that only root may enter.
folder=$(realpath "$1") port=$2
shift 2

# The lock goes to the server with its open file: it is free when the last process of an earlier one is gone.
exec 8>"$folder/lock"
flock -w 20 8 || { echo "another PostgreSQL still runs on $folder"; exit 1; }

# PostgreSQL refuses root.
drop=()
if [ "$(id -u)" = 0 ]; then
  drop=(--reuid=postgres --regid=postgres --clear-groups)
  chown postgres:postgres "$folder"
fi

if [ -d "$folder/pg" ]; then
  bin=/usr/lib/postgresql/$(<"$folder/pg/PG_VERSION")/bin
  [ -x "$bin/postgres" ] || { echo "the data needs PostgreSQL $(<"$folder/pg/PG_VERSION"): install it"; exit 1; }
elif [ -n "${CLUB_RESTORE:-}" ]; then
  # Changes behind the copy, as far as there are any. A timeline of its own begins where they end: the Migrator sees by
  # it that the club was restored.
  bin=/usr/lib/postgresql/$(<"$CLUB_RESTORE/base/PG_VERSION")/bin
  rm -rf "$folder/pg.new" "$folder/changes"
  mkdir -m 700 "$folder/changes"
  cp -R "$CLUB_RESTORE/base" "$folder/pg.new"
  [ ! -d "$CLUB_RESTORE/changes" ] || cp -R "$CLUB_RESTORE/changes/." "$folder/changes"
  chmod 700 "$folder/pg.new"
  "$bin/pg_verifybackup" -q "$folder/pg.new"
  cat >>"$folder/pg.new/postgresql.auto.conf" <<END
hot_standby = off
restore_command = 'cp "$folder/changes/%f" "%p" 2>/dev/null || cp "$folder/changes/%f.partial" "%p"'
recovery_target_action = promote
recovery_target_time = '${CLUB_RESTORE_UNTIL:-}'
END
  touch "$folder/pg.new/recovery.signal"
  [ "$(id -u)" != 0 ] || chown -R postgres:postgres "$folder/pg.new" "$folder/changes"
  mv -T "$folder/pg.new" "$folder/pg"
else
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  sync=()
  [[ " $* " != *" fsync=off "* ]] || sync=(--no-sync)
  # Elsewhere first: PG_VERSION is written early, so an interrupted initdb looks like a cluster.
  rm -rf "$folder/pg.new"
  setpriv "${drop[@]}" --pdeathsig KILL bash -c '
    exec "$0" -U postgres -A scram-sha-256 --pwfile=<(echo "$CLUB_PASSWORD") -k -E UTF8 --locale=C.UTF-8 "$@"' \
    "$bin/initdb" -D "$folder/pg.new" "${sync[@]}" >/dev/null 8>&-
  mv -T "$folder/pg.new" "$folder/pg"
fi
unset CLUB_PASSWORD
[ -e "$folder/pg/recovery.signal" ] || rm -rf "$folder/changes"
# Whoever holds the lock is alone: a pid file is a dead server's, even if its number lives on in another process.
rm -f "$folder/pg/postmaster.pid"

# TERM would wait for pooled clients; INT ends their sessions.
trap 'kill -INT "$server" 2>/dev/null' TERM INT
setpriv "${drop[@]}" --pdeathsig INT "$bin/postgres" -D "$folder/pg" -p "$port" -h 127.0.0.1 -k '' \
  "${@/#/--}" 2>&1 &
server=$!
while kill -0 "$server" 2>/dev/null; do wait "$server" && code=0 || code=$?; done
exit "$code"
