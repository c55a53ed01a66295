#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Input that is meant to hurt or is merely broken: each ends within a second of processor time and
# 256 MiB of memory, with a verdict or a named error and the right exit code.
cd "$(dirname "$0")/../.." || exit 2
. test/system/tap.sh

# measured CODE NAME COMMAND...: as run, and checks time and memory ($tmp/used: seconds, KiB).
measured() {
    want=$1 name=$2
    shift 2
    python3 - "$tmp" "$@" <<'PY'
import resource, subprocess, sys
tmp, command = sys.argv[1], sys.argv[2:]
with open(tmp + "/out", "wb") as out, open(tmp + "/err", "wb") as err:
    try:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                              timeout=30).returncode
    except subprocess.TimeoutExpired:
        code = "timeout"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(tmp + "/used", "w").write("%s %.2f %d\n" % (code, used.ru_utime + used.ru_stime,
                                                 used.ru_maxrss))
PY
    read -r got seconds kib <"$tmp/used"
    # shellcheck disable=SC2254
    case $got in
    $want) ok "$name" ;;
    *) not_ok "$name" "exit code $got, not $want" "$(head -n 3 "$tmp/err" | tr '\n' ' ')" ;;
    esac
    case ${O:-build} in *asan* | *tsan*) return ;; esac # sanitizers take their own share
    if [ "${seconds%.*}" -lt 1 ] && [ "$kib" -lt 262144 ]; then ok "$name: time and memory"
    else not_ok "$name: time and memory" "$seconds s, $((kib / 1024)) MiB"; fi
}
# page CODE VERDICT NAME FILE: one page through extract; VERDICT is one of those that may come, or
# "-" when no article is printed and the file is named on stderr.
page() {
    measured "$1" "$3" "$KHABAR" extract --json "$4"
    if [ "$2" = - ]; then has "$3: named on stderr" "$tmp/err" "$4"
    else json "$3: verdict" "$tmp/out" "len(rows) == 1 and rows[0]['verdict'] in '$2'.split('|')"; fi
    [ "$1" = 0 ] || has "$3: a reason on stderr" "$tmp/err" "$(basename "$4")"
}

in=$tmp/in
mkdir "$in"
python3 - "$in" <<'PY' || exit 2
import os, sys
os.chdir(sys.argv[1])
def put(name, data):
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
prose = "<p>The ferry left the harbour at noon with forty passengers aboard, the owner said.</p>\n"
put("div.html", "<html><body>" + "<div>" * 100000 + prose * 5)
put("attributes.html", "<body><p " + " ".join("a%d=%d" % (i, i) for i in range(30000)) + ">" +
    prose * 5)
put("nul.html", b"\0" * 100000)
put("some-nul.html", "<html><body>" + prose.replace(" ", "\0 ", 2) * 8)
put("invalid.html", b"<html><body>" + prose.encode().replace(b"noon", b"n\xff\xfe\xc3on") * 8)
put("noise.html", bytes((i * i * 7919 + i * 104729 >> 5) & 255 for i in range(200000)))
put("empty.html", "")
put("blank.txt", " \n\t\n")
put("mark.html", b"\xef\xbb\xbf")
put("pdf.html", b"%PDF-1.4\n1 0 obj\n<< /Length 44 >>\nstream\n" + bytes(range(256)) * 40)
put("cut.html", ("<html><body>" + prose * 9)[:-40])
put("torn.html.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03not deflate at all")

