#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Names that a desk teaches: kept in its store, stronger than the tables, met by what is added, by
# searches and by names; what is there takes them when it is rebuilt.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh
export KHABAR_STORE="$tmp/alias.db"
cat >"$tmp/first.jsonl" <<'J'
{"id":"first","title":"Talks in the valley","text":"The Old Fox met elders in the valley on Monday.","date":"2026-03-02","lang":"en"}
J
cat >"$tmp/then.jsonl" <<'J'
{"id":"then","title":"A bridge","text":"The Old Fox and the LPWB opened a bridge in Gulabad. An old fox ran by.","date":"2026-05-12","lang":"en"}
{"id":"wahed","title":"يوم آخر","text":"وقال مسؤول إن الجسر والثعلب العجوز في القرية.","date":"2026-07-12","lang":"ar"}
{"id":"mars","title":"A visit","text":"Karim Haddad came to Peru in the spring.","date":"2026-09-12","lang":"en"}
J
run 1 "no store, no aliases" "$KHABAR" alias
run 0 "an article" "$KHABAR" add "$tmp/first.jsonl"
run 0 "a name is taught" "$KHABAR" alias "Old Fox" = "Karim Haddad"
has "and said back" "$tmp/out" "added Old Fox = Karim Haddad"
run 0 "in another script, of what is an alias" "$KHABAR" alias --json "الثعلب العجوز" = "old fox"
json "stands for the same person" "$tmp/out" 'rows[0]["target"] == "Karim Haddad" and
 rows[0]["kind"] == "person" and rows[0]["key"]'
run 0 "an organisation" "$KHABAR" alias --kind organisation LPWB = "Lower Panj Water Board"
run 0 "a place of the tables" "$KHABAR" alias --json Gulabad = خجند
json "keeps its country" "$tmp/out" 'rows[0]["kind"] == "place" and rows[0]["country"] == "TJ"'
run 0 "another meaning wins over the tables" "$KHABAR" alias --kind organisation Peru = "Peru Club"
run 0 "the list" "$KHABAR" alias --json
json "has all" "$tmp/out" 'len(rows) == 5 and {r["result"] for r in rows} == {"kept"}'

run 0 "what comes now" "$KHABAR" add "$tmp/then.jsonl"
run 0 "in English" "$KHABAR" show --json then
json "is read by them" "$tmp/out" '[(m["kind"], m["text"], m["name"]) for m in rows[0]["mentions"]
 if m["kind"] != "date"] == [("person", "Old Fox", "Karim Haddad"),
 ("organisation", "LPWB", "Lower Panj Water Board"), ("place", "Gulabad", "Khujand")]'
run 0 "in Arabic" "$KHABAR" show --json wahed
json "with a particle before it" "$tmp/out" '[(m["text"], m["name"]) for m in rows[0]["mentions"]
 if m["kind"] == "person"] == [("الثعلب العجوز", "Karim Haddad")]'
run 0 "a word of the tables" "$KHABAR" show --json mars
json "is what was taught" "$tmp/out" '[m["name"] for m in rows[0]["mentions"]
 if m["text"] == "Peru"] == ["Peru Club"]'
found() { # found QUERY ID...: the paths found, in order of name
    "$KHABAR" search --json "$1" 2>/dev/null | sed 's/.*"article":"\([^"]*\)".*/\1/' |
        while read -r id; do "$KHABAR" show --json "$id"; done |
        sed 's/.*"path":"\([^"]*\)".*/\1/' | sort | tr '\n' ' '
}
for query in "Karim Haddad" "كريم حداد" "Old Fox" "الثعلب العجوز"; do
    case $(found "$query") in
    *"mars "*"then "*"wahed "*) ok "search $query" ;;
    *) not_ok "search $query" "$(found "$query")" ;;
    esac
done
case $(found "Karim Haddad") in
*first*) not_ok "what is there is not read anew" ;;
*) ok "what is there is not read anew" ;;
esac
run 0 "until it is rebuilt" "$KHABAR" rebuild
case $(found "Karim Haddad") in
*first*) ok "then it is found" ;;
*) not_ok "then it is found" "$(found "Karim Haddad")" ;;
esac
run 0 "names" "$KHABAR" names --json --store "$KHABAR_STORE" "Old Fox" "الثعلب العجوز" "Karim Haddad"
json "knows them" "$tmp/out" '[r["score"] for r in rows] == [None, 1, 1]'
run 0 "but not without the store" "$KHABAR" names --json "Old Fox" "Karim Haddad"
json "where they are two" "$tmp/out" 'rows[1]["score"] < 0.5'

run 0 "the target gets another name" "$KHABAR" alias "Karim Haddad" = "Karim Nasir"
run 0 "and its aliases" "$KHABAR" alias --json
json "follow it" "$tmp/out" '{r["target"] for r in rows if r["kind"] == "person"} == {"Karim Nasir"}'
run 0 "forgetting one" "$KHABAR" alias --remove "OLD FOX"
has "says which" "$tmp/out" "removed Old Fox"
run 1 "twice is once too often" "$KHABAR" alias --remove "Old Fox"
run 1 "a name is no alias of itself" "$KHABAR" alias A = a
run 2 "nor without the other" "$KHABAR" alias A
run 2 "nor without words" "$KHABAR" alias " " = A
run 2 "nor of a kind that is none" "$KHABAR" alias --kind animal A = B
finish
