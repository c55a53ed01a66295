#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every command once on samples/ and once wrong: exit codes, keys of the JSON, what goes to which
# stream.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
db=$tmp/a.db
page=samples/en/panj-accord.html

# ---- usage ----
run 2 "no command is wrong usage" "$KHABAR"
run 2 "an unknown command is wrong usage" "$KHABAR" frobnicate
has "and it is named" "$tmp/err" frobnicate
run 0 "help" "$KHABAR" help
for c in extract group language names add events show compare brief merge split undo rebuild search help version; do
    has "help lists $c" "$tmp/out" "$c"
done
for c in extract group language names add events show compare brief merge split undo rebuild search help version; do
    run 0 "$c --help" "$KHABAR" $c --help
    has "$c --help says how it is used" "$tmp/out" "usage: khabar $c"
done
run 2 "help for what there is not" "$KHABAR" help frobnicate
run 0 "--version" "$KHABAR" --version
has "says the version" "$tmp/out" "khabar 0."
run 2 "an unknown option" "$KHABAR" events --frobnicate
run 2 "an option of another command" "$KHABAR" extract --store x "$page"
run 2 "an option without its value" "$KHABAR" events --store
run 2 "a missing argument" "$KHABAR" show
run 2 "too many arguments" "$KHABAR" show a b
run 2 "a limit that is no number" "$KHABAR" events --store "$db" --limit many
run 2 "a date that is none" "$KHABAR" add --store "$db" --published yesterday "$page"

# ---- extract ----
run 0 "extract" "$KHABAR" extract --json "$page"
json "one object a line" "$tmp/out" 'len(rows) == 1'
json "the article's keys" "$tmp/out" '[k for k in ("schema id path url site lang title title_from
 authors published published_from dateline text verdict confidence mentions statements").split()
 if k not in rows[0]] == []'
has "schema comes first" "$tmp/out" '{"schema":"khabar/1","id":"bafkrei'
json "path and verdict" "$tmp/out" 'rows[0]["path"] == "samples/en/panj-accord.html" and
 rows[0]["verdict"] == "article" and rows[0]["lang"] == "en"'
json "the id is the CID of the bytes" "$tmp/out" '(lambda b, h: rows[0]["id"] == "b" + b.b32encode(
 b"\x01\x55\x12\x20" + h.sha256(open(rows[0]["path"], "rb").read()).digest()).decode().lower()
 .rstrip("="))(__import__("base64"), __import__("hashlib"))'
run 0 "extract of all samples that are articles" "$KHABAR" extract --json samples/ar samples/ur
json "mentions quote the text verbatim, in bytes" "$tmp/out" 'all(
 r["text"].encode()[m["start"]:m["end"]].decode() == m["text"] and m["text"]
 for r in rows for m in r["mentions"])'
json "there are mentions at all" "$tmp/out" 'sum(len(r["mentions"]) for r in rows) > 10'
json "mentions have their keys" "$tmp/out" 'all(set("kind text name country start end".split())
 <= set(m) for r in rows for m in r["mentions"])'
json "a folder is walked in name order" "$tmp/out" '[r["path"] for r in rows if "/ar/" in r["path"]]
 == sorted(r["path"] for r in rows if "/ar/" in r["path"])'
run 0 "extract as text" "$KHABAR" extract "$page"
has "prints the title" "$tmp/out" "Four neighbours sign"
"$KHABAR" extract --json - <"$page" >"$tmp/out" 2>"$tmp/err"
json "extract - reads stdin" "$tmp/out" 'rows[0]["path"] == "-" and "Tajikistan" in rows[0]["text"]'
run 1 "a page that is not there" "$KHABAR" extract --json "$tmp/none.html" "$page"
has "is named on stderr" "$tmp/err" "none.html"
json "and the others are done" "$tmp/out" 'len(rows) == 1'
: >"$tmp/empty.html"
run 1 "an empty file is refused" "$KHABAR" extract --json "$tmp/empty.html"
json "with a verdict" "$tmp/out" 'rows[0]["verdict"] == "no-content" and rows[0]["text"] == ""'
has "that stderr names" "$tmp/err" "empty.html: no-content"

