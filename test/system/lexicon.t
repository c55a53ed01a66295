#!/bin/sh
# Words that are learnt from events told in two languages: when, that they stay, that they can be
# left out. All events are invented.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh

python3 - "$tmp" <<'PY'
import json, sys
names = ("Tarvik Osmunde Belgara Quorsten Ivendal Marrowick Zelmond Harnesk Dovrania Kestrova "
         "Ulmengard Prastel Wikhold Jornadal Essenvar Luthmark Gorvenna Pilsmoor Rakstena Vindolar").split()
people = ("Brannok Telluride Skarvenz Odrimar Fennuck Galborne Ristovan Humblek Ardwine Lopsturm "
          "Merquint Nostriva Cavendol Yarrowen Dusselk Oppermal Trevisko Haldurin Kempforth Zubravka").split()
what = {"en": ["flood", "school", "harvest"], "de": ["Sturzflut", "Lehranstalt", "Ernte"]}
who = {"en": ["mayor", "doctor", "soldiers", "farmers"],
       "de": ["Schultheiss", "Arzt", "Landser", "Bauern"]}
told = {"en": "{n}: the {what} at {n} was for {k} {who}, {p} said.",
        "de": "{n}: die {what} bei {n} war etwas für {k} {who}, so {p}."}
def lines(first, last):
    for i in range(first, last):
        for lang in ("en", "de"):
            text = told[lang].format(n=names[i], p=people[i], k=1371 + 97 * i,
                                     what=what[lang][i % 3], who=who[lang][i % 4])
            yield {"id": f"{i}{lang}", "title": f"{names[i]}: {people[i]}", "text": text,
                   "lang": lang, "date": f"2031-05-{1 + i:02}"}
for name, first, last in (("first", 0, 18), ("later", 18, 20)):
    with open(f"{sys.argv[1]}/{name}.jsonl", "w") as out:
        for line in lines(first, last):
            out.write(json.dumps(line) + "\n")
PY
learnt() { # learnt STORE: how many words it knows
    python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM lexeme").fetchone()[0])' "$1"
}
is() { if [ "$2" "$3" "$4" ]; then ok "$1"; else not_ok "$1" "$2 $3 $4"; fi; }

run 0 "group" "$KHABAR" group "$tmp/first.jsonl"
json "two languages, one event" "$tmp/out" \
    'all(a["event"] == b["event"] for a, b in zip(rows[::2], rows[1::2]))'
json "eighteen of them" "$tmp/out" 'len(set(r["event"] for r in rows)) == 18'
run 0 "without learning" "$KHABAR" group --no-lexicon "$tmp/first.jsonl"
json "all are there" "$tmp/out" 'len(rows) == 36'

run 0 "add" "$KHABAR" add --quiet --store "$tmp/a.db" "$tmp/first.jsonl"
n=$(learnt "$tmp/a.db")
is "words are learnt" "$n" -gt 0
run 0 "a second run" "$KHABAR" add --quiet --store "$tmp/a.db" "$tmp/later.jsonl"
is "keeps them" "$(learnt "$tmp/a.db")" -ge "$n"
run 0 "rebuild" "$KHABAR" rebuild --quiet --store "$tmp/a.db"
is "learns again" "$(learnt "$tmp/a.db")" -gt 0
run 0 "add without learning" "$KHABAR" add --quiet --no-lexicon --store "$tmp/b.db" "$tmp/first.jsonl"
is "no words" "$(learnt "$tmp/b.db")" -eq 0
run 2 "no option of events" "$KHABAR" events --no-lexicon --store "$tmp/b.db"
finish
