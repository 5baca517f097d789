#!/usr/bin/env bash
# Starts the whole product on embedded defaults. Arguments pass through:
#   infra/dev/start.sh --demo                 everything seeded, on this machine only
#   infra/dev/start.sh --data DIR             a real, empty instance (README: "From an empty folder")
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
"$root/infra/dev/setup.sh" run || echo "start: going on without what is named above"
if [ ! -f "$root/src/Web/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css" ]; then
    printf '\n%s\n%s\n%s\n\n' \
        "start: THE PAGES WILL LOOK PLAIN: the design system (npm package govuk-frontend) is not installed." \
        "start: Everything works all the same. To have it: install nodejs and npm, then" \
        "start:   (cd $root/src/Web && npm ci --ignore-scripts)   and start again." >&2
fi
echo "start: building; the first time this takes some minutes" >&2
exec dotnet run --project "$root/src/Standalone" -- "$@"