# ---- language, group ----
printf 'The ministers met in the capital on Monday and signed it.\n\n12 34\n' |
    "$KHABAR" language >"$tmp/out" 2>"$tmp/err"
if [ "$(tr '\n' ' ' <"$tmp/out")" = "en und und " ]; then ok "language: one code a line"
else not_ok "language: one code a line" "$(tr '\n' ' ' <"$tmp/out")"; fi
cat >"$tmp/in.jsonl" <<'J'
{"id": "p", "title": "Ferry sinks off Tarvik island", "text": "A ferry with 212 people sank off Tarvik island on Friday, the Norland coast guard said. Eleven people died.", "date": "2026-01-10", "lang": "en"}
{"id": 7, "title": "Central bank of Suria raises rates", "text": "The central bank raised its key rate to 4.5 percent, its third rise since spring, and prices in Suria still climb.", "date": null, "lang": null}
{"id": "q", "title": "Eleven dead as ferry sinks off Tarvik", "text": "Eleven people died when a ferry carrying 212 people sank off Tarvik island on Friday, the coast guard of Norland said.", "date": "2026-01-10T08:00:00Z", "lang": "en"}
J
"$KHABAR" group <"$tmp/in.jsonl" >"$tmp/out" 2>"$tmp/err"
json "group keeps the order and the ids" "$tmp/out" '[r["id"] for r in rows] == ["p", "7", "q"]'
json "two reports of one event, one of another" "$tmp/out" \
    'rows[0]["event"] == rows[2]["event"] != rows[1]["event"]'
printf 'no json\n{"title":"without id","text":"a b"}\n' >"$tmp/bad.jsonl"
run 1 "group refuses bad lines by number" "$KHABAR" group "$tmp/bad.jsonl"
has "line 1" "$tmp/err" "line 1"
has "line 2" "$tmp/err" "line 2"

# ---- the store ----
run 1 "events without a store" "$KHABAR" events --store "$tmp/none.db"
[ -e "$tmp/none.db" ] && not_ok "does not make one" || ok "does not make one"
run 1 "add samples: the front page is refused" "$KHABAR" add --json --store "$db" samples
cp "$tmp/out" "$tmp/added"
json "the keys of add" "$tmp/added" 'all(set("schema result path id event lang title reason".split())
 <= set(r) for r in rows)'
json "the front page has its reason" "$tmp/added" '[r["reason"] for r in rows
 if r["result"] == "refused"] == ["no-content"]'
has "and is named on stderr" "$tmp/err" "front-page.html"
json "all others are added" "$tmp/added" 'sum(r["result"] == "added" for r in rows) == len(rows) - 1
 and len(rows) == 13'
run 1 "add again" "$KHABAR" add --json --store "$db" samples
json "is the same" "$tmp/out" '{r["result"] for r in rows} == {"same", "refused"}'
run 1 "an address is refused for now" "$KHABAR" add --json --store "$db" https://example.org/a
json "with the reason" "$tmp/out" '"network" in rows[0]["reason"]'
sed 's/Buy a carpet today/Buy two carpets/' "$page" >"$tmp/again.html"
run 0 "the same article in other bytes" "$KHABAR" add --json --store "$db" "$tmp/again.html"
json "is a version" "$tmp/out" 'rows[0]["result"] == "version" and rows[0]["event"]'
json "and belongs to the same event" "$tmp/out" 'rows[0]["event"] ==
 [r["event"] for r in map(json.loads, open("'"$tmp"'/added")) if r["path"].endswith("en/panj-accord.html")][0]'
