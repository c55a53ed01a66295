# SPDX-License-Identifier: Apache-2.0
"""What it costs to go on with a store: the window of live articles is filled from it.

window.py KHABAR [N...]: grows one store to N articles (else 20,000 and 50,000) of the last twelve
days and prints for each size CPU seconds and peak memory of the whole process for adding one article,
and for showing one event. The articles are invented: events of one to forty reports, each report of
160 words, half of them of its event.
"""
import datetime
import json
import os
import random
import resource
import subprocess
import sys
import tempfile

random.seed(3)
khabar = sys.argv[1]
SIZES = [int(n) for n in sys.argv[2:]] or [20000, 50000]
SOUNDS = [a + b for a in "bdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "il", "os")]
TODAY = datetime.datetime.now(datetime.timezone.utc)


def word():
    return "".join(random.choice(SOUNDS) for _ in range(random.randint(1, 4)))


WORDS = [word() for _ in range(40000)]


def common():  # Zipf's law
    return WORDS[min(int(40000 ** random.random()), 39999)]


def reports():
    """Reports for ever: forty events go on at a time, in turn."""
    going, number = [], 0
    while True:
        while len(going) < 40:
            own = [common() if random.random() < 0.5 else random.choice(WORDS) for _ in range(90)]
            own += [word().capitalize() for _ in range(12)]
            going.append([own, min(int(random.paretovariate(1.1)), 40)])
        event = random.choice(going)
        event[1] -= 1
        if not event[1]:
            going.remove(event)
        words = [random.choice(event[0]) if random.random() < 0.5 else common() for _ in range(160)]
        text = ". ".join(" ".join(words[i:i + 16]).capitalize() for i in range(0, 160, 16)) + "."
        day = TODAY - datetime.timedelta(minutes=random.randint(0, 12 * 24 * 60))
        number += 1
        yield {"id": f"a{number}", "title": " ".join(random.sample(event[0], 7)), "text": text,
               "date": day.strftime("%Y-%m-%dT%H:%M:%SZ"), "lang": "en", "site": f"site {number % 300}"}


def run(store, *args):
    """(CPU seconds, peak MiB, standard output)"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([khabar, *args, "--store", store], stdout=out,
                                 stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"{args}: {status}")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read()


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row) + "\n" for row in rows)


with tempfile.TemporaryDirectory(dir=os.environ.get("KHABAR_BENCH_FOLDER")) as folder:
    store, lines = os.path.join(folder, "a.db"), os.path.join(folder, "articles.jsonl")
    source, there = reports(), 0
    for size in SIZES:
        write(lines, (next(source) for _ in range(size - there)))
        filling, peak, _ = run(store, "add", "--quiet", lines)
        print(f"window  {size:7} articles, the last {size - there} added in {filling:.0f} CPU s, "
              f"peak {peak:.0f} MiB", flush=True)
        there = size + 3
        added = []
        for _ in range(3):
            write(lines, [next(source)])
            added.append(run(store, "add", "--json", lines))
        event = json.loads(added[-1][2].splitlines()[0])["event"]
        shown = [run(store, "show", event) for _ in range(3)]
        for name, runs in (("adding one more", added), ("showing an event", shown)):
            print(f"          {name:17} {min(r[0] for r in runs):.2f} CPU s, "
                  f"peak {max(r[1] for r in runs):.0f} MiB", flush=True)
