# SPDX-License-Identifier: Apache-2.0
"""Writes COUNT invented pages into FOLDER: pages.py FOLDER COUNT"""
import random
import sys

random.seed(5)
people = ["Dara Venn", "Ilo Marsh", "Karim Saleh", "Nadia Orun", "Petra Lind", "Tomas Reyl"]
places = ["Tarvik", "Ostra Bay", "Karnal Hill", "Meduna", "Port Selin", "Harran Gate", "Quill Rock"]
acts = ["opened a bridge", "closed a mine", "met fishermen", "signed a pact", "lost a vote",
        "won a race", "fought a fire", "found a wreck", "planted cedars", "mended a dam"]


def sentence(i):
    return (f"{random.choice(people)} said that {random.randint(10, 9999)} people of "
            f"{random.choice(places)} had {random.choice(acts)}, and that report number {i} would "
            f"tell the rest of it to everybody who asked for it on the day.")


for i in range(int(sys.argv[2])):
    title = f"{random.choice(people)} {random.choice(acts)} at {random.choice(places)}, part {i}"
    text = "".join(f"<p>{sentence(i)}</p>\n" for _ in range(6))
    with open(f"{sys.argv[1]}/{i:04}.html", "w", encoding="utf-8") as page:
        page.write(f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body>"
                   f"<nav><a href=/>Home</a></nav><h1>{title}</h1><article>{text}</article>"
                   f"</body></html>\n")
