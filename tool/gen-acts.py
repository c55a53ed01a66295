#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/act/LANG.tsv from tool/hand/act/LANG.tsv: hand-written verbs and nouns of acts with
the endings of each language. Run by hand, its output is committed; needs nothing else.
"""
import glob, os, re

HERE = os.path.dirname(os.path.abspath(__file__))

IRREGULAR = {w.split()[0]: w.split()[1:] for w in """
meet met met;hold held held;sit sat sat;come came come;have had had;fly flew flown;go went gone;set set set;
give gave given;shake shook shaken;take took taken;be was been;lead led led;speak spoke spoken;put put put;
strike struck struck;make made made;reach reached reached;undertake undertook undertaken;swear swore sworn;
pay paid paid;stand stood stood;throw threw thrown;lend lent lent;build built built;oust ousted ousted;
sue sued sued;slam slammed slammed;hit hit hit;ban banned banned;shoot shot shot;slay slew slain;
gun gunned gunned;nab nabbed nabbed;catch caught caught;set set set;free freed freed;find found found;win won won;
beat beat beaten;overcome overcame overcome;upset upset upset;see saw seen;lose lost lost;fall fell fallen;
cut cut cut;lay laid laid;kick kicked kicked;read read read;send sent sent;say said said;tell told told;
write wrote written;point pointed pointed;bow bowed bowed;knock knocked knocked;confer conferred conferred;
commit committed committed;drop dropped dropped;step stepped stepped;quit quit quit;exhort exhorted exhorted;
rebut rebutted rebutted;admit admitted admitted;stab stabbed stabbed;travel travelled travelled;
split split split;pin pinned pinned;ink inked inked;huddle huddled huddled;fling flung flung;
""".replace("\n", "").split(";") if w for w in [w.strip()]}

def en_verb(w):
    if w in ("be",): return ["be"]
    s = w + "es" if re.search(r"(s|x|z|ch|sh|o)$", w) else w[:-1] + "ies" if re.search(r"[^aeiou]y$", w) else w + "s"
    ing = w[:-1] + "ing" if re.search(r"[^eo]e$", w) else w + "ing"
    if re.match(r"(set|put|sit|hit|ban|shoo?t|gun|nab|win|cut|slam|step|drop|quit|stab|pin|confer|commit|admit|travel|upset|split|pin)$", w) and w != "shoot":
        ing = w + w[-1] + "ing"
    if w in IRREGULAR: past = IRREGULAR[w]
    elif w.endswith("e"): past = [w + "d"]
    elif re.search(r"[^aeiou]y$", w): past = [w[:-1] + "ied"]
    else: past = [w + "ed"]
    out = [w, s, ing] + list(past)
    if w == "have": out[1] = "has"
    if w == "travel": out += ["traveled", "traveling"]
    return out

def en(kind, form):
    head, _, rest = form.partition(" ")
    rest = " " + rest if rest else ""
    if kind[0] in "vi": return [f + rest for f in en_verb(head)]
    if kind == "n" and not form.endswith("s") and " " not in form: return [form, form + "s"]
    if kind == "n" and form.endswith(("call", "conversation", "visit")): return [form, form + "s"]
    return [form]

RU_CASES = [
    (r"ие$", ["ие", "ия", "ию", "ием", "ии", "ий", "иям", "иями", "иях"]),
    (r"ия$", ["ия", "ии", "ию", "ией", "ий", "иям", "иями", "иях"]),
    (r"ы$", ["ы", "ов", "ам", "ами", "ах"]),
    (r"ии$", ["ии", "ий", "иям", "иями", "иях"]),
    (r"([кгхжчшщ])а$", ["\\1а", "\\1и", "\\1е", "\\1у", "\\1ой", "\\1", "\\1ам", "\\1ами", "\\1ах"]),
    (r"а$", ["а", "ы", "е", "у", "ой", "", "ам", "ами", "ах"]),
    (r"ь$", ["ь", "и", "ью", "ей", "ям", "ями", "ях"]),
    (r"([бвгдзклмнпрстфхц])$", ["\\1", "\\1а", "\\1у", "\\1ом", "\\1е", "\\1ы", "\\1ов", "\\1ам", "\\1ами", "\\1ах"]),
]

def ru(kind, form):
    if kind == "n":
        if form == "переговоры": return ["переговоры", "переговоров", "переговорам", "переговорами", "переговорах"]
        extra = ["встреч", "бесед", "поездок"] if form in ("встреча", "беседа", "поездка") else []
        for end, cases in RU_CASES:
            if re.search(end, form): return [re.sub(end, c, form) for c in cases] + extra
        return [form]
    if kind != "v": return [form]
    cells = form.split(",")
    infinitive = cells[0]
    head, _, rest = infinitive.partition(" ")
    rest = " " + rest if rest else ""
    out = [infinitive] + cells[1:3]
    if head.endswith("ться"): out += [head[:-4] + e + rest for e in ("лся", "лась", "лось", "лись", "вшись")]
    elif head.endswith("ть"): out += [head[:-2] + e + rest for e in ("л", "ла", "ло", "ли", "в", "вший")]
    elif head.endswith("чь"): out += [head[:-2] + e + rest for e in ("г", "гла", "гло", "гли")]
    elif head.endswith("сти"): out += [head[:-3] + e + rest for e in ("л", "ла", "ло", "ли")]
    if len(cells) > 3:
        short = cells[3]
        fem = short[:-2] + "на" if short.endswith("ен") else short + "а"
        fem = short + "а"
        out += [(f + rest, "p") for f in (short, fem, short + "о", short + "ы")]
        if short.endswith("н"): out += [(short + "н" + e, "p") for e in ("ый", "ая", "ое", "ые", "ого", "ом", "ую")]
    return out

def ar_past(w):
    if w.endswith(("ى", "ا")) and len(w) > 2:
        stem = w[:-1]
        return [w, stem + "ت", stem + "يا", stem + "تا", stem + "وا"]
    if len(w) == 3 and w[1] == "ا": return [w, w + "ت", w + "ا", w + "تا", w + "وا"]
    return [w, w + "ت", w + "ا", w + "تا", w + "وا"]

def ar_present(w):
    body = w[1:]
    out = []
    for p in "يتن": out += [p + body, "س" + p + body]
    stem = body[:-1] if body.endswith(("ي", "ى", "و")) else body
    dual = body if not body.endswith("ى") else body[:-1] + "ي"
    out += ["ي" + dual + "ان", "ت" + dual + "ان", "ي" + stem + "ون", "سي" + stem + "ون", "ي" + stem + "وا"]
    if stem != body: out += ["ي" + stem, "ت" + stem] # the jussive of weak verbs
    return out

def ar(kind, form):
    if kind == "v":
        past, present = form.split(",")
        head, _, rest = past.partition(" ")
        head2, _, rest2 = present.partition(" ")
        return [f + (" " + rest if rest else "") for f in ar_past(head)] + \
               [f + (" " + rest2 if rest2 else "") for f in ar_present(head2)]
    if kind == "n":
        out = [form]
        head, _, rest = form.partition(" ")
        rest = " " + rest if rest else ""
        if not head.startswith("ال"): out += ["ال" + head + rest, "لل" + head + rest] if not rest else []
        his = ("ه", "ها", "هما", "هم")
        stems = [head[:-1] + "ت", ] if head.endswith("ة") else [head]
        if head.endswith("اء"): stems.append(head[:-1] + "ئ")
        out += [(stem + e + rest, "nh") for stem in stems for e in his]
        if head.endswith("ة"): out += [head[:-1] + "ات" + rest, head[:-1] + "تين" + rest]
        return out
    return [form]

def ur(kind, form):
    return [form]

def fa(kind, form):
    if kind == "v":
        past, present = form.split(",")
        out = [past, past + "ند", "می‌" + past, "می‌" + past + "ند", past + "ه است", past + "ه‌اند", "خواهد " + past, "خواهند " + past]
        out += ["می‌" + present + "د", "می‌" + present + "ند"]
        return out
    if kind == "n" and " " not in form:
        joint = "ی" if form.endswith(("ا", "و", "ه")) else ""
        return [form, form + "ها", form + "های", form + "ی"] + ([form + joint] if joint else [])
    return [form]

TR_VOWELS = "aıoueiöü"
TR_STEMS = {"et": "ed", "git": "gid"}

def tr_last(w):
    return [c for c in w if c in TR_VOWELS][-1]

def tr_high(v): return {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[v]
def tr_low(v): return "a" if v in "aıou" else "e"

def tr_verb(stem):
    v = tr_last(stem); h = tr_high(v); l = tr_low(v)
    soft = TR_STEMS.get(stem, stem)
    hard = stem[-1] in "çfhkpsşt"
    d = "t" if hard else "d"
    y = "y" if stem[-1] in TR_VOWELS else ""
    past = stem + d + h
    miş = stem + "m" + h + "ş"
    fut = (soft if not y else stem) + y + l + "c" + l + "k"
    root = soft if not y else stem[:-1]
    vv = tr_high(tr_last(root)) if y and any(c in TR_VOWELS for c in root) else h
    iyor = root + vv + "yor"
    out = [past, past + "l" + l + "r", miş, miş + "t" + tr_high(tr_last(miş)), miş + "l" + l + "r", fut, fut + "l" + l + "r",
           iyor, iyor + "lar", iyor + "du", stem + "m" + l + "k", stem + "m" + l + "s" + tr_high(l), stem + "m" + l + "y" + l,
           (soft if not y else stem) + y + h + "p", (soft if not y else stem) + y + l + "n", stem + d + h + "ğ" + h + "n" + h,
           stem + d + h + "kl" + l + "r" + h + "n" + h, stem + d + h + "ğ" + h, stem + "m" + h + "şt" + h + "r",
           stem + "m" + l + "kt" + l, iyor + "lardı", fut[:-1] + "ğ" + h + "n" + h, (soft if not y else stem) + y + l + "r" + l + "k",
           fut[:-1] + "ğ" + h]
    out += [(f, "d") for f in (stem + "m" + l + "d" + h, stem + "m" + l + "d" + h + "l" + l + "r", stem + "m" + l + "yec" + l + "k",
                               stem + "m" + l + "yecekl" + l + "r" if l == "e" else stem + "mayacaklar", stem + "m" + h + "yor", stem + "m" + l + "m" + h + "ş",
                               stem + "m" + l + "d" + h + "ğ" + h + "n" + h)]
    if stem == "de":
        out = ["dedi", "dediler", "demiş", "diyor", "diyorlar", "diyecek", "demek", "diyen", "dediğini", "demişti", "diyerek", "derken"]
    return out

def tr_noun(w):
    v = tr_last(w); h = tr_high(v); l = tr_low(v)
    vowel = w[-1] in TR_VOWELS
    s = "s" if vowel else ""
    y = "y" if vowel else ""
    n = "n" if vowel else ""
    soft = w[:-1] + {"t": "d", "k": "ğ", "p": "b", "ç": "c"}[w[-1]] if w.endswith(("et", "ek", "ip")) and w in ("destek",) else w
    d = "t" if w[-1] in "çfhkpsşt" else "d"
    his = soft + s + h
    out = [w, w + "l" + l + "r", w + "l" + l + "r" + tr_high(l), w + "l" + l + "r" + tr_high(l) + "n", his, his + "n" + h, his + "n" + l, his + "nd" + l, his + "nd" + l + "n",
           soft + y + h, soft + y + l, w + d + l, w + d + l + "n", soft + n + h + "n", his + "n" + h + "n", w + "l" + l + "r" + "d" + l,
           w + "l" + l + "r" + tr_high(l) + "nd" + l]
    return out

def tr(kind, form):
    if kind in "vpi" and not form.endswith("di"):
        front, _, stem = form.rpartition(" ")
        front = front + " " if front else ""
        return [(front + f[0], kind + f[1]) if isinstance(f, tuple) else front + f for f in tr_verb(stem)]
    if kind == "n":
        front, _, noun = form.rpartition(" ")
        front = front + " " if front else ""
        return [front + f for f in tr_noun(noun)]
    return [form]

MAKERS = {"en": en, "ru": ru, "ar": ar, "ur": ur, "fa": fa, "tr": tr}

def main():
    for path in sorted(glob.glob(os.path.join(HERE, "hand", "act", "*.tsv"))):
        lang = os.path.basename(path)[:2]
        rows = {}
        for line in open(path, encoding="utf-8"):
            if line.startswith("#") or not line.strip(): continue
            act, kind, forms = line.rstrip("\n").split("\t")
            for form in forms.split(";"):
                for f in MAKERS.get(lang, lambda k, w: [w])(kind, form):
                    f, flag = f if isinstance(f, tuple) else (f, kind)
                    flag = "".join(c for c in flag if c in "npidth")
                    value = act + ("|" + flag if flag else "")
                    # A verb's own reading stands before a noun's.
                    if f not in rows or ("|n" in rows[f] and "|n" not in value and lang != "en"): rows[f] = value
                    elif lang == "en" and rows[f] != value and rows[f].split("|")[0] == act: rows[f] = act + "|n"
        folder = os.path.join(HERE, "..", "data", "act")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, lang + ".tsv"), "w", encoding="utf-8") as out:
            out.write(f"# SOURCE: written by hand; tool/gen-acts.py from tool/hand/act/{lang}.tsv\n# LICENCE: Apache-2.0\n")
            for line in sorted({f"{f}\t{v}" for f, v in rows.items()}, key=str.encode): out.write(line + "\n")

main()
