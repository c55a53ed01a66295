#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/role/LANG.tsv from tool/hand/role.tsv: hand-written titles with the endings of each
language. Run by hand, its output is committed; needs nothing else.
"""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
LANGS = "en ur ar fa tr ru".split()

def noun_ru(w):
    if w.endswith("ий"): return [w[:-2] + e for e in ("ий", "его", "ему", "им", "ем")]
    if w.endswith("ый"): return [w[:-2] + e for e in ("ый", "ого", "ому", "ым", "ом")]
    if w.endswith("ья"): return [w, w[:-1] + "и", w[:-1] + "е", w[:-1] + "ю", w[:-1] + "ей"]
    if w.endswith("ь"): return [w] + [w[:-1] + e for e in ("я", "ю", "ем", "е", "и")]
    if w.endswith("ец"): return [w] + [w[:-2] + "ц" + e for e in ("а", "у", "ом", "е", "ы")]
    if w.endswith("а"):
        g = "и" if w[-2] in "гкхжшщч" else "ы"
        return [w[:-1] + e for e in ("а", g, "е", "у", "ой")]
    if w.endswith("о"): return [w[:-1] + e for e in ("о", "а", "у", "ом", "е")]
    if w[-1] in "бвгдзклмнпрстфхжшщчц": return [w] + [w + e for e in ("а", "у", "ом", "е", "ы", "ов", "ами")]
    return [w]

def russian(phrase):
    words = phrase.split(" ")
    head = 0
    adjectives = []
    while head < len(words) - 1 and words[head].endswith(("ый", "ий", "ой", "ное")):
        adjectives.append(words[head]); head += 1
    out = {phrase}
    for i, noun in enumerate(noun_ru(words[head])):
        front = []
        for a in adjectives:
            soft = a.endswith("ий") and a[-3] not in "кгх"
            e = ["", "ого", "ому", "ым", "ом", "ые"][min(i, 5)]
            if a.endswith("ий") and e: e = {"ого": "его" if soft else "ого", "ому": "ему" if soft else "ому", "ым": "им", "ом": "ем" if soft else "ом", "ые": "ие"}[e]
            front.append(a if not e else a[:-2] + e)
        out.add(" ".join(front + [noun] + words[head + 1:]))
    return out

def arabic(phrase):
    words = phrase.split(" ")
    out = {phrase}
    if words[0].startswith("ال"): out |= {"لل" + phrase[2:]}
    if len(words) == 1:
        if not phrase.startswith("ال"): out |= {"ال" + phrase, "لل" + phrase}
        bare = phrase[2:] if phrase.startswith("ال") else phrase
        if not bare.endswith(("ة", ".")): out |= {bare + "ة", "ال" + bare + "ة"} if phrase in ("رئيس", "وزير", "مدير", "سفير", "محافظ", "مستشار", "مدرب", "مبعوث") else set()
    if words[0] in ("وزير", "رئيس", "مدير", "نائب", "المدير", "محافظ"): out.add(" ".join([words[0] + "ة"] + words[1:]))
    if words[0] == "وزير": out |= {" ".join(["وزراء"] + words[1:]), " ".join(["وزيرا"] + words[1:])}
    return out

def urdu(phrase):
    return {phrase} | ({p + " " + phrase for p in ("وفاقی", "صوبائی", "سابق وفاقی")} if phrase.startswith(("وزیر ", "وزیرِ ")) else set())

def main():
    rows = {l: set() for l in LANGS}
    for line in open(os.path.join(HERE, "hand", "role.tsv"), encoding="utf-8"):
        if line.startswith("#") or not line.strip(): continue
        cells = line.rstrip("\n").split("\t")
        value = cells[0].strip("+") + ("|after" if cells[0].endswith("+") else "|before" if cells[0].startswith("+") else "")
        for l, cell in zip(LANGS, cells[1:]):
            for w in cell.split(";"):
                if w in ("-", ""): continue
                grown = {"ar": arabic, "ru": russian, "ur": urdu}.get("" if "excellency" in value else l, lambda x: {x})(w)
                # What is no name may stand behind an Arabic title without the article.
                rows[l] |= {(f, value if l != "ar" or f.startswith(("ال", "لل")) or "excellency" in value else value.removesuffix("|before")) for f in grown}
    for l in LANGS:
        folder = os.path.join(HERE, "..", "data", "role")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, l + ".tsv"), "w", encoding="utf-8") as f:
            f.write("# SOURCE: written by hand; tool/gen-roles.py from tool/hand/role.tsv\n# LICENCE: Apache-2.0\n")
            for line in sorted({f"{a}\t{b}" for a, b in rows[l]}, key=str.encode): f.write(line + "\n")

main()
