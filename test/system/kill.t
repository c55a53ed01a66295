#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# kill -9 in the middle of adding 500 pages, twenty times: what was reported as added is there, the
# store is whole, and the next run completes. Ctrl-C ends a run between two articles.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
db=$tmp/a.db
mkdir "$tmp/pages"
python3 test/system/pages.py "$tmp/pages" 500

# Ids that were reported on whole lines.
reported() { grep -h '}$' "$@" | sed -n 's/.*"result":"\(added\|version\)".*"id":"\([^"]*\)".*/\2/p'; }
# Why the store is not whole, or nothing.
damage() {
    sqlite3 "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check;' | grep -v '^ok$'
    sqlite3 "$1" "SELECT 'an article without its page: ' || id FROM article a
        WHERE NOT EXISTS (SELECT 1 FROM page WHERE article = a.n);
        SELECT 'articles and index rows differ' WHERE (SELECT count(*) FROM article)
            <> (SELECT count(*) FROM words_docsize);
        SELECT 'an event without articles: ' || id FROM event e
        WHERE NOT EXISTS (SELECT 1 FROM article WHERE event = e.n);"
}
# missing DB FILE...: reported ids that are not in the store.
missing() {
    store=$1
    shift
    sqlite3 "$store" 'SELECT id FROM page' | sort >"$tmp/there"
    reported "$@" | sort -u | comm -23 - "$tmp/there"
}

cut=1 lost= broken=
while [ $cut -le 20 ]; do
    "$KHABAR" add --json --store "$db" "$tmp/pages" >"$tmp/out.$cut" 2>/dev/null &
    pid=$!
    sleep "0.$((10 + (cut * 37) % 60))"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    if [ -e "$db" ]; then
        lost="$lost$(missing "$db" "$tmp"/out.*)"
        broken="$broken$(damage "$db")"
    fi
    cut=$((cut + 1))
done
n=$(reported "$tmp"/out.* | sort -u | wc -l)
echo "# 20 runs were killed after $n articles in all"
[ "$n" -gt 0 ] && ok "the runs were killed at work" || not_ok "the runs were killed at work"
[ -z "$lost" ] && ok "every article reported as added is there" ||
    not_ok "every article reported as added is there" "$(echo "$lost" | head -n 3)"
[ -z "$broken" ] && ok "the store is whole after each kill" ||
    not_ok "the store is whole after each kill" "$(echo "$broken" | head -n 3)"
run 0 "the next run completes" "$KHABAR" add --json --store "$db" "$tmp/pages"
json "every page is there now" "$tmp/out" 'len(rows) == 500 and
 {r["result"] for r in rows} <= {"added", "same", "version"}'
run 0 "events are listed" "$KHABAR" events --json --store "$db"
json "every article is in one event" "$tmp/out" '(lambda ids: len(ids) == len(set(ids)) > 400)(
 [a["id"] for r in rows for a in r["articles"]])'

# ---- Ctrl-C ----
# A background job of a script has SIGINT ignored: SIGTERM goes the same way.
db=$tmp/b.db
: >"$tmp/stopped"
"$KHABAR" add --json --store "$db" "$tmp/pages" >"$tmp/stopped" 2>"$tmp/err" &
pid=$!
while [ "$(wc -l <"$tmp/stopped")" -lt 5 ] && kill -0 $pid 2>/dev/null; do sleep 0.02; done
kill -TERM $pid
code=0
wait $pid || code=$?
[ $code -eq 1 ] && ok "a stopped run ends with 1" || not_ok "a stopped run ends with 1" "$code"
has "and says so" "$tmp/err" interrupted
[ "$(tail -c 1 "$tmp/stopped" | od -An -c | tr -d ' ')" = '\n' ] && ok "after a whole line" ||
    not_ok "after a whole line"
[ -z "$(missing "$db" "$tmp/stopped")$(damage "$db")" ] && ok "the store is whole" ||
    not_ok "the store is whole"

# ---- reading anew, killed in the middle ----
db=$tmp/a.db
"$KHABAR" events --json --store "$db" >"$tmp/before"
"$KHABAR" rebuild --quiet --store "$db" >"$tmp/out" 2>"$tmp/err" &
pid=$!
sleep 0.3
kill -9 $pid && ok "rebuild was killed at work" || not_ok "rebuild was killed at work"
wait $pid 2>/dev/null
"$KHABAR" events --json --store "$db" >"$tmp/after"
cmp -s "$tmp/before" "$tmp/after" && [ -z "$(damage "$db")" ] && ok "and left all as it was" ||
    not_ok "and left all as it was" "$(damage "$db" | head -n 3)"

# ---- two at once ----
db=$tmp/c.db
mkdir "$tmp/half1" "$tmp/half2"
cp "$tmp/pages"/00[0-4]*.html "$tmp/half1"
cp "$tmp/pages"/00[4-9]*.html "$tmp/half2"
"$KHABAR" add --json --store "$db" "$tmp/half1" >"$tmp/out1" 2>"$tmp/err1" &
one=$!
"$KHABAR" add --json --store "$db" "$tmp/half2" >"$tmp/out2" 2>"$tmp/err2"
two=$?
wait $one && [ $two -eq 0 ] && ok "two processes add at once" ||
    not_ok "two processes add at once" "$(cat "$tmp/err1" "$tmp/err2" | head -n 3)"
cat "$tmp/out1" "$tmp/out2" >"$tmp/out"
json "and nothing is there twice" "$tmp/out" '(lambda ids: len(ids) == len(set(ids)) == 100)(
 [r["id"] for r in rows if r["result"] in ("added", "version")])'
[ -z "$(missing "$db" "$tmp/out")$(damage "$db")" ] && ok "and the store is whole" ||
    not_ok "and the store is whole" "$(damage "$db" | head -n 3)"

# ---- many make one store at once ----
page=$(find "$tmp/half1" -name '*.html' | head -n 1)
: >"$tmp/err"
for round in $(seq 20); do
    pids=
    for one in 1 2 3 4 5 6; do
        "$KHABAR" add --quiet --store "$tmp/new$round.db" "$page" >"$tmp/out" 2>>"$tmp/err" &
        pids="$pids $!"
    done
    for pid in $pids; do wait "$pid" || echo "round $round: $pid failed" >>"$tmp/err"; done
done
[ -s "$tmp/err" ] && not_ok "six processes make one store" "$(head -n 3 "$tmp/err")" ||
    ok "six processes make one store, twenty times"
finish
