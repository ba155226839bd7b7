#!/bin/sh
# Writes both lock files: every version and hash, no address of any index. Needs uv on the PATH.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11 "$@"
}
lock pyproject.toml --group build --output-file requirements.lock
lock pyproject.toml src/soilcarbon/pyproject.toml --extra grid --extra plot --group build --group dev \
    --constraint requirements.lock --output-file requirements-dev.lock
if grep -nE 'https?://' requirements.lock requirements-dev.lock; then
    echo "An address stands in a lock file." >&2
    exit 1
fi
