/* SPDX-License-Identifier: Apache-2.0
 *
 * What the model looks at in a pair of sentences: one line a feature, those of the second stage
 * behind SECOND_BIAS. Included several times with KH_FEATURE defined (an X-macro). The names stand
 * in data/weights/compare.tsv.
 */
KH_FEATURE(BIAS)         /* 1 */
KH_FEATURE(DICE)         /* weight alike in both, of both */
KH_FEATURE(DICE_SQUARE)  /* its square */
KH_FEATURE(LESS)         /* the part of the sentence of which less is alike */
KH_FEATURE(MORE)         /* and of the other */
KH_FEATURE(SUM)          /* log of the weight alike */
KH_FEATURE(WORDS)        /* of it words */
KH_FEATURE(CONCEPTS)     /* concepts, acts, roles, units */
KH_FEATURE(NAMES)        /* names of people and organisations */
KH_FEATURE(PLACES)       /* places */
KH_FEATURE(NUMBERS)      /* numbers */
KH_FEATURE(DATES)        /* days, weekdays, months */
KH_FEATURE(NAMES_APART)  /* both have names of which the other knows nothing */
KH_FEATURE(PLACES_APART) /* the same of places */
KH_FEATURE(NUMBERS_APART)
KH_FEATURE(DATES_APART)
KH_FEATURE(NUMBER_EQUAL) /* the same value of the same unit */
KH_FEATURE(NUMBER_NEAR)  /* one rounds the other */
KH_FEATURE(NUMBER_CLASH) /* other values of the same unit, none the same */
KH_FEATURE(NUMBER_ONE)   /* one has numbers, the other none */
KH_FEATURE(DAY_EQUAL)    /* the same day */
KH_FEATURE(DAY_CLASH)    /* other days, none the same */
KH_FEATURE(QUOTE_BOTH)   /* direct speech in both */
KH_FEATURE(QUOTE_ONE)    /* in one */
KH_FEATURE(PLACE_APART)  /* how far from each other they stand in their articles */
KH_FEATURE(FIRST_BOTH)   /* both are the first of their articles */
KH_FEATURE(FIRST_ONE)    /* one is */
KH_FEATURE(LENGTH)       /* log of the shorter one's marks */
KH_FEATURE(RATIO)        /* shorter by longer */
KH_FEATURE(ROW)          /* likeness over that of the best other sentence for the first */
KH_FEATURE(COLUMN)       /* and for the second */
KH_FEATURE(MUTUAL)       /* each is the other's best */
KH_FEATURE(AROUND)       /* likeness of the sentences before and behind */
KH_FEATURE(SECOND_BIAS)  /* 1; here the second stage begins */
KH_FEATURE(LOGIT)        /* of the first stage */
KH_FEATURE(LOGIT_ROW)    /* over that of the best other sentence for the first */
KH_FEATURE(LOGIT_COLUMN) /* and for the second */
KH_FEATURE(LOGIT_MUTUAL) /* each is the other's best */
KH_FEATURE(LOGIT_AROUND) /* probability of the sentences before and behind */
KH_FEATURE(THIRD)        /* best way through a third article */
KH_FEATURE(THIRD_LACKS)  /* a third article has one of them alone */
KH_FEATURE(RIVALS)       /* other likely sentences for either */
