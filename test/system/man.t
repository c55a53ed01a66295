#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The man page: it is well formed, it tells of every command, and its examples run.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
export KHABAR_STORE="$tmp/man.db"
mkdir "$tmp/bin"
ln -s "$KHABAR" "$tmp/bin/khabar"
PATH=$tmp/bin:$PATH

if command -v mandoc >/dev/null 2>&1; then
    run 0 "mandoc has nothing to say" mandoc -T lint -W warning doc/khabar.1
    mandoc -T utf8 -O width=200 doc/khabar.1 | sed 's/.\x08//g' >"$tmp/text"
    for c in $("$KHABAR" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
        has "it tells of $c" "$tmp/text" "khabar $c"
    done
    sed -n '/^EXAMPLES/,/^STANDARDS/s/^ *\$ \(.*\)/\1/p' "$tmp/text" >"$tmp/examples"
    [ "$(wc -l <"$tmp/examples")" -ge 5 ] && ok "it has examples" || not_ok "it has examples"
    while IFS= read -r line; do
        run 0 "$line" sh -c "$line"
        [ -s "$tmp/out" ] && ok "prints something" || not_ok "prints something"
    done <"$tmp/examples"
else
    skip "the man page" "mandoc is absent"
fi
finish
