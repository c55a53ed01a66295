/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the compare stage share: reports, the desk on which an event's sentences are
 * laid out, pairs of sentences and the model that judges them. Nothing outside compare/ includes
 * this but the trainer.
 */
#ifndef KH_COMPARE_INTERNAL_H
#define KH_COMPARE_INTERNAL_H

#include "base/err.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "compare/compare.h"

/* ---- reports (report.c) ---- */

enum kh_mark_class {
    KH_MARK_WORD = 0, /* any other word with a meaning of its own */
    KH_MARK_CONCEPT,  /* a word that data/concepts.tsv translates, an act, a role, a unit */
    KH_MARK_NAME,     /* of a person or an organisation, or a capital within a sentence */
    KH_MARK_PLACE,
    KH_MARK_NUMBER,
    KH_MARK_DATE,
    KH_MARK_CLASSES
};

#define KH_MARK_IDS 6
#define KH_SENTENCE_MARKS 64 /* what stands behind them adds nothing */

/* A thing by which sentences are compared: two marks that share an id are alike. */
struct kh_mark {
    uint8_t class; /* enum kh_mark_class */
    uint8_t ids_n;
    bool month;                /* the name of a month */
    uint64_t ids[KH_MARK_IDS]; /* hashes; those of words begin with that of the form */
    struct kh_str form;        /* folded, of words alone */
    uint32_t start;            /* byte of the text where it stands */
};

struct kh_sentence {
    uint32_t start, end;
    uint32_t mark, marks_n;           /* in report->marks */
    uint32_t statement, statements_n; /* in report->statements */
    bool quotes;                      /* direct speech stands in it */
};

struct kh_span {
    uint32_t start, end; /* bytes of the text */
};

/* A person named in a sentence. */
struct kh_named {
    uint32_t sentence; /* in report->sentences */
    struct kh_str name, key;
};

/* A source the article names as its own. */
struct kh_source {
    uint32_t sentence; /* in report->sentences */
    struct kh_str name;
    struct kh_span span; /* of the name; empty when it is not known */
};

struct kh_report {
    uint32_t lang;
    struct kh_mark *marks;
    struct kh_sentence *sentences;
    uint32_t sentences_n;
    struct kh_statement *statements; /* by place; strings in the arena */
    struct kh_named *people;         /* by place */
    uint32_t people_n;
    struct kh_source *sources;
    uint32_t sources_n;
    struct kh_span *spans; /* per statement: the mention it is made of, or nothing */
    uint32_t statements_n;
};

/* The ids under which marks of a role and of a country stand. */
uint64_t kh_role_id(struct kh_str role);
uint64_t kh_country_id(const char country[3]);

/* ---- the desk (desk.c) ---- */

/* A mark among those of the event: ids are numbers from 0. */
struct kh_sign {
    uint8_t class;
    uint8_t ids_n;
    float weight; /* rarity in the event */
    uint32_t ids[KH_MARK_IDS];
};

struct kh_line {
    uint32_t article, sentence; /* indexes */
    const struct kh_sentence *at;
    uint32_t sign, signs_n; /* in desk->signs */
    float weight;           /* sum of its signs */
};

struct kh_desk {
    const struct kh_engine *engine;
    struct kh_arena *arena;
    const struct kh_event *event;
    struct kh_report *const *reports;
    uint32_t reports_n;
    struct kh_line *lines; /* all sentences, by article and place */
    uint32_t lines_n;
    uint32_t *first; /* per article its first line; one more at the end */
    struct kh_sign *signs;
    uint32_t ids_n;
    uint32_t *postings_at; /* per id, into postings; one more at the end */
    uint32_t *postings;    /* lines, ascending */
    uint32_t *stamp;       /* per id: the line being compared + 1 */
    bool small;            /* every two sentences that share something are compared */
    uint8_t *stamped;      /* per id: which of its signs has it */
};

