# SPDX-License-Identifier: Apache-2.0
# Turns data/weights/extract.tsv into initialisers of struct kh_model.
# Lines: stage TAB feature TAB the weights of its bins; feature BIAS has one.
/^#/ { next }
{
    name = "KH_F_" $2
    if ($2 ~ /^WORD_/) name = "KH_F_SIGNALS + KH_SIGNAL_" substr($2, 6)
    if ($2 ~ /^TAG_/) name = "KH_F_SIGNALS + KH_SIGNAL_T_" substr($2, 5)
    if ($2 == "TAG") name = "KH_F_TAG"
    if ($2 == "PROP_BODY") name = "KH_F_SIGNALS + KH_SIGNAL_PROP_BODY"
    if ($2 == "BIAS") {
        print ".bias[" $1 "] = " $3 "F,"
        next
    }
    line = ".weight[" $1 "][" name "] = {"
    for (i = 3; i <= NF; i++) line = line $i "F,"
    print line "},"
}
