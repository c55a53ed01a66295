#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Copies as the reader sees them: reprints with another headline, cut, reworded at the edges; a
# report of its own that quotes the same words; a page that is saved again.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
export KHABAR_STORE="$tmp/a.db"

# page FILE SITE DATE TITLE PARAGRAPH...: a saved page, its furniture by the name of the site.
page() {
    file=$tmp/pages/$1 site=$2 date=$3 title=$4
    shift 4
    {
        printf '<!DOCTYPE html><html lang="en"><head><title>%s - %s</title>\n' "$title" "$site"
        printf '<meta property="og:site_name" content="%s">\n' "$site"
        [ -z "$date" ] || printf '<meta property="article:published_time" content="%s">\n' "$date"
        printf '</head><body><nav><a href="/">Home</a> <a href="/w">Weather</a></nav><article>'
        printf '<h1>%s</h1>\n' "$title"
        for p; do printf '<p>%s</p>\n' "$p"; done
        printf '</article><footer>All rights with %s</footer></body></html>\n' "$site"
    } >"$file"
}
mkdir "$tmp/pages"
one='PORT SELIM: The harbour of Port Selim was closed on Monday morning after two barges loaded with gravel collided in thick fog, the port captain Iskra Danilo said.'
two='Nobody of the fourteen people aboard was hurt, but the larger barge, the Merla, lost 300 tonnes of its cargo and now lies across the northern channel.'
three='"We will not open the channel before divers have seen every metre of that hull," Danilo told reporters at the quay.'
four='Nine ships wait in the roads with cars, timber and wheat. The owners of the Merla expect a salvage crane from Tarn on Wednesday, and traffic is to begin again on Thursday.'
own1='Fishermen in Port Selim sold nothing on Monday: with the channel blocked by a sunken load of gravel, the boats stayed where they were and the auction hall was dark.'
own2='The barges Merla and Otto had run into each other at six in the morning. Port captain Iskra Danilo would not be hurried. "We will not open the channel before divers have seen every metre of that hull," she said.'
own3='A crane is on its way from Tarn, two days by sea, and until Thursday the town lives from what is in its cold stores. The chamber of trade counts its losses at 40,000 dollars a day.'

page a.html 'Selim Gazette' 2031-05-05T09:00:00Z 'Barges collide in fog, Port Selim closed' \
    "$one" "$two" "$three" "$four"
page b.html 'Coast Daily' 2031-05-06T07:30:00Z 'Nine ships wait off a blocked harbour' \
    "$one" "$two" "$three" "$four"
page c.html 'Inland News' 2031-05-06 'Harbour closed after collision' "$one" "$two"
page d.html 'Tarn Telegraph' '' 'Tarn crane to lift gravel barge' \
    "TARN: Traffic at a neighbouring port stands still. $one" "$two" "$three" \
    'Nine vessels wait in the roads with cars, timber and wheat. The owners of the Merla hope for a salvage crane from Tarn by Wednesday.'
page e.html 'Selim Voice' 2031-05-06 'A dark auction hall' "$own1" "$own2" "$own3"

run 0 "the reports are added" "$KHABAR" add --json "$tmp/pages"
json "all of them as articles" "$tmp/out" '[r["result"] for r in rows] == ["added"] * 5'
json "of one event" "$tmp/out" 'len({r["event"] for r in rows}) == 1'
run 0 "show --json" "$KHABAR" show --json "$tmp/pages/a.html"
event=$(sqlite3 "$KHABAR_STORE" 'SELECT DISTINCT e.id FROM article a JOIN event e ON e.n = a.event')
run 0 "the event as JSON" "$KHABAR" show --json "$event"
cp "$tmp/out" "$tmp/event"
for name in b.html c.html d.html; do
    json "$name is a reprint of a.html" "$tmp/event" '[c["share"] > 0.8 for c in rows[0]["copies"]
 for p in [{a["id"]: a["path"].split("/")[-1] for a in rows[0]["articles"]}] if c["reprint"] and
 (p[c["of"]], p[c["article"]]) == ("a.html", "'$name'")] == [True]'
done
json "a report of its own is none, whatever it quotes" "$tmp/event" 'not any(c["reprint"] and
 "e.html" in (p[c["of"]], p[c["article"]]) for c in rows[0]["copies"]
 for p in [{a["id"]: a["path"].split("/")[-1] for a in rows[0]["articles"]}])'
json "the quotation is kept all the same" "$tmp/event" 'any(c["share"] < 0.3 and
 len(c["spans"]) == 1 for c in rows[0]["copies"] for p in [{a["id"]: a["path"].split("/")[-1]
 for a in rows[0]["articles"]}] if "e.html" in (p[c["of"]], p[c["article"]]))'

# The passages are where they are said to be, and are the same words.
for f in a b c d e; do "$KHABAR" show --json "$tmp/pages/$f.html"; done >"$tmp/articles"
run 0 "the event compared" "$KHABAR" compare --json "$event"
cp "$tmp/out" "$tmp/dossier"
json "compare lists the same copies" "$tmp/dossier" 'rows[0]["copies"] ==
 json.loads(open("'"$tmp"'/event", encoding="utf-8").readline())["copies"]'
