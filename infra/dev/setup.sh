#!/usr/bin/env bash
# Installs what is missing, and only that. Safe to run any number of times.
#   infra/dev/setup.sh run    what the product needs to start
#   infra/dev/setup.sh test   that, and what the tests need
# Works on Debian and Ubuntu as root or through sudo. On another system it says what to install by hand.
set -uo pipefail
cd "$(dirname "$0")/../.."

want=${1:-run}
case "$want" in run|test) ;; *) echo "usage: infra/dev/setup.sh run|test" >&2; exit 2 ;; esac

missing=()
say() { printf 'setup: %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo -n "$@" 2>/dev/null || sudo "$@"
    else return 1; fi
}

# A line per thing: what shows that it is there, then the Debian package that brings it.
have_program() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null; }
have_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }

packages=()
need_program() { have_program "$1" || packages+=("$2"); }
need_library() { have_library "$1" || packages+=("$2"); }

icu_package() { apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -1; }

if ! command -v dotnet >/dev/null 2>&1; then
    say "the .NET 10 SDK is not here. Install it first: https://learn.microsoft.com/dotnet/core/install/linux"
    exit 1
fi

list_missing() {
    packages=()
    need_library libsodium.so libsodium23
    need_library libicuuc.so "$(icu_package)"
    need_program node nodejs
    need_program npm npm
    # Previews of photos and videos in the console. Without them the console says so and everything else works.
    need_program bwrap bubblewrap
    need_program ffmpeg ffmpeg
    need_program vipsthumbnail libvips-tools
    if [ "$want" = test ]; then
        need_program chromium chromium
        need_program postgres postgresql
        need_program rabbitmq-server rabbitmq-server
        need_program exiftool libimage-exiftool-perl
        need_program djpeg libjpeg-turbo-progs
        need_program strace strace
        need_program sqlite3 sqlite3
        need_program prlimit util-linux
    fi
}

if command -v apt-get >/dev/null 2>&1; then
    list_missing
    if [ "${#packages[@]}" -gt 0 ]; then
        say "reading the package lists"
        as_root apt-get update -qq >/dev/null 2>&1 || say "the package lists could not be read; trying with those at hand"
        list_missing
        for package in "${packages[@]}"; do
            [ -n "$package" ] || continue
            say "installing $package"
            # RUNLEVEL=1: servers are installed, not started. The tests start their own.
            if ! as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1; then
                missing+=("$package (Debian package)")
            fi
        done
    fi
else
    list_missing
    for package in "${packages[@]}"; do missing+=("$package (by your system's package manager)"); done
fi

# npm packages: style sheets for the pages; for the tests also a blob server and the accessibility checker.
npm_folder() {
    local folder=$1 stamp="$1/node_modules/.lock-installed"
    [ -f "$folder/package.json" ] || return 0
    if [ -f "$stamp" ] && cmp -s "$folder/package-lock.json" "$stamp"; then return 0; fi
    say "npm packages of $folder"
    if (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1); then
        cp "$folder/package-lock.json" "$stamp"
    else
        missing+=("npm packages of $folder (npm ci)")
    fi
}
npm_folder src/Web
[ "$want" = test ] && npm_folder tests/node

if [ "${#missing[@]}" -gt 0 ]; then
    say "could not install:"
    printf 'setup:   %s\n' "${missing[@]}"
    exit 1
fi
say "everything needed to $want is here"