run 0 "JSON Lines into the store" "$KHABAR" add --json --store "$tmp/lines.db" "$tmp/in.jsonl"
json "added by the ids given" "$tmp/out" '[r["result"] for r in rows] == ["added"] * 3'
run 0 "and shown by them" "$KHABAR" show --json --store "$tmp/lines.db" q
json "as the article" "$tmp/out" 'rows[0]["title"].startswith("Eleven dead") and rows[0]["path"] == "q"'

mkdir "$tmp/mixed"
cp "$page" "$tmp/in.jsonl" "$tmp/mixed"
run 0 "pages and JSON Lines in one folder" "$KHABAR" add --json --store "$tmp/mixed.db" "$tmp/mixed"
json "are both read" "$tmp/out" '[r["result"] for r in rows] == ["added"] * 4'

# ---- events, show ----
run 0 "events" "$KHABAR" events --json --store "$db"
cp "$tmp/out" "$tmp/events"
json "the event's keys" "$tmp/events" 'all(set("schema event title lang date date_from first last
 articles why".split()) <= set(r) for r in rows)'
json "the articles' keys" "$tmp/events" 'all(set("id path site lang title published".split())
 <= set(a) for r in rows for a in r["articles"])'
json "the reasons' keys" "$tmp/events" 'all(set("article joined_by score shared".split()) <= set(w)
 for r in rows for w in r["why"])'
json "newest first" "$tmp/events" '(lambda days: days == sorted(days, reverse=True))(
 [max(a["published"][:10] for a in r["articles"] if a["published"]) for r in rows
 if all(a["published"] for a in r["articles"])])'
json "every article once" "$tmp/events" '(lambda ids: len(ids) == len(set(ids)) == 12)(
 [a["id"] for r in rows for a in r["articles"]])'
event=$(sed -n '1s/.*"event":"\([^"]*\)".*/\1/p' "$tmp/events")
run 0 "show an event" "$KHABAR" show --json --store "$db" "$event"
json "is the event" "$tmp/out" 'rows[0]["event"] == "'"$event"'" and rows[0]["articles"]'
run 0 "show an event by a prefix" "$KHABAR" show --store "$db" "$(printf %.8s "$event")"
article=$(sed -n '1s/.*"id":"\([^"]*\)".*/\1/p' "$tmp/added")
run 0 "show an article" "$KHABAR" show --json --store "$db" "$article"
json "is the article with its text" "$tmp/out" 'rows[0]["id"] == "'"$article"'" and rows[0]["text"]
 and rows[0]["verdict"] == "article"'