# A megabyte of each: what is quadratic anywhere takes minutes.
M = 1 << 20
def fill(name, unit, head="", tail=""):
    put("m-" + name, head + (unit * (M // len(unit) + 1))[:M] + tail)
fill("open-tags.html", "<b><i><u>")
fill("formatting.html", "<a><b><font size=1>x")
fill("end-tags.html", "</p></div></a></table>")
fill("paragraphs.html", "<p>x")
fill("tables.html", "<table><tr><td>")
fill("lists.html", "<ul><li>x")
fill("selects.html", "<select><option>x<optgroup>")
fill("less-than.html", "<")
fill("tag-starts.html", "<a ")
fill("comment.html", "-", "<!--")
fill("comments.html", "<!---->")
fill("comment-starts.html", "<!--")
fill("bogus.html", "<!x")
fill("ampersands.html", "&")
fill("references.html", "&#x41;&notit;&ampamp")
fill("quotes.html", "'\"", "<p title=")
fill("attribute.html", "x=", "<p ")
fill("script.html", "<!--<script>", "<script>")
fill("json.html", "[", "<script type=application/ld+json>", "</script>" + prose * 8)
fill("json-text.html", "\\u0000", "<script type=application/ld+json>{\"@type\":\"NewsArticle\","
     "\"articleBody\":\"", "\"}</script>" + prose * 8)
fill("line.txt", "word ")
fill("one-word.txt", "x")
fill("lines.txt", "x\n")
fill("digits.txt", "1234567890")
fill("marks.txt", "e\u0301")
fill("dates.txt", "27 July 2025, ")
fill("names.txt", "General Syed Asim ")
fill("dots.txt", ". ")
fill("arabic.txt", "\u0627\u0644 ")
fill("han.txt", "\u4e00")
fill("meta.html", "<meta charset=")
fill("classes.html", "<div class='article body comment share nav'>x</div>")
fill("headings.html", "<h1>x</h1>")
fill("times.html", "<time datetime=2025-07-27>27 July 2025</time>")
PY
head -c 67108864 /dev/zero | tr '\0' 'a' >"$in/large.html"
head -c 104857600 /dev/zero | gzip -9 | gzip -9 >"$in/bomb.html.gz"
head -c 4000000 /dev/zero | tr '\0' 'a' | gzip -9 | gzip -9 | gzip -9 >"$in/thrice.html.gz"
mkfifo "$in/pipe"

any='article|roundup|no-content'
page 0 article "100,000 nested div" "$in/div.html"
page 0 article "30,000 attributes" "$in/attributes.html"
page 1 - "a page of 64 MiB" "$in/large.html"
page 1 unreadable "a page of NULs" "$in/nul.html"
page 0 article "NULs within a text" "$in/some-nul.html"
page 0 article "invalid UTF-8 within a text" "$in/invalid.html"
page 1 unreadable "noise" "$in/noise.html"
page 1 no-content "an empty file" "$in/empty.html"
page 1 no-content "white space" "$in/blank.txt"
page 1 no-content "a byte order mark" "$in/mark.html"
page 1 unreadable "a PDF" "$in/pdf.html"
page 0 article "a page that breaks off" "$in/cut.html"
page 1 unreadable "gzip that is none" "$in/torn.html.gz"
page 1 too-large "gzip of gzip of 100 MiB of zeros" "$in/bomb.html.gz"
page 1 too-large "gzip three times over" "$in/thrice.html.gz"
page 1 - "a pipe" "$in/pipe"
page 1 - "a device" /dev/zero
page 1 - "a file that is not there" "$in/none.html"
for f in "$in"/m-*; do
    measured '[01]' "1 MiB: $(basename "$f")" "$KHABAR" extract --json "$f"
done

measured 1 "64 MiB on stdin" sh -c "cat '$in/large.html' | '$KHABAR' extract --json -"
has "is refused with a reason" "$tmp/err" "MiB"

# ---- folders ----
mkdir -p "$tmp/loop/a/b"
ln -s .. "$tmp/loop/a/up"
ln -s . "$tmp/loop/self"
ln -s nowhere "$tmp/loop/torn"
cp "$in/cut.html" "$tmp/loop/a/b/page.html"
mkfifo "$tmp/loop/pipe"
measured 1 "a folder that holds itself by a link" "$KHABAR" extract --json "$tmp/loop"
json "each page once" "$tmp/out" 'len(rows) == 1 and rows[0]["path"].endswith("loop/a/b/page.html")'
has "the link to nowhere is named" "$tmp/err" "loop/torn"

chmod 000 "$tmp/loop/a/b/page.html"
if [ "$(id -u)" -ne 0 ]; then
    page 1 - "a file that may not be read" "$tmp/loop/a/b/page.html"
elif command -v setpriv >/dev/null && setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
    chmod 755 "$tmp" "$tmp/loop" "$tmp/loop/a" "$tmp/loop/a/b"
    cp "$KHABAR" "$tmp/khabar" # the build folder may be closed to others
    measured 1 "a file that may not be read" \
        setpriv --reuid=65534 --clear-groups "$tmp/khabar" extract --json "$tmp/loop/a/b/page.html"
    has "is named on stderr" "$tmp/err" "page.html"
    has "with the reason" "$tmp/err" "ermission denied"
else
    skip "a file that may not be read" "running as root without setpriv"
fi

# ---- all of it at once into a store: what is bad is refused by name, the rest goes in ----
rm -f "$in"/m-* "$in/pipe"
got=0
"$KHABAR" add --json --store "$tmp/h.db" "$in" samples/en >"$tmp/out" 2>"$tmp/err" || got=$?
if [ $got -eq 1 ]; then ok "add of a folder of bad pages"
else not_ok "add of a folder of bad pages" "exit code $got" "$(head -n 3 "$tmp/err")"; fi
json "good pages beside bad ones are added" "$tmp/out" \
    'sum(r["result"] == "added" and "samples" in r["path"] for r in rows) > 2'
json "bad ones are refused with a reason" "$tmp/out" \
    'sum(r["result"] == "refused" and bool(r["reason"]) for r in rows) >= 9'
finish
