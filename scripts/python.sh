#!/usr/bin/env bash
# Say which line installs what is missing, instead of failing later with something obscure.
set -eu
for command in git python3; do
  command -v "$command" >/dev/null || { echo "Il manque $command : apt-get install $command" >&2; exit 1; }
done
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Il faut Python 3.11 ou plus récent (ici : $(python3 -V)) : apt-get install python3" >&2; exit 1; }
python3 -c 'import venv, ensurepip' 2>/dev/null || {
  echo "Il manque le module venv de Python : apt-get install python3-venv" >&2; exit 1; }
