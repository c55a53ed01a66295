# SPDX-License-Identifier: Apache-2.0
"""command.py INPUT UNIT HOW_MANY COMMAND...: the least CPU time of a command in fifteen runs, start
and files included, as UNIT per CPU second, and its start alone (COMMAND version). INPUT is its
stdin, - for none."""
import resource
import subprocess
import sys


def least(command, source, runs=15):
    best = None
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(source, "rb") as stdin:
            subprocess.run(command, stdin=stdin, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = took if best is None else min(best, took)
    return best, after.ru_maxrss


source, unit, many, command = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:]
took, peak = least(command, "/dev/null" if source == "-" else source)
start, _ = least([command[0], "version"], "/dev/null")
print(f"{many / took:.0f} {unit}/CPU-s, of {took * 1000:.0f} ms the start takes "
      f"{start * 1000:.1f} ms; peak {peak // 1024} MiB")