cp "$tmp/out" "$tmp/shown"
"$KHABAR" extract --json "$(sed -n '1s/.*"path":"\([^"]*\)".*/\1/p' "$tmp/added")" >"$tmp/out"
if cmp -s "$tmp/out" "$tmp/shown"; then ok "show prints what extract printed"
else not_ok "show prints what extract printed" "$(diff "$tmp/out" "$tmp/shown" | head -c 300)"; fi
run 1 "an id that fits several" "$KHABAR" show --store "$db" bafkrei
has "says which" "$tmp/err" "fits several"
run 1 "an id there is not" "$KHABAR" show --store "$db" zzzz
run 0 "a limit" "$KHABAR" events --json --limit 1 --store "$db"
json "is kept" "$tmp/out" 'len(rows) == 1'

# ---- search ----
run 0 "search" "$KHABAR" search --json --store "$db" khuzdar
json "the hit's keys" "$tmp/out" 'rows and all(set("schema article event score title lang snippet
 matched".split()) <= set(r) for r in rows)'
json "a town is found in all scripts" "$tmp/out" '{r["lang"] for r in rows} == {"en", "ur", "ar"}'
json "best first" "$tmp/out" '(lambda s: s == sorted(s, reverse=True))([r["score"] for r in rows])'
json "matched as written" "$tmp/out" 'all(r["matched"] for r in rows)'
run 1 "nothing found" "$KHABAR" search --json --store "$db" xylophonist
has "says so" "$tmp/err" "nothing found"
run 1 "a query of marks alone" "$KHABAR" search --store "$db" '"()*^:" -'
run 0 "a query cannot speak FTS" "$KHABAR" search --store "$db" 'khuzdar) OR (title:*'
run 0 "a phrase" "$KHABAR" search --json --store "$db" '"flood-warning accord"'
run 1 "a phrase the wrong way round" "$KHABAR" search --json --store "$db" '"accord flood-warning"'
run 0 "either word" "$KHABAR" search --json --store "$db" xylophonist OR khuzdar
run 1 "not this word" "$KHABAR" search --json --store "$db" khuzdar -- -khuzdar

# ---- where the store is ----
run 1 "KHABAR_STORE" env KHABAR_STORE="$tmp/env.db" "$KHABAR" add samples
[ -s "$tmp/env.db" ] && ok "is used" || not_ok "is used"
run 0 "XDG_DATA_HOME" env XDG_DATA_HOME="$tmp/xdg" "$KHABAR" add "$page"
[ -s "$tmp/xdg/khabar/khabar.db" ] && ok "is used" || not_ok "is used"
run 0 "else HOME" "$KHABAR" add "$page"
[ -s "$HOME/.local/share/khabar/khabar.db" ] && ok "is used" || not_ok "is used"
printf 'this is a letter, not a database, and it is long enough to be looked at closely' >"$tmp/letter"
run 3 "a file that is no store" "$KHABAR" add --store "$tmp/letter" "$page"
sqlite3 "$tmp/other.db" 'CREATE TABLE t(a); INSERT INTO t VALUES(1)'
cp "$tmp/other.db" "$tmp/other.copy"
run 3 "another program's database" "$KHABAR" add --store "$tmp/other.db" "$page"
if cmp -s "$tmp/other.db" "$tmp/other.copy"; then ok "is left as it was"
else not_ok "is left as it was"; fi
run 3 "a folder that is not there" "$KHABAR" add --store "$tmp/no/such/folder/a.db" "$page"
run 3 "stdout that is full" sh -c '"$0" extract --json "$1" >/dev/full' "$KHABAR" "$page"
if "$KHABAR" events --store "$db" | grep -q "$(printf '\033')"; then
    not_ok "no colours where no terminal is"
else ok "no colours where no terminal is"; fi
sqlite3 "$tmp/env.db" 'PRAGMA user_version = 99'
run 3 "a store of a newer version" "$KHABAR" events --store "$tmp/env.db"
has "is named as such" "$tmp/err" newer

# ---- a terminal ----
if command -v script >/dev/null 2>&1; then
    mkdir "$tmp/pages"
    python3 test/system/pages.py "$tmp/pages" 200
    script -qec "'$KHABAR' add --store '$tmp/tty.db' '$tmp/pages'" /dev/null >"$tmp/out" </dev/null
    has "progress on a terminal" "$tmp/out" "a second"
    has "with the time left" "$tmp/out" " left"
    script -qec "'$KHABAR' add --quiet --store '$tmp/quiet.db' '$tmp/pages'" /dev/null \
        >"$tmp/out" </dev/null
    if grep -q "a second" "$tmp/out"; then not_ok "no progress with --quiet"
    else ok "no progress with --quiet"; fi
    esc=$(printf '\033')
    TERM=xterm script -qec "'$KHABAR' events --store '$db'" /dev/null >"$tmp/out" </dev/null
    has "colours on a terminal" "$tmp/out" "$esc["
    NO_COLOR=1 TERM=xterm script -qec "'$KHABAR' events --store '$db'" /dev/null >"$tmp/out" \
        </dev/null
    if grep -q "$esc" "$tmp/out"; then not_ok "none with NO_COLOR"; else ok "none with NO_COLOR"; fi
else
    skip "progress and colours on a terminal" "script(1) is absent"
fi
finish
