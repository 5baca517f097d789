#!/usr/bin/env bash
# Resident memory of the idle demonstration, 60 seconds after its first start with seeding and after a later one, in a folder of its own.
#   infra/dev/memory.sh [ROUNDS]      build first (infra/dev/start.sh does); ports 5390 and 5391 must be free
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program="$root/src/Standalone/bin/Debug/net10.0/ReportingService.Standalone.dll"
[ -f "$program" ] || { echo "memory: there is no build; start the product once" >&2; exit 2; }

measure() { # FOLDER
    dotnet "$program" --demo --data "$1" --citizen-url http://127.0.0.1:5390 --staff-url http://localhost:5391 >"$1.log" 2>&1 &
    pid=$!
    for _ in $(seq 600); do
        curl -sf -o /dev/null http://127.0.0.1:5390/ && break
        kill -0 "$pid" 2>/dev/null || { cat "$1.log" >&2; exit 1; }
        sleep 0.2
    done
    sleep 60
    awk '/^VmRSS/{print int($2 / 1024 + 0.5)}' "/proc/$pid/status"
    kill -TERM "$pid"
    wait "$pid" || true
}

for round in $(seq "${1:-3}"); do
    folder=$(mktemp -d)
    first=$(measure "$folder/data")
    later=$(measure "$folder/data")
    echo "round $round: first start $first MB, later start $later MB"
    rm -rf "$folder"
done
