#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the commands print with --json is what doc/khabar.schema.json says: no key is missing, none
# is of another kind, and none is printed that the schema does not tell of.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
if ! python3 -c 'import jsonschema' 2>/dev/null; then
    skip "the JSON schema" "python3-jsonschema is absent"
    finish
fi
export KHABAR_STORE="$tmp/schema.db"

# valid NAME DEFINITION FILE: each line is an object of the definition.
valid() {
    if why=$(python3 - "$2" "$3" <<'PY' 2>&1
import json, sys
from jsonschema import Draft202012Validator as Validator

def close(part):
    """The same schema for those who want to hear of new keys."""
    if isinstance(part, list):
        return [close(x) for x in part]
    if not isinstance(part, dict):
        return part
    part = {key: close(value) for key, value in part.items()}
    if part.get("type") == "object" and "required" in part:
        part["additionalProperties"] = False
    return part

schema = json.load(open("doc/khabar.schema.json", encoding="utf-8"))
Validator.check_schema(schema)
schema = close(schema)
whole = Validator(schema)
one = Validator({"$ref": "#/$defs/" + sys.argv[1], "$defs": schema["$defs"]})
n = 0
for n, line in enumerate(open(sys.argv[2], encoding="utf-8"), 1):
    row = json.loads(line)
    for error in list(one.iter_errors(row))[:3]:
        sys.exit(f"line {n}: {list(error.absolute_path)}: {error.message[:300]}")
    if not whole.is_valid(row):
        sys.exit(f"line {n}: no object of the schema")
    if list(row)[0] != "schema":
        sys.exit(f"line {n}: schema does not come first")
if not n:
    sys.exit("no lines")
PY
    ); then ok "$1"
    else not_ok "$1" "$(printf '%s' "$why" | tail -n 1)"; fi
}

cat >"$tmp/all.txt" <<'P'
Minister opens hospital in Quetta

Health Minister Amina Yousafzai opened a hospital with 250 beds in Quetta on 3 May 2026, the World
Health Organization said. "It will serve a million people," the minister told reporters after the
ceremony. According to the ministry, Doctor Nadir Baloch was appointed director of the hospital.
P
"$KHABAR" extract --json samples test/golden/dump "$tmp/all.txt" >"$tmp/articles" 2>"$tmp/err"
valid "extract prints articles" article "$tmp/articles"
json "of every kind of mention" "$tmp/articles" '{m["kind"] for r in rows for m in r["mentions"]} ==
 {"person", "place", "organisation", "role", "date", "number"}'
printf '' >"$tmp/empty.html"
"$KHABAR" extract --json "$tmp/empty.html" >"$tmp/out" 2>"$tmp/err"
valid "also where there is none" article "$tmp/out"
"$KHABAR" add --json samples "$tmp/empty.html" "$tmp/none.html" >"$tmp/out" 2>"$tmp/err"
valid "add prints what became of each" added "$tmp/out"
"$KHABAR" add --json samples >"$tmp/out" 2>"$tmp/err"
valid "also the second time" added "$tmp/out"
sed '1s/.*/New hospital for a million people/' "$tmp/all.txt" >"$tmp/reprint.txt"
"$KHABAR" add --quiet --site "Bolan Post" "$tmp/all.txt" >"$tmp/out"
"$KHABAR" add --quiet --site "Quetta News" "$tmp/reprint.txt" >"$tmp/out"
"$KHABAR" events --json >"$tmp/events"
valid "events prints events" event "$tmp/events"
"$KHABAR" events --why --json >"$tmp/out"
valid "with the reasons as well" event "$tmp/out"
json "and the reprint" "$tmp/out" 'any(c["reprint"] for r in rows for c in r["copies"])'
"$KHABAR" show --json "$(sed -n '1s/.*"event":"\([^"]*\)".*/\1/p' "$tmp/events")" >"$tmp/out"
valid "show prints an event" event "$tmp/out"
"$KHABAR" show --json samples/en/panj-accord.html >"$tmp/out"
valid "or an article" article "$tmp/out"
"$KHABAR" search --json Pakistan >"$tmp/out"
valid "search prints hits" hit "$tmp/out"
sed -n 's/.*"event":"\([^"]*\)","title.*/\1/p' "$tmp/events" | while read -r id; do
    "$KHABAR" compare --json "$id"
done >"$tmp/out"
valid "compare prints dossiers" dossier "$tmp/out"
"$KHABAR" brief --json --since 2020-01-01 >"$tmp/out"
valid "brief prints an event a line" brief "$tmp/out"
"$KHABAR" merge --json $(sed -n '1,2s/.*"event":"\([^"]*\)","title.*/\1/p' "$tmp/events") >"$tmp/out"
valid "merge prints the correction" correction "$tmp/out"
"$KHABAR" undo --json >"$tmp/out"
valid "and so does undo" correction "$tmp/out"
"$KHABAR" rebuild --json --quiet >"$tmp/out"
valid "rebuild prints how many" rebuilt "$tmp/out"
printf '%s\n' '{"id":"p","title":"A ferry sinks","text":"A ferry with 212 people sank.","date":null}' |
    "$KHABAR" group >"$tmp/out"
valid "group prints the event of each line" grouped "$tmp/out"
"$KHABAR" names --json "Asim Munir" "عاصم منیر" Pakistan "..." >"$tmp/out"
valid "names prints what it knows of each name" name "$tmp/out"

"$KHABAR" alias --json "Old Fox" = "Karim Haddad" >"$tmp/out"
"$KHABAR" alias --json Sarazm = Khujand >>"$tmp/out"
"$KHABAR" alias --json >>"$tmp/out"
"$KHABAR" alias --json --remove Sarazm >>"$tmp/out"
valid "alias prints names that were taught" alias "$tmp/out"

for set in "$KHABAR_SHARED/seeds" "$KHABAR_SHARED/data/desk/pages"; do
    [ -d "$set" ] || { skip "articles of $set" "$set is absent"; continue; }
    "$KHABAR" extract --json "$set" >"$tmp/out" 2>"$tmp/err"
    valid "articles of $(basename "$set")" article "$tmp/out"
done
finish
