#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/demonym/LANG.tsv from tool/hand/demonym.tsv: the hand-written stems with the endings
of each language. Run by hand, its output is committed; needs nothing else.
"""
import os, re

HERE = os.path.dirname(os.path.abspath(__file__))
LANGS = "en ur ar fa tr ru".split()

def arabic(w):
    parts = w.split(" ")
    out = set()
    for end in ("", "ة", "ون", "ين", "ات", "ان", "تين", "تان", "ا"):
        for al in ("", "ال"):
            out.add(" ".join(al + p + (end if end in ("", "ة") or p is parts[0] else "") for p in parts))
    return out

def russian_adjective(w):
    if not w.endswith(("кий", "гий")): return {w}
    s = w[:-2]
    return {s + e for e in "ий ая ое ие ого ой ому ую им ом их ими".split()}

def russian_noun(w):
    if w.endswith("иец") or w.endswith("еец"):
        s = w[:-2] + "йц"
    elif w.endswith("ец"):
        s = w[:-2] + "ц"
    elif w.endswith("анин") or w.endswith("янин"):
        s = w[:-2]
        return {w, w + "а", w + "у", w + "ом", w + "е", s + "е", s, s + "ам", s + "ами", s + "ах"}
    elif w.endswith("ин"):
        s = w
        return {w, w + "а", w + "у", w + "ом", w + "ы", w + "ам", w + "ами", w[:-2] + "ы", w[:-2], w[:-2] + "ам"}
    elif w == "турок":
        return {"турок", "турка", "турки", "турку", "турком", "туркам", "турками", "турках"}
    elif w.endswith("к"):
        return {w + e for e in ("", "а", "у", "ом", "и", "ов", "ам", "ами", "ах")}
    else:
        return {w + e for e in ("", "а", "у", "ом", "ы", "ов", "ам", "ами", "ах")}
    e = "ев" if s.endswith("ц") else "ов"
    return {w} | {s + x for x in ("а", "у", "ем", "е", "ы", e, "ам", "ами", "ах")}

def turkish(w):
    vowels = re.findall("[aeıioöuüAEIİOÖUÜ]", w)
    front = vowels and vowels[-1] in "eiöüEİÖÜ"
    return {w, w + ("ler" if front else "lar")}

def urdu(w):
    out = {w}
    if w.endswith("ی"): out |= {w[:-1] + "یوں"}
    return out

def persian(w):
    return {w, w + "\u200cها", w + "ها", w + "\u200cهای"}

def main():
    rows = {l: set() for l in LANGS}
    for line in open(os.path.join(HERE, "hand", "demonym.tsv"), encoding="utf-8"):
        if line.startswith("#") or not line.strip(): continue
        code, en, ur, ar, fa, tr, ru, people = line.rstrip("\n").split("\t")
        for l, cell, grow in (("en", en, lambda w: {w}), ("ur", ur, urdu), ("ar", ar, arabic),
                              ("fa", fa, persian), ("tr", tr, turkish),
                              ("ru", ru, russian_adjective), ("ru", people, russian_noun)):
            for w in cell.split("|"):
                if w not in ("-", ""): rows[l] |= {(f, code) for f in grow(w)}
    for l in LANGS:
        folder = os.path.join(HERE, "..", "data", "demonym")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, l + ".tsv"), "w", encoding="utf-8") as f:
            f.write("# SOURCE: written by hand; tool/gen-demonyms.py from tool/hand/demonym.tsv\n# LICENCE: Apache-2.0\n")
            for line in sorted((f"{a}\t{b}" for a, b in rows[l]), key=str.encode): f.write(line + "\n")

main()
