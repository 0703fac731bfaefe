#!/usr/bin/env bash
# Remake the guide's pictures from a synthetic territory of their own, then throw it away.
set -eu
cd "$(dirname "$0")/.."
export HAVRE_HOME
HAVRE_HOME=$(mktemp -d /tmp/havre-pictures-XXXX)
python=.venv/bin/python
said="$HAVRE_HOME.log"
"$python" -m havre.config demo --port 8765 > "$said" 2>&1 &
demo=$!
trap 'kill -TERM $demo 2>/dev/null; wait $demo 2>/dev/null || true; rm -rf "$HAVRE_HOME" "$said"' EXIT
for _ in $(seq 120); do
  grep -q 'Ctrl-C' "$said" && break
  kill -0 $demo 2>/dev/null || { cat "$said" >&2; exit 1; }
  sleep 0.5
done
sleep 1
url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$said" | tail -1)
"$python" -m havre.config demo --accounts --json |
  "$python" scripts/screenshots.py --url "$url" --accounts -
