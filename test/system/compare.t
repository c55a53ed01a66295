#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Dossiers: every quoted sentence is verbatim, indexes hold, statuses fit what is said; over the
# samples and whatever shared sets are there.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh

# dossiers SET PATH...: adds the paths to a store of their own and checks every dossier of it.
dossiers() {
    set=$1; shift
    export KHABAR_STORE="$tmp/$set.db"
    "$KHABAR" add --quiet "$@" >/dev/null 2>&1
    "$KHABAR" events --json >"$tmp/events"
    sed -n 's/.*"event":"\([^"]*\)".*/\1/p' "$tmp/events" >"$tmp/ids"
    run 0 "$set: every event is compared" sh -c "while read -r id; do
        \"$KHABAR\" compare --json \"\$id\" || exit; done <\"$tmp/ids\""
    cp "$tmp/out" "$tmp/$set.dossiers"
    for id in $(sed -n 's/.*"articles":\[\(.*\)\],"why.*/\1/p' "$tmp/events" |
        grep -o '"id":"[^"]*"' | cut -d'"' -f4); do
        "$KHABAR" show --json "$id"
    done >"$tmp/articles"
    run 0 "$set: what they say holds" python3 test/system/dossiers.py "$tmp/articles" \
        "$tmp/$set.dossiers"
}

dossiers samples samples
json "three languages agree" "$tmp/samples.dossiers" 'any(f["status"] == "agreed" and
 {"en", "ur", "ar"} <= {s["lang"] for s in f["says"]} for d in rows for f in d["facts"])'
json "36 stations against 38, and no other contradiction" "$tmp/samples.dossiers" '[[d["facts"][i]
 ["says"][0]["value"].split()[0] for i in c["facts"]] for d in rows for c in d["conflicts"]] ==
 [["36", "38"]]'
run 0 "the dossier for a reader" "$KHABAR" compare "$(head -n 1 "$tmp/ids")"
has "counts its reports" "$tmp/out" " report"
has "has headings" "$tmp/out" "SEVERAL REPORTS SAY"
"$KHABAR" compare --json samples/en/panj-accord.html >"$tmp/json"
for lang in ur ar; do
    run 0 "the same in $lang" "$KHABAR" compare samples/en/panj-accord.html --lang $lang
    for name in conflicts against agreed alone "origins title" attribution timeline coverage \
        reports "unit items"; do
        has "it says: $name" "$tmp/out" "$(sed -n "s/^label $name\t//p" data/label/$lang.tsv)"
    done
    # Latin letters are left in what the reports say and in who they are.
    left=$(python3 - "$tmp/out" "$tmp/json" <<'PY'
import re, sys
told = open(sys.argv[2], encoding="utf-8").read()
for line in open(sys.argv[1], encoding="utf-8"):
    words = re.findall("[A-Za-z]{3,}", re.sub(r"\S*/\S*", "", line)) if line[:4] != "    " else []
    print(*(w for w in words if w not in told or w in ("reports", "items", "attribution")), end="")
PY
)
    [ -z "$left" ] && ok "and nothing in English" || not_ok "and nothing in English" "$left"
done
run 1 "an event that is not there" "$KHABAR" compare nosuchevent
run 2 "no event at all" "$KHABAR" compare ''
if [ -e "$KHABAR_SHARED/data/desk/pages" ]; then
    dossiers desk "$KHABAR_SHARED/data/desk/pages"
    run 0 "desk: its near-duplicates are the reprints, and nothing else is one" python3 tool/reprints \
        "$KHABAR_SHARED/data/desk/notes.json" "$tmp/events" "$tmp/desk.dossiers"
else skip "dossiers of the desk set" "it is absent"; fi
if [ -e "$KHABAR_SHARED/seeds" ]; then dossiers seeds "$KHABAR_SHARED"/seeds/*.txt
else skip "dossiers of the seeds" "they are absent"; fi
for set in ntrex itn; do
    if [ -e "$KHABAR_SHARED/data/events/$set.jsonl" ]; then
        dossiers $set "$KHABAR_SHARED/data/events/$set.jsonl"
    else skip "dossiers of $set" "it is absent"; fi
done
finish
