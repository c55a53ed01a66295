#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/given/LANG.tsv: tool/hand/given.tsv and surname.tsv (written by hand, with Latin spellings)
and the complete first-name lists of npm @faker-js/faker, Russian names in their cases.

usage: gen-given.py FAKER.json [WORDS]
  FAKER.json  {locale: {"first": [..], "last": [..]}}, as tool/faker-names.mjs prints it
  WORDS       as of gen-places.py
A value that ends in '?' is a name that is also a word of everyday speech.
"""
import glob, json, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "data")
LANGS = "en ur ar fa tr ru".split()
LOCALES = {
    "en": "en en_IN en_NG en_GH en_AU de fr es es_MX it uz_UZ_latin az pt_BR pt_PT nl hr sr_RS_latin id_ID fr_SN sv da nb_NO".split(),
    "tr": ["tr", "az"], "ar": ["ar"], "fa": ["fa"], "ru": ["ru"], "ur": ["ur"],
}
WEAK = {
    "ar": "جو جون عبد سلطان نور بول رنا آمنة أمان أركان أمل سلام نصر فجر ربيع وعد هدى بدر سعد فرح بيل لي كير كيت نيك نيل جان جوان شون تيم توم وارن كارين ديان يون بريت آدم جيم سوزان بشرى صباح طالب نداء وفاء فارس قمر نجم سحر مراد ممتاز مبارك مجاهد مصباح كامل جسور راي روي روز روان رام راج سام هيل ريد رجاء غول جول ملح وحيد سهام نادر معين واقف فاتح أفضل أحسن أزهر إعجاز إحسان إكرام إنعام إلهام زهرة حكيم ثناء آرا آرام جاي شين تري مور جاك يان بيرم ساره أوزان ميمون سما وان إيان مايا أفراح نهاد أرمان لوك جلال باور ضياء سناء صفاء هالة عالية علياء زكية رابعة غادة صدف إسراء أكبر أظهر آلان فضل كرم نعيم".split(),
    "ur": "جو جان پال وزیر ترین گل نور شیر صدر شاہ حنا روی بٹ سیف ندا حکیم ملک ماہر مبارک مسلم افضل احسن شاہد سلطان سردار عبدال حسنہ الحق بل کم لی نک جم مچ یون شان آدم گیری نیل کیٹ ایمان شیر انعام اقبال احسان الہام اکرام صباح صبا شفقت نثار نذیر وقار وجاہت عصمت عشرت عرفان ثمر روشن کرن رام سری پوجا دانش زمان طالب فارس سحر قمر نجم جے رے راس باب تارا آرا ارمان سرور مہربان گلشن فخر فرحت مراد بدر عظمت کامل جسور نوا جی سیم ریڈ ہل کک کنگ بلوچ عباسی مغل پاشا سلطان انس مراد امل ممتاز حبہ سمیہ عالیہ راویہ دولت ناطق واقف افتخار اعجاز امتیاز تنویر اختر انور اظہر مجاہد منی عزیز جلال کمال جمال شریف عظمیٰ لطیف صادق شاہدہ ضیا ضیاء صفا وفا ثنا ثناء ندا فاتح خورشید سکندر لین شین ریم برات رائے ایان دین روز گرین سکاٹ".split(),
    "fa": "جو جان پل نور شیر گل ملک مبارک مسلم سلطان سردار عبدال اما لی نیک نیل کیم بیل تیم تام اوا برد شان یون گری آدام کنت سوزان ایان پیر نوید امید امیده کامل روشن آرا مهربان سودا واقف سحر هیل ایوان سام رام داگ شادی مراد صبا نسیم الماس الهام انور صادق نادر حاتم رعنا امل سیما فاتح باب رز راب تن تام فل کین فرح قمر نجم عزیز جلال کمال جمال شریف لطیف انعام اکرام احسان نثار اعجاز افتخار امتیاز وفا صفا ثنا ندا مجاهد دانش خورشید گلشن سرور وجاهت وقار عظمت عصمت شفقت ثمر فخر پل نوا منا منی هاله زهرا پوجا ارشد تیم رزا گرین کلی".split(),
}

RUSSIAN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya yo".split(" ")))

# What "servant of" stands before in names, in Arabic script; and how it is written in Latin letters.
SERVANT = dict(p.split("=") for p in "ستار=sattar رحمان=rahman رحیم=rahim کریم=karim قادر=qadir جبار=jabbar غفار=ghaffar غفور=ghafoor رزاق=razzaq حمید=hamid مجید=majid عزیز=aziz حکیم=hakim حلیم=halim خالق=khaliq مالک=malik سلام=salam وہاب=wahab واحد=wahid ولی=wali باسط=basit باقی=baqi باری=bari بصیر=basir حفیظ=hafiz حق=haq رؤف=rauf رشید=rashid سمیع=sami شکور=shakoor صبور=sabur صمد=samad علیم=alim عظیم=azim فتاح=fattah قدوس=quddus قیوم=qayyum لطیف=latif متین=matin مجیب=mujib منعم=munim نبی=nabi نصیر=nasir ناصر=nasser ودود=wadud ہادی=hadi جلیل=jalil حسیب=hasib رافع=rafi مومن=mumin معز=muiz مطلب=muttalib محسن=muhsin مناف=manaf".split())
LETTERS = {"ar": str.maketrans("یکہ", "يكه"), "fa": str.maketrans("ہؤ", "هئ"), "ur": {}}

def latin_ru(w):
    out = "".join(RUSSIAN.get(c, c) for c in w.lower())
    out = re.sub("(iy|yy)$", "y", re.sub("^e", "ye", out))
    return out[:1].upper() + out[1:]

def cases(w):
    if w[-1] in "бвгджзклмнпрстфхцчшщ": return [w] + [w + e for e in ("а", "у", "ом", "е")]
    if w.endswith("ий"): return [w] + [w[:-1] + e for e in ("я", "ю", "ем")]
    if w.endswith("й"): return [w] + [w[:-1] + e for e in ("я", "ю", "ем", "е")]
    if w.endswith("ь"): return [w] + [w[:-1] + e for e in ("я", "ю", "ем", "и")]
    if w.endswith("ия"): return [w] + [w[:-1] + e for e in ("и", "ю", "ей")]
    if w.endswith("я"): return [w] + [w[:-1] + e for e in ("и", "е", "ю", "ей")]
    if w.endswith("а"): return [w] + [w[:-1] + e for e in ("и" if w[-2] in "гкхжшщч" else "ы", "е", "у", "ой")]
    return [w]

def everyday(lang, words):
    """Forms of the other kinds, and of the list of common words."""
    out = set()
    for kind in ("stop", "unit", "month", "orghead", "number", "approx", "relative"):
        path = os.path.join(DATA, kind, lang + ".tsv")
        if os.path.exists(path): out |= {l.split("\t")[0].strip().lower() for l in open(path, encoding="utf-8") if l[0] != "#"}
    column = {"en": 2, "ur": 3, "ar": 4, "fa": 5, "tr": 6, "ru": 7}[lang] - 1
    concepts = os.path.join(DATA, "concepts.tsv")
    if os.path.exists(concepts):
        for line in open(concepts, encoding="utf-8"):
            if line.startswith("#"): continue
            for cell in line.rstrip("\n").split("\t")[1:]: out |= {w.strip().lower() for w in re.split("[|;,]", cell)}
    return out | set(words)

def main():
    faker = json.load(open(sys.argv[1], encoding="utf-8"))
    words = {}
    for lang in ("ur", "ar", "fa"):
        path = os.path.join(sys.argv[2], lang + ".txt") if len(sys.argv) > 2 else ""
        words[lang] = set(open(path, encoding="utf-8").read().split()) if path else set()
    rows = {l: {} for l in LANGS}
    for name, langs in (("given", LANGS), ("surname", LANGS[1:])):
        for line in open(os.path.join(HERE, "hand", name + ".tsv"), encoding="utf-8"):
            if line.startswith("#"): continue
            cells = line.rstrip("\n").split("\t")
            weak = cells[0].endswith("?")
            latin = cells[0].rstrip("?").split(" ")
            if name == "given":
                for more in latin[1:]: rows["en"].setdefault(more, more)
            for lang, form in zip(langs, ([latin[0]] if name == "given" else []) + cells[1:]):
                if not form: continue
                forms = cases(form) if lang == "ru" else [form]
                if lang == "ar" and " " in form: forms.append(form.replace("عبد ال", "عبدال"))
                if lang == "ur" and form.startswith("عبدال") and len(form) > 5: forms.append("عبد " + form[3:])
                for f in forms:
                    also_word = lang in WEAK and (weak or f in WEAK[lang])
                    rows[lang].setdefault(f, latin[0] + ("?" if also_word else ""))
    for lang in LETTERS:
        for name, latin in SERVANT.items():
            for link in ("عبدال", "عبد ال"):
                rows[lang].setdefault((link + name).translate(LETTERS[lang]), "Abdul" + latin)
    for lang, locales in LOCALES.items():
        common = everyday(lang, words.get(lang, ()))
        for locale in locales:
            names = faker.get(locale, {}).get("first", [])
            if lang == "ru": names = names + faker[locale]["last"]
            for name in names:
                name = name.strip("\u200c ")
                if len(name) < 3 or " " in name or not name[0].isalpha(): continue
                weak = "?" if name.lower() in common or name in WEAK.get(lang, ()) or len(name) < 4 and lang in ("ar", "fa", "ur") else ""
                last = lang == "ru" and re.search("(ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ий|ая)$", name)
                for f in ([name] if last or lang != "ru" else cases(name)):
                    rows[lang].setdefault(f, weak if lang in ("ar", "fa", "ur") else (latin_ru(name) if lang == "ru" else name) + weak)
    for lang in LANGS:
        folder = os.path.join(DATA, "given")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, lang + ".tsv"), "w", encoding="utf-8") as f:
            f.write("# SOURCE: tool/hand/given.tsv and surname.tsv, written by hand; npm @faker-js/faker 10.1.0; made by tool/gen-given.py\n# LICENCE: Apache-2.0; MIT\n")
            for line in sorted((f"{a}\t{b}" if b else a for a, b in rows[lang].items()), key=str.encode): f.write(line + "\n")
        print(lang, len(rows[lang]), file=sys.stderr)

main()
