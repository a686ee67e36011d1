#!/usr/bin/env bash
# Strict types where the rules live; mypy's patterns cannot say "where there is one".
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob
exec env PYTHONPATH=site:. .venv/bin/python -m mypy \
    {.,site}/*/{enums,workflow,exceptions,notifications,tasks,api}.py \
    {.,site}/*/{api,domain}/*.py {.,site}/*/domain/*/*.py site/language/turkish.py site/people/sealing.py "$@"
