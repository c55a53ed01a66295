# SPDX-License-Identifier: Apache-2.0
# Turns data/weights/compare.tsv into initialisers of struct kh_pair_model.
# Lines: feature TAB its weight in one language TAB in two; THRESHOLD likewise.
/^#/ { next }
$1 == "THRESHOLD" { print ".threshold = {" $2 "F," $3 "F},"; next }
{ print ".weight[KH_PF_" $1 "] = {" $2 "F," $3 "F}," }
