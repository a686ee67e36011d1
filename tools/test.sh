#!/usr/bin/env bash
# Every check of the project, as `make test` runs them. All run, even after one has
# failed; the last to speak is pytest with the largest part of the suite.
set -uo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
failed=()

check() {
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed+=("$name")
}

with_postgres() { "$python" tools/throwaway_postgres.py -- "$@"; }

has_postgres() {
    compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null ||
        command -v initdb >/dev/null
}

tests=("$python" -m pytest -q)
missing=()
suite="not postgres and not journey"
has_postgres || missing+=("races on PostgreSQL (package postgresql)")
command -v chromium >/dev/null || missing+=("journeys in a browser (package chromium)")
if ! command -v xgettext >/dev/null; then
    missing+=("completeness of translations (package gettext)")
    suite+=" and not gettext"
fi

check "Lint" "$python" -m ruff check .
check "Format" "$python" -m ruff format --check .
check "Templates" bash -c \
    "git ls-files -z '*.html' | xargs -0r .venv/bin/djhtml --tabwidth 4 --check"
check "Types" tools/check_types.sh
check "Imports" env PYTHONPATH=site:. .venv/bin/lint-imports
has_postgres &&
    check "Races on PostgreSQL" with_postgres "${tests[@]}" -m postgres -n 2 \
        --dist loadfile
command -v chromium >/dev/null &&
    check "Journeys in a browser" "${tests[@]}" -m journey -n 2 --dist loadfile

if ((${#missing[@]})); then
    printf '\nNot tested here: %s\n' "$(IFS=';'; echo "${missing[*]}")"
fi
printf '\n== Suite on SQLite\n'
"${tests[@]}" -m "$suite" -n auto --maxprocesses 4 || failed+=("Suite on SQLite")

((${#failed[@]})) || exit 0
printf '\nFailed: %s\n' "$(IFS=';'; echo "${failed[*]}")" >&2
exit 1