cat >"$tmp/passages.py" <<'PY'
import json, sys
texts = {}
for line in open(sys.argv[1], encoding="utf-8"):
    a = json.loads(line)
    texts[a["id"]] = a["text"].encode()
found = 0
for c in json.loads(open(sys.argv[2], encoding="utf-8").readline())["copies"]:
    for s in c["spans"]:
        x = texts[c["article"]][s["start"]:s["end"]].decode().split()
        y = texts[c["of"]][s["of_start"]:s["of_end"]].decode().split()
        assert x[:5] == y[:5] and x[-3:] == y[-3:], (x, y)
        found += 1
assert found >= 4, found
PY
run 0 "passages begin and end with the same words" python3 "$tmp/passages.py" "$tmp/articles" \
    "$tmp/dossier"
json "reprints are one origin, the other report is one" "$tmp/dossier" 'rows[0]["independent"] == 2
 and [(o["how"], len(o["articles"])) for o in rows[0]["origins"]] == [("copied", 4)]'

run 0 "the event for a reader" "$KHABAR" show "$event"
has "a reprint names what it reprints" "$tmp/out" \
    'reprint of Barges collide in fog, Port Selim closed: 100% of its words'
has "of two undated texts neither was first" "$tmp/out" \
    'same text as Barges collide in fog, Port Selim closed: '
run 0 "the dossier for a reader" "$KHABAR" compare "$event"
has "says who reprints whom" "$tmp/out" 'reprint of Selim Gazette: 100% of its words'
run 0 "events --why" "$KHABAR" events --why
has "tells of reprints" "$tmp/out" 'reprint of Barges collide'
for lang in en ur ar; do
    run 0 "the page in $lang" "$KHABAR" compare "$event" --lang $lang --html "$tmp/$lang.html"
    has "leads to what was copied" "$tmp/$lang.html" '<a href="#r0"><bdi>Selim Gazette</bdi></a>'
    has "and marks the passage" "$tmp/$lang.html" '<span class="copied">'
done
cat >"$tmp/marked.py" <<'PY'
import html, json, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
texts = {re.sub(r"\s+", " ", json.loads(line)["text"]) for line in open(sys.argv[2], encoding="utf-8")}
shown = set()
for body in re.findall(r'<article id="r\d+".*?</article>', page, re.S):
    paragraphs = re.findall(r"<p>(.*?)</p>", body, re.S)
    text = html.unescape(re.sub(r"<(?!br)[^>]*>", "", " ".join(paragraphs)).replace("<br>", " "))
    shown.add(re.sub(r"\s+", " ", text))
assert shown == texts, shown ^ texts
PY
run 0 "and changes nothing in it" python3 "$tmp/marked.py" "$tmp/en.html" "$tmp/articles"

# ---- the same page saved again ----
sed 's/Weather/Weather 17/; s/All rights/Copyright 2031/' "$tmp/pages/b.html" >"$tmp/again.html"
run 0 "the page saved again" "$KHABAR" add --json "$tmp/again.html"
json "is a version of its article" "$tmp/out" 'rows[0]["result"] == "version" and
 rows[0]["event"] == "'"$event"'"'
"$KHABAR" compare --json "$event" >"$tmp/out"
json "and no further source" "$tmp/out" 'len(rows[0]["coverage"]) == 5 and
 rows[0]["independent"] == 2'
# What stands around a text may be read with it one day and not the next.
page a.html 'Selim Gazette' 2031-05-05T09:00:00Z 'Barges collide in fog, Port Selim closed' \
    "$one" "$two" "$three" "$four" "$own3"
run 0 "saved again with a paragraph more" "$KHABAR" add --json "$tmp/pages/a.html"
json "is a version" "$tmp/out" '[r["result"] for r in rows] == ["version"]'
page a.html 'Selim Gazette' 2031-05-05T09:00:00Z 'Barges collide in fog, Port Selim closed' \
    "$own1" "$own2" "$own3"
run 0 "another text of that site and headline" "$KHABAR" add --json "$tmp/pages/a.html"
json "is an article" "$tmp/out" '[r["result"] for r in rows] == ["added"]'
page a.html 'Selim Gazette' 2031-05-08T09:00:00Z 'Barges collide in fog, Port Selim closed' \
    "$one" "$two" "$three" "$own3"
run 0 "the text, changed, of another day" "$KHABAR" add --json "$tmp/pages/a.html"
json "is an article, too" "$tmp/out" '[r["result"] for r in rows] == ["added"]'

# ---- very many reprints ----
python3 - "$one" "$two" "$three" "$four" "$own1" "$own3" >"$tmp/many.jsonl" <<'PY'
import json, random, sys
random.seed(2)
parts = sys.argv[1:]
heads = "Harbour barges Selim fog closed collision gravel channel crane Tarn Danilo port ships".split()
for i in range(800):
    n = random.randint(3, len(parts))
    at = random.randint(0, len(parts) - n)
    print(json.dumps({"id": f"r{i}", "title": " ".join(random.sample(heads, 5)), "lang": "en",
                      "text": "\n\n".join(parts[at:at + n]), "date": f"2031-05-0{5 + i % 3}"}))
PY
run 0 "800 reprints, cut and under other headlines" "$KHABAR" group "$tmp/many.jsonl"
json "are one event" "$tmp/out" 'len({r["event"] for r in rows}) == 1'
finish
