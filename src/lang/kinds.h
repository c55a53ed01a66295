/* SPDX-License-Identifier: Apache-2.0
 *
 * The kinds of language data: one line for each folder of data/. Included several times with
 * KH_KIND defined (an X-macro), by lexicon.h and by tool/pack.c.
 */
KH_KIND(STOP, "stop")         /* function words: no value */
KH_KIND(MONTH, "month")       /* 1-12; h1-h12 Hijri; j1-j12 Jalali; "?" behind: also another word */
KH_KIND(WEEKDAY, "weekday")   /* 0 Monday ... 6 Sunday; "?" behind: also another word */
KH_KIND(RELATIVE, "relative") /* days from the reference: -1; uN unit of N minutes; ago */
KH_KIND(ORDINAL, "ordinal")   /* day of month in words: 1-31 */
KH_KIND(NUMBER, "number")     /* "12"; "x1000" multiplier; "+0.5" "-0.25" added to what follows,
                                 "<+0.5" to what stands before; "." decimal point; "-" minus, "<-"
                                 of what stands before; "x100?" vague, "?" none */
KH_KIND(UNIT, "unit")         /* units and what is counted: percent, USD, km, dead, injured ... */
KH_KIND(SIGN, "sign")         /* units that stand before their number: "Rs 5" */
KH_KIND(APPROX, "approx")     /* about, more than, at least: ~ > < */
KH_KIND(COUNTRY, "country")   /* country names: ISO 3166-1 alpha-2 */
KH_KIND(DEMONYM, "demonym")   /* adjectives and people of a country: ISO 3166-1 alpha-2 */
KH_KIND(REGION, "region")     /* larger than a country: Latin name */
KH_KIND(PROVINCE, "province") /* first subdivisions: ISO 3166-2 code '|' Latin name */
KH_KIND(CITY, "city")         /* CC '|' Latin name '|' population '|' lat '|' lon '|' id */
KH_KIND(ROLE, "role")         /* titles and ranks: canonical English role [ '|' before | after ] */
KH_KIND(ORGHEAD, "orghead")   /* words that make a name an organisation: English word */
KH_KIND(ORG, "org")           /* names of organisations everybody knows: canonical name */
KH_KIND(GIVEN, "given")       /* given names: Latin spelling */
KH_KIND(NAMEPART, "namepart") /* links inside names: bin, al, zada; "x-": how verbs begin */
KH_KIND(NAMECASE, "namecase") /* endings of surnames in oblique cases: what the nominative has */
KH_KIND(COUNTRYNAME, "countryname") /* ISO 3166-1 alpha-2: its English name */
KH_KIND(CONCEPT, "concept")         /* words of news language: concept id (data/concepts.tsv) */
KH_KIND(AFFIX, "affix")             /* "-s" or "ال-": what stands for it in the dictionary form */
KH_KIND(ABBREV, "abbrev")           /* abbreviations that end no sentence */
KH_KIND(BYLINE, "byline")           /* by (before an author), join (and), role, desk, end */
KH_KIND(DATEWORD, "dateword")       /* published updated saved event of year at am pm civil ... */
KH_KIND(ZONE, "zone")               /* names of time zones: minutes east of UTC */
KH_KIND(FURNITURE, "furniture")     /* lines and words of page furniture: class of furniture */
KH_KIND(ACT, "act")                 /* act [ '|' flags: n noun, see tool/hand/act/en.tsv ] */
KH_KIND(ACTCLASS, "actclass")       /* act: PLOVER class [ '|' mutual place speech thing ] */
KH_KIND(ATTRIB, "attrib")           /* according to: "by", "<by" behind the source */
KH_KIND(MARKER, "marker")           /* with by to of and not ...; '<' stands behind its word */
KH_KIND(GRAMMAR, "grammar")         /* language code: what it is like, see its file */
KH_KIND(READING, "reading")         /* Han character: simplified '|' reading [ '|*' in names ] */
KH_KIND(LABEL, "label")             /* "label NAME": what khabar itself says in the language */
KH_KIND(WEIGHT, "weights")          /* learnt weights by name; tool/train-match writes them */
