# SPDX-License-Identifier: Apache-2.0
#
# dossiers.py ARTICLES DOSSIERS: what must hold of every dossier. Prints what does not; 1 then.
import json, sys

texts = {}
for line in open(sys.argv[1], encoding="utf-8"):
    a = json.loads(line)
    texts[a["id"]] = a["text"].encode()
bad = []
for line in open(sys.argv[2], encoding="utf-8"):
    d = json.loads(line)
    facts, seen = d["facts"], set()
    for f in facts:
        for s in f["says"]:
            if texts[s["article"]][s["start"]:s["end"]] != s["sentence"].encode():
                bad.append(("not verbatim", s))
            seen.add((s["article"], s["start"]))
        articles = {s["article"] for s in f["says"]}
        if not f["says"] or not 1 <= f["independent"] <= len(articles):
            bad.append(("origins", f))
        if f["status"] == "agreed" and len(articles) < 2:
            bad.append(("agreed by one", f))
        if f["status"] == "single" and len(articles) != 1:
            bad.append(("single of several", f))
    for c in d["conflicts"]:
        a, b = c["facts"]
        if a == b or any(facts[k]["status"] != "conflict" for k in (a, b)):
            bad.append(("sides", c))
    for m in d["timeline"]:
        if not m["date"] or m["article"] != facts[m["fact"]]["says"][0]["article"]:
            bad.append(("timeline", m))
    for o in d["origins"]:
        if len(o["articles"]) < 2 or o["how"] not in ("attribution", "copied"):
            bad.append(("origin", o))
    order = [c["article"] for c in d["coverage"]]
    for c in d["copies"]:
        a, b = texts[c["of"]], texts[c["article"]]
        if order.index(c["of"]) >= order.index(c["article"]) or not c["spans"]:
            bad.append(("copy", c))
        for s in c["spans"]:
            for text, start, end in ((b, s["start"], s["end"]), (a, s["of_start"], s["of_end"])):
                if not start < end <= len(text) or text[start:end].decode().strip() == "":
                    bad.append(("passage", c))
for b in bad[:5]:
    print(*b, file=sys.stderr)
sys.exit(bool(bad))
