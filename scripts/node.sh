#!/usr/bin/env bash
# Install the front-end assets by lock file, with the Node found, else with the one from PyPI.
set -eu
cd "$(dirname "$0")/.."
if command -v npm >/dev/null && node -e 'process.exit(+(process.versions.node.split(".")[0] < 18))'; then
  npm=(npm)
else
  .tools/uv/bin/uv sync --frozen --quiet --inexact --no-default-groups --group node
  npm=(.venv/bin/npm)
  export PATH="$PWD/.venv/bin:$PATH"
fi
"${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error
