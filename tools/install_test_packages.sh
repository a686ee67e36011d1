#!/usr/bin/env bash
# Installs from Debian's packages what the tests need and the machine lacks, where
# that is allowed without asking. What stays absent is said by tools/test.sh.
set -uo pipefail

wanted=()
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null ||
    command -v initdb >/dev/null || wanted+=(postgresql)
command -v chromium >/dev/null || wanted+=(chromium)
command -v xgettext >/dev/null || wanted+=(gettext)

((${#wanted[@]})) || exit 0
command -v apt-get >/dev/null || exit 0
if [[ $EUID -eq 0 ]]; then
    as_root=()
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    exit 0
fi

echo "Installing ${wanted[*]} ..."
install=(env DEBIAN_FRONTEND=noninteractive apt-get)
"${as_root[@]}" "${install[@]}" update -qq >/dev/null || true
# The main cluster that Debian starts on installation is not ours to want.
"${as_root[@]}" "${install[@]}" install -qq --no-install-recommends \
    "${wanted[@]}" >/dev/null || true
