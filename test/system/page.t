#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The page of a dossier: what it says without a browser, and, where there is one, how Chromium
# shows it on a phone and on a desk. Keeps a screenshot of each in $O/artefacts.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
O=${O:-build}
node=${KHABAR_NODE:-$PWD/$O/node}
export KHABAR_STORE=$tmp/a.db
"$KHABAR" add --quiet samples >"$tmp/out" 2>"$tmp/err"
event=$("$KHABAR" show --json samples/en/khuzdar-quake.html >"$tmp/out" && sqlite3 "$KHABAR_STORE" \
    "SELECT e.id FROM article a JOIN event e ON e.n = a.event WHERE path LIKE '%khuzdar-quake%'")
for lang in en ur ar; do
    run 0 "compare --html in $lang" "$KHABAR" compare "$event" --lang $lang --html "$tmp/$lang.html"
    [ -s "$tmp/out" ] && not_ok "nothing goes to stdout" || ok "nothing goes to stdout"
    has "the page is of the language" "$tmp/$lang.html" "<html lang=\"$lang\""
done
has "Urdu runs from right to left" "$tmp/ur.html" '<html lang="ur" dir="rtl">'
grep -q '<script\|javascript:\|@import\|url(' "$tmp/en.html" && not_ok "no script, nothing fetched" ||
    ok "no script, nothing fetched"
run 2 "a language without words" "$KHABAR" compare "$event" --lang xx --html "$tmp/x.html"
run 3 "a file that cannot be written" "$KHABAR" compare "$event" --html "$tmp/none/x.html"
run 0 "to stdout" "$KHABAR" compare "$event" --html -
cmp -s "$tmp/out" "$tmp/en.html" && ok "is the same page" || not_ok "is the same page"

# A page that wants to be more than text.
cat >"$tmp/evil.html" <<'P'
<html lang=en><head><title>Minister &lt;script&gt;alert(1)&lt;/script&gt; "opens" bridge</title></head>
<body><article><h1>Minister &lt;script&gt;alert(1)&lt;/script&gt; "opens" bridge</h1>
<p>Minister Dara Venn opened a bridge &lt;img src=x onerror=alert(2)&gt; in Quetta on 3 May 2026.</p>
<p>It is 250 metres long &amp; 12 metres wide, the ministry said in Quetta on Monday evening.</p>
<p>Some 4,000 people came to see the bridge, which had been closed since the flood of 2022.</p>
</article></body></html>
P
"$KHABAR" add --quiet --url 'javascript:alert(3)' --site '"><b>x' "$tmp/evil.html" >"$tmp/out"
"$KHABAR" compare "$(sed -n 's/.* \(e[a-z2-7]\{13\}\) .*/\1/p' "$tmp/out")" --html "$tmp/evil-page.html"
has "titles are text" "$tmp/evil-page.html" '&lt;script&gt;alert(1)'
grep -q '<script\|<img\|<b>x\|href="javascript' "$tmp/evil-page.html" &&
    not_ok "no markup of strangers gets through" || ok "no markup of strangers gets through"

# ---- the digest ----
run 0 "brief" "$KHABAR" brief --since 2026-05-01
has "tells the events" "$tmp/out" "Earthquake near Khuzdar"
run 0 "brief in Urdu" "$KHABAR" brief --since 2026-05-01 --lang ur
has "its words are Urdu" "$tmp/out" "$(sed -n 's/^label contradiction\t//p' data/label/ur.tsv)"
grep -qw 'News\|reports\|origins\|contradiction' "$tmp/out" && not_ok "no English of its own" ||
    ok "no English of its own"
run 0 "brief of the day before the newest report" "$KHABAR" brief --json
json "tells what is new alone" "$tmp/out" 'len(rows) >= 1 and all(r["reports"] >= 1 for r in rows)'
run 0 "brief --html" "$KHABAR" brief --since 2020-01-01 --html "$tmp/brief.html" --lang ur
run 0 "brief --atom" "$KHABAR" brief --since 2020-01-01 --atom
whole=$(python3 - "$tmp/out" <<'PY'
import sys, xml.etree.ElementTree as tree
feed = tree.parse(sys.argv[1]).getroot()
atom = "{http://www.w3.org/2005/Atom}"
entries = feed.findall(atom + "entry")
needed = all(e.find(atom + k) is not None for e in entries for k in ("id", "title", "updated"))
print(len(entries) >= 4 and needed and feed.find(atom + "updated") is not None)
PY
)
[ "$whole" = True ] && ok "the feed is whole" || not_ok "the feed is whole" "$whole"
run 0 "an event a line" "$KHABAR" brief --since 2020-01-01 --json --limit 2
json "as many as asked for" "$tmp/out" 'len(rows) == 2'
run 2 "two forms at once" "$KHABAR" brief --json --atom
run 2 "a day that is none" "$KHABAR" brief --since yesterday
run 0 "a period without news" "$KHABAR" brief --since 2090-01-01

if ! [ -d "$node/node_modules/puppeteer-core" ] || ! command -v chromium >/dev/null 2>&1; then
    skip "the page in Chromium" "chromium or its driver is absent (tool/setup browser)"
    finish
fi
mkdir -p "$O/artefacts"
for name in en ur ar evil-page brief; do
    shot=$O/artefacts/dossier-$name.png
    run 0 "Chromium opens $name" node test/browser/check.mjs "$node" "$tmp/$name.html" "$shot"
    cp "$tmp/out" "$tmp/found"
    for what in console requests overflow axe direction anchors; do
        json "$name: nothing wrong in $what" "$tmp/found" "rows[0]['$what'] == []"
    done
done
finish
