# SPDX-License-Identifier: Apache-2.0
#
# What the system tests share, read with ".": a folder of their own in $tmp, TAP lines, JSON checks.
KHABAR=${KHABAR:-$PWD/build/khabar}
KHABAR_SHARED=${KHABAR_SHARED:-../shared}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/khabar-test.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
unset KHABAR_STORE XDG_DATA_HOME NO_COLOR
export HOME="$tmp/home" LC_ALL=C.UTF-8
mkdir "$HOME"
count=0 bad=0

ok() { count=$((count + 1)); echo "ok $count - $1"; }
not_ok() { count=$((count + 1)); bad=$((bad + 1)); echo "not ok $count - $1"; shift
    for line; do echo "# $line"; done; }
skip() { count=$((count + 1)); echo "ok $count - $1 # SKIP $2"; }
finish() { echo "1..$count"; [ $bad -eq 0 ]; exit; }

# run CODE NAME COMMAND...: runs it with $tmp/out and $tmp/err, and tests its exit code.
run() {
    want=$1 name=$2
    shift 2
    got=0
    "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || got=$?
    if [ "$got" -eq "$want" ]; then ok "$name"
    else not_ok "$name" "exit code $got, not $want" "$(head -n 3 "$tmp/err" | tr '\n' ' ')"; fi
}
# has NAME FILE TEXT: the file holds the text.
has() {
    if grep -qF -e "$3" "$2"; then ok "$1"
    else not_ok "$1" "no \"$3\" in:" "$(head -n 5 "$2" | tr '\n' ' ')"; fi
}
# json NAME FILE EXPRESSION: true in Python, where `rows` are the parsed lines of the file.
json() {
    if why=$(python3 - "$2" "$3" <<'PY' 2>&1
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
result = eval(sys.argv[2].replace("\n", " "))
if not result:
    print("false of", len(rows), "rows:", str(rows)[:400])
    sys.exit(1)
PY
    ); then ok "$1"
    else not_ok "$1" "$3" "$(printf '%s' "$why" | tail -n 1)"; fi
}
