# SPDX-License-Identifier: Apache-2.0
"""Time and memory of comparing one event of n reports, and of the digest of 10,000 articles.

compare.py KHABAR: prints one line a size; CPU seconds of the whole process, user and system. The
reports are invented: each tells some twenty of forty facts, in three languages, in words and an
order of its own, and now and then with another number.
"""
import json
import os
import random
import resource
import subprocess
import sys
import tempfile

random.seed(11)
SIZES = (100, 200, 400, 1000)
khabar = sys.argv[1]

# Facts as (English, Urdu, Arabic); {n} is a number of the fact, {w} of the report's own.
FACTS = [
    ("{n} people were hurt when a ferry hit a pier in {p}, the harbour office said.",
     "بندرگاہ کے دفتر کے مطابق {p} میں کشتی گھاٹ سے ٹکرانے سے {n} افراد زخمی ہوئے۔",
     "قال مكتب الميناء إن {n} أشخاص أصيبوا عندما اصطدمت عبارة برصيف في {p}."),
    ("Minister {m} visited {p} and promised {n} million dollars for repairs.",
     "وزیر {m} نے {p} کا دورہ کیا اور مرمت کے لیے {n} ملین ڈالر دینے کا وعدہ کیا۔",
     "زار الوزير {m} {p} ووعد بتقديم {n} مليون دولار للإصلاحات."),
    ("Schools in {p} will stay closed for {n} days, the mayor told reporters.",
     "میئر نے صحافیوں کو بتایا کہ {p} میں سکول {n} دن بند رہیں گے۔",
     "وقال رئيس البلدية للصحفيين إن المدارس في {p} ستبقى مغلقة {n} أيام."),
    ("Divers from {p} found {n} containers on the bottom of the river.",
     "{p} کے غوطہ خوروں کو دریا کی تہہ میں {n} کنٹینر ملے۔",
     "وعثر غواصون من {p} على {n} حاويات في قاع النهر."),
    ("The company that owns the ferry has {n} other ships in {p}.",
     "کشتی کی مالک کمپنی کے {p} میں {n} اور جہاز ہیں۔",
     "وتملك الشركة صاحبة العبارة {n} سفن أخرى في {p}."),
]
PLACES = [("Karachi", "کراچی", "كراتشي"), ("Istanbul", "استنبول", "إسطنبول"),
          ("Muscat", "مسقط", "مسقط"), ("Chittagong", "چٹاگانگ", "شيتاغونغ"),
          ("Basra", "بصرہ", "البصرة"), ("Aden", "عدن", "عدن"), ("Baku", "باکو", "باكو"),
          ("Aktau", "اکتاؤ", "أكتاو")]
MEN = [("Tariq Mahmood", "طارق محمود", "طارق محمود"), ("Elif Demir", "ایلف دمیر", "إليف دمير"),
       ("Samir Haddad", "سمیر حداد", "سمير حداد")]
OWN = [("Rain fell on the town all of that evening.", "اس شام شہر پر بارش ہوتی رہی۔",
        "وهطل المطر على المدينة طوال ذلك المساء."),
       ("Shops near the water opened late.", "پانی کے قریب دکانیں دیر سے کھلیں۔",
        "وفتحت المتاجر القريبة من الماء متأخرة.")]


def facts(seed, how_many):
    choice = random.Random(seed)
    return [(choice.choice(FACTS), choice.choice(PLACES), choice.choice(MEN),
             choice.randint(3, 900)) for _ in range(how_many)]


def report(i, event, told, day):
    lang = i % 3
    lines = []
    for fact, place, man, number in random.sample(told, min(20, len(told))):
        if random.random() < 0.02:
            number += random.randint(1, 5)
        lines.append(fact[lang].format(n=number, p=place[lang], m=man[lang]))
        if random.random() < 0.15:
            lines.append(random.choice(OWN)[lang])
    return {"id": f"{event}-{i}", "title": lines[0], "text": " ".join(lines),
            "date": f"2026-03-{day:02}", "lang": ("en", "ur", "ar")[lang], "site": f"site {i}"}


def cpu(*args, store):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([khabar, *args, "--store", store], capture_output=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime, out)


def add(rows, folder):
    path = os.path.join(folder, "articles.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    store = os.path.join(folder, "a.db")
    cpu("add", "--quiet", path, store=store)
    return store


for n in SIZES:
    with tempfile.TemporaryDirectory() as folder:
        told = facts(7, 40)
        store = add([report(i, "e", told, 14) for i in range(n)], folder)
        ids = [json.loads(line)["event"]
               for line in cpu("events", "--json", store=store)[2].splitlines()]
        if len(ids) > 1:
            cpu("merge", *ids, store=store)
        runs = [cpu("compare", "--json", ids[0], store=store) for _ in range(3)]
        user, system, out = min(runs, key=lambda run: run[0] + run[1])
        size = len(json.loads(out)["facts"])
        print(f"compare  {n:5} reports  {user + system:.2f} CPU s ({user:.2f} user)  {size} facts",
              flush=True)
with tempfile.TemporaryDirectory() as folder:
    rows = []
    for event in range(2000):
        told = facts(event, 8)
        rows += [report(i, event, told, 1 + event % 28) for i in range(5)]
    store = add(rows, folder)
    runs = [cpu("brief", "--json", "--since", "2026-01-01", store=store) for _ in range(3)]
    user, system, out = min(runs, key=lambda run: run[0] + run[1])
    print(f"brief    {len(rows)} articles  {user + system:.2f} CPU s  "
          f"{len(out.splitlines())} events told")
