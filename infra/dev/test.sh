#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. Ends with one line: N passed, N failed, N skipped.
#   infra/dev/test.sh                 all
#   infra/dev/test.sh Core.Tests ...  these projects only
# Long runs have switches: see "Long runs" in README.md.
set -uo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

infra/dev/setup.sh test || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

echo "test: building"
if ! dotnet restore ReportingService.sln --locked-mode -v quiet; then echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
if ! dotnet build ReportingService.sln --no-restore -v quiet -clp:ErrorsOnly; then echo "0 passed, 1 failed, 0 skipped"; exit 1; fi

passed=0; failed=0; skipped=0
if [ $# -gt 0 ]; then projects=("$@"); else projects=($(cd tests && ls -d *Tests)); fi

for project in "${projects[@]}"; do
    log=$(mktemp)
    began=$SECONDS
    dotnet exec "tests/$project/bin/Debug/net10.0/ReportingService.$project.dll" -noColor >"$log" 2>&1
    code=$?
    line=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -1)
    count() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$line"; }
    f=$(( $(count Failed || true)+0 + $(count Errors || true)+0 )); s=$(( $(count Skipped || true)+0 ))
    p=$(( $(count Total || true)+0 - f - s ))
    # A run that says nothing, or fails without a failed test, is a failure: silence is not success.
    if [ -z "$line" ] || { [ $code -ne 0 ] && [ "${f:-0}" = 0 ]; }; then f=$(( ${f:-0} + 1 )); fi
    if [ "${f:-0}" -gt 0 ]; then cat "$log"; fi
    printf 'test: %-20s %5s passed %3s failed %3s skipped  %4ss\n' "$project" "${p:-0}" "${f:-0}" "${s:-0}" "$((SECONDS - began))"
    passed=$((passed + ${p:-0})); failed=$((failed + ${f:-0})); skipped=$((skipped + ${s:-0}))
    rm -f "$log"
done

if [ $# -eq 0 ]; then
    if dotnet format whitespace --folder . --exclude artifacts --verify-no-changes >/dev/null 2>&1; then
        passed=$((passed + 1)); echo "test: format               ok"
    else
        failed=$((failed + 1)); echo "test: format               run: dotnet format whitespace --folder ."
    fi
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
