#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The five real dumps of the shared folder: one event in three languages and two others; what is
# said of them there is what must come out.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
seeds=$KHABAR_SHARED/seeds
if ! ls "$seeds"/*.txt >/dev/null 2>&1; then
    skip "the seeds" "$seeds is absent"
    finish
fi
export KHABAR_STORE="$tmp/seeds.db"
run 0 "all five are added" "$KHABAR" add --json "$seeds"/*.txt
json "as new articles" "$tmp/out" '[r["result"] for r in rows] == ["added"] * 5'
json "their languages" "$tmp/out" '[r["lang"] for r in rows] == ["en", "ur", "ar", "en", "en"]'
run 0 "events" "$KHABAR" events --json
json "three of them" "$tmp/out" 'sorted(sorted(a["path"].split("/")[-1][:3] for a in r["articles"])
 for r in rows) == [["000", "001", "002"], ["003"], ["004"]]'
json "the day it happened" "$tmp/out" '[r["date"] for r in rows if any("/000_" in a["path"]
 for a in r["articles"])] == ["2025-07-26"]'
json "the days of publication" "$tmp/out" '{a["path"].split("/")[-1][:3]: a["published"] for r in rows
 for a in r["articles"]} == {"000": "2025-07-27", "001": "2025-07-27", "002": None, "003": None,
 "004": None}'
for query in "Asim Munir" "عاصم منیر" "عاصم منير" "asim MUNIR"; do
    run 0 "search $query" "$KHABAR" search --json "$query"
    for id in $(sed -n 's/.*"article":"\([^"]*\)".*/\1/p' "$tmp/out"); do
        "$KHABAR" show --json "$id"
    done >"$tmp/found"
    json "finds 000, 001 and 002" "$tmp/found" '{"000", "001", "002"} <=
 {r["path"].split("/")[-1][:3] for r in rows}'
    json "and quotes them" "$tmp/out" 'all(r["matched"] for r in rows)'
done
run 0 "search for a country in another script" "$KHABAR" search --json قازقستان
id=$("$KHABAR" extract --json "$seeds"/000_* | sed 's/.*"id":"\([^"]*\)".*/\1/')
has "finds the English report" "$tmp/out" "$id"
json "by its English name" "$tmp/out" '"Kazakhstan" in [w for r in rows for w in r["matched"]]'
json "and by no other country" "$tmp/out" '"Tajikistan" not in [w for r in rows for w in r["matched"]]'
run 0 "the event laid side by side" "$KHABAR" compare --json "$seeds"/000_*
json "who met the naval chief is contradicted, nothing else is" "$tmp/out" '[[sorted({s["value"].split()[-1]
 for s in rows[0]["facts"][k]["says"]}) for k in c["facts"]] for c in rows[0]["conflicts"]
 if c["kind"] == "who"] in ([[["Mirza"], ["Munir"]]], [[["Munir"], ["Mirza"]]]) and
 len(rows[0]["conflicts"]) == 1'
json "three reports, one origin" "$tmp/out" 'rows[0]["independent"] == 1 and
 len(rows[0]["origins"][0]["articles"]) == 3'
json "what Rubio praised stands in one report" "$tmp/out" 'any(f["status"] == "single" and
 "روبيو" in f["says"][0]["sentence"] for f in rows[0]["facts"])'
finish
