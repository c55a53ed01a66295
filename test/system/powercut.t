#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Simulated power cuts: after each, the store holds only what fsync had been called for; what was
# reported as added must be there. And a full disk: a named error, exit 3, a whole store.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
mkdir "$tmp/pages"
python3 test/system/pages.py "$tmp/pages" 120

# A program under AddressSanitizer takes no preloaded library.
if ${CC:-cc} -shared -fPIC -o "$tmp/powercut.so" test/system/powercut.c -ldl 2>"$tmp/err" &&
    LD_PRELOAD="$tmp/powercut.so" "$KHABAR" version >/dev/null 2>&1; then
    cut=1 lost= broken= reported=0
    while [ $cut -le 10 ]; do
        rm -rf "$tmp/disk" "$tmp/store"
        mkdir "$tmp/disk" "$tmp/store"
        LD_PRELOAD="$tmp/powercut.so" POWERCUT="$tmp/disk" "$KHABAR" add --json \
            --store "$tmp/store/a.db" "$tmp/pages" >"$tmp/out" 2>/dev/null &
        pid=$!
        sleep "0.$((20 + cut * 7))"
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        rm -f "$tmp/disk"/*.draft
        n=$(grep -c '"result":"added".*}$' "$tmp/out")
        reported=$((reported + n))
        cut=$((cut + 1))
        [ "$n" -gt 0 ] || continue
        sed -n 's/.*"result":"added".*"id":"\([^"]*\)".*}$/\1/p' "$tmp/out" | sort >"$tmp/said"
        sqlite3 "$tmp/disk/a.db" 'SELECT id FROM page' 2>&1 | sort >"$tmp/there"
        lost="$lost$(comm -23 "$tmp/said" "$tmp/there")"
        broken="$broken$(sqlite3 "$tmp/disk/a.db" 'PRAGMA integrity_check' 2>&1 | grep -v '^ok$')"
    done
    echo "# 10 power cuts after $reported articles in all"
    [ "$reported" -gt 0 ] && ok "the cuts came at work" || not_ok "the cuts came at work"
    [ -z "$lost" ] && ok "nothing that was reported is lost" ||
        not_ok "nothing that was reported is lost" "$(echo "$lost" | wc -l) articles"
    [ -z "$broken" ] && ok "the store is whole after each cut" ||
        not_ok "the store is whole after each cut" "$(echo "$broken" | head -n 3)"
else
    skip "power cuts" "no C compiler for the preloaded library, or a program that takes none"
fi

full() {
    mount -t tmpfs -o size=600k khabar-test "$tmp/small" || return
    code=0
    "$KHABAR" add --json --store "$tmp/small/a.db" "$tmp/pages" >"$tmp/out" 2>"$tmp/err" || code=$?
    cp "$tmp/small/a.db"* "$tmp/copy/"
    umount "$tmp/small"
    [ $code -eq 3 ] && ok "a full disk ends with 3" || not_ok "a full disk ends with 3" "$code"
    has "and is named" "$tmp/err" "space"
    sed -n 's/.*"result":"added".*"id":"\([^"]*\)".*}$/\1/p' "$tmp/out" | sort >"$tmp/said"
    sqlite3 "$tmp/copy/a.db" 'SELECT id FROM page' | sort >"$tmp/there"
    [ -s "$tmp/said" ] && [ -z "$(comm -23 "$tmp/said" "$tmp/there")" ] &&
        ok "what was reported is there" || not_ok "what was reported is there"
    [ "$(sqlite3 "$tmp/copy/a.db" 'PRAGMA integrity_check')" = ok ] && ok "the store is whole" ||
        not_ok "the store is whole"
}
mkdir "$tmp/small" "$tmp/copy"
if mount -t tmpfs -o size=600k khabar-test "$tmp/small" 2>/dev/null; then
    umount "$tmp/small"
    full
else
    skip "a full disk" "mounting a small tmpfs needs root"
fi
finish
