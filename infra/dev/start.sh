#!/usr/bin/env bash
# Starts the whole product on embedded defaults. Arguments pass through:
#   infra/dev/start.sh --demo                 everything seeded, on this machine only
#   infra/dev/start.sh --data DIR             a real, empty instance (README: "From an empty folder")
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/infra/dev/setup.sh" run || echo "start: going on without what is named above"
exec dotnet run --project "$root/src/Standalone" -- "$@"
