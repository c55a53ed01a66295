/* SPDX-License-Identifier: Apache-2.0
 *
 * Every limit of khabar with its reason. Bytes are counted as they are produced, never as claimed.
 */
#ifndef KH_BASE_LIMITS_H
#define KH_BASE_LIMITS_H

/* A page as read: the largest news pages seen are under 10 MiB; what is longer is no article. */
#define KH_MAX_PAGE_BYTES ((size_t)32 << 20)
/* A page after inflating and decoding to UTF-8. */
#define KH_MAX_TEXT_BYTES ((size_t)32 << 20)
/* gzip of gzip of zeros is 336 bytes for 100 MiB: depth is limited as well as size. */
#define KH_MAX_INFLATE_DEPTH 2
/* Bytes out per byte in, looked at after the first MiB out. Real pages stay under 30. */
#define KH_MAX_INFLATE_RATIO 200

/* The tree: real pages stay under 60,000 nodes and 100 levels. A node costs up to 400 bytes through
 * all stages: more of them would not fit the arena. */
#define KH_MAX_NODES ((size_t)250000)
#define KH_MAX_DEPTH 512
#define KH_MAX_ATTRIBUTES 256
/* Runs of text that extraction judges; real pages stay under 6,000. */
#define KH_MAX_BLOCKS ((size_t)50000)

/* All memory of one article; with the page and its text the process stays under 256 MiB. */
#define KH_MAX_ARENA_BYTES ((size_t)160 << 20)

/* All memory of one event that is compared: 1,000 articles need some 100 MiB. */
#define KH_MAX_EVENT_BYTES ((size_t)512 << 20)

/* An article's text: what is longer is cut and the verdict says so. */
#define KH_MAX_ARTICLE_BYTES ((size_t)4 << 20)
/* Of a text dump: what is further down is no article. Real ones stay under 100 kB and 2,000 lines;
 * a line costs some 5 kB, a byte of it some 20. */
#define KH_MAX_DUMP_BYTES ((size_t)1 << 20)
#define KH_MAX_DUMP_LINES ((size_t)12000)
/* Tokens of an article that understanding and matching look at. */
#define KH_MAX_TOKENS ((size_t)400000)
#define KH_MAX_MENTIONS ((size_t)20000)

/* One line of JSON Lines input. */
#define KH_MAX_LINE_BYTES ((size_t)16 << 20)
/* Directory levels walked; loops by links are cut by device and inode. */
#define KH_MAX_DIRECTORY_DEPTH 64

/* Articles further apart in time are never of one event by matching alone. */
#define KH_WINDOW_DAYS 14

/* Reports of one event that the digest of a period reads. */
#define KH_BRIEF_REPORTS 40

/* Learning words from the events of a window: so many reports are looked at, so many of one event.
 * Half a second of work, and 100 MiB at most. */
#define KH_LEXICON_ARTICLES 8000
#define KH_LEXICON_MEMBERS 32
/* Words that are kept, 24 bytes each. */
#define KH_LEXICON_WORDS 50000

/* How long a command waits for another one that is writing: far over the longest transaction. */
#define KH_STORE_WAIT_MS 60000
/* Articles compared with a new one: those added last, and as many published nearest to it. They are
 * read from the store when a run begins; 100,000 take 250 MiB and 4 seconds. */
#define KH_WINDOW_ARTICLES 300000
/* Who reads one event does not wait for that: these many tell what it is like. */
#define KH_SHOW_ARTICLES 10000
/* Articles added before the window is settled: what a kill may leave grouped by arrival alone. */
#define KH_SETTLE_ARTICLES 500
/* Words of a query; and spellings tried for one word. */
#define KH_MAX_QUERY_WORDS 32
#define KH_MAX_SPELLINGS 64
/* Articles that the search index proposes and whose texts are then looked at. */
#define KH_MAX_CANDIDATES 100
/* Hits of one search: all are held in memory to be ordered. */
#define KH_MAX_HITS 1000

#endif
