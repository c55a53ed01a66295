# SPDX-License-Identifier: Apache-2.0
# Turns data/weights/extract.tsv into initialisers of struct kh_model.
# Lines: feature TAB the weights of its bins (BIAS has one), then per tree
# TREE TAB its questions (feature>bound) TAB the values of its leaves.
function constant(name)
{
    if (name ~ /^WORD_/) return "KH_F_SIGNALS + KH_SIGNAL_" substr(name, 6)
    if (name ~ /^TAG_/) return "KH_F_SIGNALS + KH_SIGNAL_T_" substr(name, 5)
    if (name == "PROP_BODY") return "KH_F_SIGNALS + KH_SIGNAL_PROP_BODY"
    return "KH_F_" name
}
function numbers(from,    i, line)
{
    for (i = from; i <= NF; i++) line = line $i "F,"
    return "{" line "}"
}
/^#/ { next }
$1 == "BIAS" {
    print ".bias = " $2 "F,"
    next
}
$1 == "TREE" {
    n = split($2, question, " ")
    line = ""
    for (i = 1; i <= n; i++) {
        split(question[i], part, ">")
        line = line "{" constant(part[1]) "," part[2] "},"
    }
    print ".trees[" trees++ "] = {{" line "}," numbers(3) "},"
    next
}
{ print ".weight[" constant($1) "] = " numbers(2) "," }
END { print ".trees_n = " trees + 0 "," }
