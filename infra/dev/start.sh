#!/usr/bin/env bash
# Starts the whole product on embedded defaults. Arguments pass through:
#   infra/dev/start.sh --demo                 everything seeded, on this machine only
#   infra/dev/start.sh --data DIR             a real, empty instance (README: "From an empty folder")
#   infra/dev/start.sh status                 a short command: runs at once, and builds only when a source is newer than the last build
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
built="$root/src/Standalone/bin/Debug/net10.0"
program="$built/ReportingService.Standalone.dll"

# Whether the last build holds every source, version and routing file as it is now. What a build itself writes is not looked at.
build_is_current() {
    [ -f "$program" ] || return 1
    newest=$(find "$built" -maxdepth 1 -name 'ReportingService.*.dll' -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2-)
    [ -z "$(find "$root/src" "$root"/Directory.* "$root/global.json" \
        \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f ! -name '*.md' -newer "$newest" -print -quit)" ] || return 1
    diff -rq "$root/infra/routing" "$built/routing" >/dev/null 2>&1
}

# A first argument without a dash is a command; without one the product starts.
case "${1:-}" in
    '' | -*) ;;
    *) if build_is_current; then exec dotnet "$program" "$@"; fi ;;
esac

"$root/infra/dev/setup.sh" run || echo "start: going on without what is named above"
if [ ! -f "$root/src/Web/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css" ]; then
    printf '\n%s\n%s\n%s\n\n' \
        "start: THE PAGES WILL LOOK PLAIN: the design system (npm package govuk-frontend) is not installed." \
        "start: Everything works all the same. To have it: install nodejs and npm, then" \
        "start:   (cd $root/src/Web && npm ci --ignore-scripts)   and start again." >&2
fi
if [ -f "$program" ]; then echo "start: building what has changed" >&2; else echo "start: building; the first time this takes some minutes" >&2; fi
exec dotnet run --project "$root/src/Standalone" -- "$@"
