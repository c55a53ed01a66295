#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints pairs of spellings of GeoNames places, `one TAB other`, for tool/learn_sound.

usage: gen-sound-pairs.py CITIES GEONAMES > pairs.tsv
  CITIES, GEONAMES as of gen-places.py. Translations among the pairs are the learner's to leave out.
"""
import os, random, sys
from importlib.machinery import SourceFileLoader

PLACES = SourceFileLoader("places", os.path.join(os.path.dirname(os.path.abspath(__file__)), "gen-places.py"))
LANGS = "en ur ar fa ru tr hi kk az uz ky tg de es fr".split()
OTHERS = "ur-ar ur-fa ar-fa ar-ru ur-ru fa-ru tr-ru kk-ru az-ru de-ru fr-ru fr-ar tr-ar hi-ur en-en"

def main():
    places = PLACES.load_module()
    cities, folder = sys.argv[1:3]
    names = {l: places.read_mo(f"{folder}/{l}/LC_MESSAGES/geonames.mo") for l in LANGS}
    base = {str(c[1]): c[2] for c in places.read_cities(cities)}
    for key, name in base.items(): names["en"].setdefault(key, name)
    out = set()
    for a, b in [("en", l) for l in LANGS[1:]] + [tuple(p.split("-")) for p in OTHERS.split()]:
        for key in names[a]:
            if not key or key not in names[b]: continue
            x, y = places.clean(names[a][key]), places.clean(base.get(key, "") if a == b else names[b][key])
            if x and y and (a != b or x != y): out.add((x, y))
    out = sorted(out)
    random.Random(3).shuffle(out)
    for x, y in out: print(f"{x}\t{y}")

main()
