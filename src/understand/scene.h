/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside of the statements: one sentence as its parties (who is named, with role and country, and
 * what case they stand in) and its acts (verbs and nouns of data/act). parties.c and scene.c make
 * it, acts.c and speech.c read statements off it.
 */
#ifndef KH_UNDERSTAND_SCENE_H
#define KH_UNDERSTAND_SCENE_H

#include "understand/internal.h"

/* What a word of data/marker tells of the words beside it. The first ones are cases of a party. */
enum kh_marker {
    KH_MARK_NONE = 0,
    KH_MARK_SUBJECT,
    KH_MARK_WITH,
    KH_MARK_BY,
    KH_MARK_TO, /* the object too: to, against, accusative */
    KH_MARK_OF,
    KH_MARK_GENITIVE, /* of, by its ending: the object too where people are meant */
    KH_MARK_FROM,
    KH_MARK_BETWEEN,
    KH_MARK_IN,
    KH_MARK_ON,
    KH_MARK_FOR,
    KH_MARK_HONOUR, /* in honour of */
    KH_MARK_ASIDE,  /* after, during, about: no party to the act */
    KH_MARK_AND,
    KH_MARK_BUT,  /* joins clauses with one subject */
    KH_MARK_HE,   /* a pronoun as subject */
    KH_MARK_HIS,  /* a pronoun's genitive */
    KH_MARK_BE,   /* makes a participle passive */
    KH_MARK_NOT,  /* denies the act */
    KH_MARK_THAT, /* begins another clause */
    KH_MARK_WHO,  /* begins a clause about the party before it */
    KH_MARK_TEXT, /* a statement, a report: what a source has issued */
};

/* A party of the sentence: its tokens with those of its role and country. */
struct kh_actor {
    uint32_t first, end;
    uint32_t mention; /* index of the mention that names it */
    uint8_t kind;     /* enum kh_mention_kind of that mention */
    uint8_t marker;   /* enum kh_marker: its case */
    bool joined;      /* A and B: to the one before */
    bool taken;       /* it is already the target of an act */
    struct kh_party who;
};

struct kh_act {
    uint32_t first, end; /* tokens */
    struct kh_str name;
    struct kh_str traits; /* of data/actclass: "mutual", "place", "speech" */
    bool noun, passive, inverse, denied;
    bool needs; /* is none without a target */
    bool his;   /* a noun with the possessive of the subject written on */
};

/* More stand in no sentence that is one. */
#define KH_SCENE_ACTORS 32
#define KH_SCENE_ACTS 24

struct kh_scene {
    struct kh_reader *r;
    const struct kh_facts *facts;
    const struct kh_view *view;
    const struct kh_tokens *tokens;
    enum kh_order order;
    uint32_t from, to; /* tokens of the sentence */
    struct kh_actor actors[KH_SCENE_ACTORS];
    uint32_t actors_n;
    struct kh_act acts[KH_SCENE_ACTS];
    uint32_t acts_n;
    uint8_t *actor_at, *act_at; /* of each token of the text: number + 1, or 0 */
    uint32_t next_mention;
    struct kh_map plain;  /* words of people's names in the form that is no case */
    struct kh_actor last; /* whom "he" means: the subject of an earlier sentence */
    struct kh_party known[KH_SCENE_ACTORS];
    uint32_t known_n; /* persons with a role, for those who are later named by it alone */
};

static inline bool kh_is_comma(const struct kh_token *t)
{
    return t->code == ',' || t->code == 0x060C;
}

/* The next sentence from token `from` on: its parties and acts. */
void kh_scene_read(struct kh_scene *scene, uint32_t from);
/* Fills the parties of a scene whose bounds are set. */
void kh_scene_parties(struct kh_scene *scene);

/* The marker that a value of data/marker means; *behind (or NULL): of a postposition. */
enum kh_marker kh_marker_of(struct kh_str value, bool *behind);
/* The marker that the word at a token is; of a postposition *behind is set. */
enum kh_marker kh_marker_at(const struct kh_scene *scene, uint32_t at, bool *behind);
/* The act has a trait of data/actclass. */
bool kh_act_is(const struct kh_act *act, const char *trait);
/* What the letters mean that are written on to a word: "and", "with". */
enum kh_marker kh_clitic_marker(const struct kh_scene *scene, uint32_t at);
/* The sight's or a shorter phrase's entry of a kind, and its tokens. */
bool kh_scene_entry(const struct kh_scene *scene, uint32_t at, enum kh_lex_kind kind,
                    struct kh_entry *entry, uint32_t *n);
/* What words that no mention covers name: in Latin letters, with a key by their meaning. */
struct kh_party kh_name_words(struct kh_scene *scene, uint32_t first, uint32_t end);
bool kh_is_stop(const struct kh_scene *scene, uint32_t at);

/* Statements of kind who. */
bool kh_state_acts(struct kh_scene *scene, struct kh_facts *out, size_t *capacity);
/* Statements of kind quote and origin. */
bool kh_state_speech(struct kh_scene *scene, struct kh_facts *out, size_t *capacity);
/* The subject of a verb of saying; *he is set when it is a pronoun. */
const struct kh_actor *kh_speaker_of(struct kh_scene *scene, const struct kh_act *act, bool *he);
/* The outlet that was told it. */
const struct kh_actor *kh_told(struct kh_scene *scene, const struct kh_act *act);

#endif