bool kh_desk_lay(struct kh_desk *desk);
/* The signs of a line that stand within a span of its text, as bits. */
uint64_t kh_signs_within(const struct kh_desk *desk, uint32_t line, struct kh_span span);
/* The two share an id. */
bool kh_signs_alike(const struct kh_sign *a, const struct kh_sign *b);

/* ---- pairs (pairs.c) ---- */

enum kh_pair_feature {
#define KH_FEATURE(name) KH_PF_##name,
#include "compare/features.h"
#undef KH_FEATURE
    KH_PAIR_FEATURES
};

/* Two sentences of different articles, a < b, and how alike they are. */
struct kh_line_pair {
    uint32_t a, b;
    bool cross;                /* in two languages */
    float dice;                /* what is alike in them, 0 to 1 */
    float x[KH_PAIR_FEATURES]; /* what the model looks at */
    float first;               /* logit of the first stage */
    float p;                   /* that both state the same */
};

struct kh_pairs {
    struct kh_line_pair *items; /* by a, then b */
    uint32_t n;
    uint32_t *at; /* per line: its pairs in `of`; one more at the end */
    uint32_t *of; /* indexes of items, by the other line */
};

bool kh_pairs_find(struct kh_desk *desk, struct kh_pairs *out);
/* Fills the features of the second stage from `first`. */
void kh_pairs_context(const struct kh_desk *desk, struct kh_pairs *pairs);
/* The pair of two lines or NULL. */
struct kh_line_pair *kh_pair_of(const struct kh_pairs *pairs, uint32_t line, uint32_t other);

/* ---- the model (model.c) ---- */

struct kh_pair_model {
    float weight[KH_PAIR_FEATURES][2]; /* in one language, in two */
    float threshold[2];                /* from which probability a pair holds */
};

extern const struct kh_pair_model kh_pair_model;

/* Judges all pairs: first stage, context, second stage. */
void kh_pairs_judge(const struct kh_desk *desk, const struct kh_pair_model *model,
                    struct kh_pairs *pairs);
float kh_pair_logit(const struct kh_pair_model *model, const struct kh_line_pair *pair,
                    bool second);

/* The probability of a judged pair if these signs of its lines (bit k: the k-th) were alike, and
 * their values equal: what the sentences are about when their values are left aside. */
float kh_pair_suppose(struct kh_desk *desk, const struct kh_pair_model *model,
                      const struct kh_line_pair *pair, const uint64_t alike[2]);

/* kh_compare by a given model: for training. */
enum khabar_status kh_compare_by(const struct kh_engine *engine, const struct kh_pair_model *model,
                                 struct kh_arena *arena, const struct kh_event *event,
                                 struct kh_report *const *reports, struct kh_dossier *out,
                                 struct khabar_error *err);

/* ---- facts (facts.c) ---- */

/* Cliques of the pairs that hold, then every other sentence alone. *capacity is that of
 * out->facts. */
bool kh_facts_group(struct kh_desk *desk, const struct kh_pair_model *model,
                    const struct kh_pairs *pairs, struct kh_dossier *out, size_t *capacity);
/* A fact stated by n lines, ascending; NULL when the arena is exhausted. */
struct kh_fact *kh_fact_add(struct kh_desk *desk, struct kh_dossier *out, size_t *capacity,
                            const uint32_t *lines, uint32_t n);

/* ---- conflicts (conflicts.c) ---- */

/* What the statement gives for its slot, for a reader: "12 USD", "2026-04", a name. */
struct kh_str kh_value_name(const struct kh_desk *desk, const struct kh_statement *statement);

/* Finds what contradicts each other, puts its sides into out->facts and unties their pairs. */
bool kh_conflicts_find(struct kh_desk *desk, const struct kh_pair_model *model,
                       struct kh_pairs *pairs, struct kh_dossier *out, size_t *capacity);

/* ---- origins (origins.c) ---- */

/* Fills out->origins and out->independent; of_article[i] becomes the number of the origin that the
 * article rests on: the index of the first article that does. */
bool kh_origins_find(struct kh_desk *desk, const struct kh_pairs *pairs, struct kh_dossier *out,
                     uint32_t **of_article);

#endif
