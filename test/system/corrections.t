#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a person decides holds: merges and splits, then more articles, other processes, a second
# reading of everything; and undo puts back what was.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
export KHABAR_STORE=$tmp/a.db
quake=samples/en/khuzdar-quake.html light=samples/en/awaran-quake.txt
accord=samples/en/panj-accord.html wire=samples/en/panj-accord-wire.txt

# The event of a page, and how many events there are.
event() { "$KHABAR" show --json "$1" >"$tmp/article" && sqlite3 "$KHABAR_STORE" \
    "SELECT e.id FROM article a JOIN event e ON e.n = a.event WHERE a.path = '$1'"; }
events() { "$KHABAR" events --json | wc -l; }
together() { [ "$(event "$2")" = "$(event "$3")" ] && ok "$1" || not_ok "$1"; }
apart() { [ "$(event "$2")" != "$(event "$3")" ] && ok "$1" || not_ok "$1"; }
is() { [ "$2" = "$3" ] && ok "$1" || not_ok "$1" "$2 is not $3"; }
# All that was decided below.
holds() {
    together "$1: the quakes are one" $quake $light
    apart "$1: the wire is apart" $accord $wire
    together "$1: the rest of its event is together" $accord samples/ar/ittifaq-panj.html
    is "$1: the merged event has its id" "$(event $quake)" "$one"
    is "$1: the event that was split has its id" "$(event $accord)" "$two"
}

run 0 "add" "$KHABAR" add --quiet $quake $light $accord $wire samples/en/lahore-power-talks.html
one=$(event $quake) two=$(event $accord) other=$(event $light)
apart "two quakes are two events" $quake $light
together "two reports of the accord are one" $accord $wire
run 0 "merge" "$KHABAR" merge --json "$one" "$other"
json "says what it did" "$tmp/out" 'rows[0]["kind"] == "merge" and rows[0]["correction"] == 1
 and len(rows[0]["articles"]) == 1'
together "the quakes are one" $quake $light
run 0 "the id of what was merged leads on" "$KHABAR" show --json "$other"
json "to the event it joined" "$tmp/out" "rows[0]['event'] == '$one'"
run 0 "split" "$KHABAR" split "$two" $wire
apart "the wire is apart" $accord $wire

# ---- more articles, each from a process of its own ----
for page in samples/ar/*.html samples/ur/*; do
    "$KHABAR" add --quiet "$page" >>"$tmp/out" 2>&1 || not_ok "add $page"
done
holds "after more articles"
run 0 "rebuild" "$KHABAR" rebuild --json --quiet
json "reads all of them" "$tmp/out" 'rows[0] == {"schema": "khabar/1", "rebuilt": 12, "kept": 0}'
holds "after a rebuild"
run 0 "search after a rebuild" "$KHABAR" search --json خضدار
json "finds what it found" "$tmp/out" 'len(rows) >= 3'
is "the index is whole" "$(sqlite3 "$KHABAR_STORE" 'SELECT count(*) FROM words_docsize')" 12
"$KHABAR" events --json >"$tmp/before"
"$KHABAR" rebuild --quiet >"$tmp/out"
"$KHABAR" events --json >"$tmp/after"
cmp -s "$tmp/before" "$tmp/after" && ok "a second rebuild changes nothing" ||
    not_ok "a second rebuild changes nothing" "$(diff "$tmp/before" "$tmp/after" | head -n 3)"

# ---- the nearest event ----
run 0 "events --why" "$KHABAR" events --why --json
json "each member has its reason" "$tmp/out" 'all(len(r["why"]) == len(r["articles"]) for r in rows)'
json "the nearest event is another one" "$tmp/out" 'any("nearest" in w for r in rows
 for w in r["why"]) and all(w["nearest"]["event"] != r["event"] and 0 < w["nearest"]["score"] <= 1
 for r in rows for w in r["why"] if "nearest" in w)'

# ---- taking back ----
run 0 "undo --list" "$KHABAR" undo --list --json
json "lists both" "$tmp/out" '[r["kind"] for r in rows] == ["merge", "split"]'
run 0 "undo" "$KHABAR" undo
together "the wire is back" $accord $wire
run 0 "undo of a number" "$KHABAR" undo 1
apart "the quakes are two again" $quake $light
is "under the old id" "$(event $light)" "$other"
run 1 "nothing is left to undo" "$KHABAR" undo

# ---- a later decision holds ----
"$KHABAR" merge "$one" "$other" >"$tmp/out"
"$KHABAR" split "$one" $light >"$tmp/out"
"$KHABAR" rebuild --quiet >"$tmp/out"
apart "a split after a merge" $quake $light
run 1 "what a later correction rests on stays" "$KHABAR" undo 3
has "and that one is named" "$tmp/err" "correction 4"

# ---- wrong use ----
run 1 "an event that is not there" "$KHABAR" merge "$one" e222222222222
run 1 "an event with itself" "$KHABAR" merge "$one" "$one"
run 1 "an article where an event is needed" "$KHABAR" merge "$one" $light
run 1 "an article of another event" "$KHABAR" split "$one" $accord
run 1 "all articles of an event" "$KHABAR" split "$(event $light)" $light samples/ar/zilzal-awaran.html
run 2 "a number that is none" "$KHABAR" undo last
is "and nothing was kept of it" "$("$KHABAR" undo --list | grep -c ^[ms])" 2
is "the store is whole" "$(sqlite3 "$KHABAR_STORE" 'PRAGMA integrity_check;PRAGMA foreign_key_check')" ok
finish
