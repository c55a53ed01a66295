# khabar: one GNU make file.
#   make            the program, build/khabar        make demo     the main job on samples/
#   make check      all tests                        make lint     layering, format, banned calls
#   make asan       tests under ASan and UBSan       make fuzz     60 s of each fuzz target
#   make quality    scores on the shared data        make bench    speed, growth, memory
#   make train      the weights of the match stage, learnt further
#   make install    PREFIX=/usr/local
# O=DIR builds elsewhere; CC=clang works as well.

O ?= build
CC = gcc
PREFIX ?= /usr/local
PACKAGES = icu-uc icu-i18n sqlite3 zlib libzstd jansson nettle

WARN = -Wall -Wextra -Wshadow -Wconversion -Wvla -Wstrict-prototypes -Wmissing-prototypes -Werror
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -fstack-clash-protection
OPT ?= -O3 -g
CPPFLAGS += -Isrc -Iinclude -D_POSIX_C_SOURCE=200809L $(EXTRA_CPPFLAGS)
CFLAGS += -std=c11 $(OPT) $(WARN) $(HARDEN) -fvisibility=hidden -ffunction-sections \
	$(shell pkg-config --cflags $(PACKAGES))
LDFLAGS += -pie -Wl,-z,relro,-z,now -Wl,--gc-sections
LDLIBS += $(shell pkg-config --libs $(PACKAGES)) -lstemmer -lm -lpthread

LIB_SRC := $(wildcard src/*/*.c src/*.c)
LIB_SRC := $(filter-out src/cli/%,$(LIB_SRC))
CLI_SRC := $(wildcard src/cli/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(O)/%.o) $(O)/lexicon_data.o $(O)/identify_data.o \
	$(O)/encoding_data.o
CLI_OBJ := $(CLI_SRC:%.c=$(O)/%.o)
UNIT_SRC := $(wildcard test/unit/test_*.c)
UNIT := $(UNIT_SRC:test/unit/%.c=$(O)/test/%)
FUZZ := $(patsubst fuzz/%.c,$(O)/fuzz/%,$(wildcard fuzz/*.c))
BENCH := $(patsubst bench/%.c,$(O)/bench/%,$(wildcard bench/*.c))
NGRAM := $(sort $(wildcard data/ngram/*.tsv))
ENCODING := $(sort $(wildcard data/encoding/*.tsv))
DATA := data/concepts.tsv $(filter-out $(NGRAM) $(ENCODING),$(sort $(wildcard data/*/*.tsv)))

# V=1 shows whole commands, -s nothing.
Q = $(if $(V),,@)
say = $(if $(V)$(findstring s,$(filter-out --%,$(firstword $(MAKEFLAGS)))),,@echo "  $(1) $(2)")

all: $(O)/khabar

$(O)/khabar: $(CLI_OBJ) $(O)/libkhabar.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/libkhabar.a: $(LIB_OBJ)
	$(call say,AR  ,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC  ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# What data/ knows, packed into one read-only table by a tool of our own.
PACK_SRC = tool/pack.c src/lang/segment.c src/lang/fold.c src/lang/lang.c src/lang/grammar.c \
	src/base/arena.c src/base/str.c src/base/utf8.c src/base/map.c src/base/hash.c
$(O)/pack: $(PACK_SRC) $(wildcard src/lang/*.h src/base/*.h)
	@mkdir -p $(@D)
	$(call say,CC  ,tool/pack.c)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(PACK_SRC) $(LDLIBS)
$(O)/lexicon.bin: $(O)/pack $(DATA)
	$(call say,PACK,data)
	$(Q)$(O)/pack data $@
$(O)/lexicon_data.o: $(O)/lexicon.bin
	$(Q)printf '.section .rodata\n.global kh_lexicon_data\n.hidden kh_lexicon_data\n.balign 64\nkh_lexicon_data:\n.incbin "$<"\n.global kh_lexicon_data_end\n.hidden kh_lexicon_data_end\nkh_lexicon_data_end:\n.byte 0\n.section .note.GNU-stack,"",@progbits\n' \
		| $(CC) -c -x assembler -o $@ -

# What languages are identified by, packed likewise.
NGRAM_SRC = tool/ngram.c src/lang/identify_symbol.c src/lang/lang.c src/base/utf8.c src/base/str.c
$(O)/ngram: $(NGRAM_SRC) src/lang/identify.h src/lang/lang.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(NGRAM_SRC) -lm
$(O)/identify.bin: $(O)/ngram $(NGRAM)
	$(call say,PACK,data/ngram)
	$(Q)$(O)/ngram pack $@ $(NGRAM)
$(O)/identify_data.o: $(O)/identify.bin
	$(Q)printf '.section .rodata\n.global kh_ident_data\n.hidden kh_ident_data\n.balign 64\nkh_ident_data:\n.incbin "$<"\n.section .note.GNU-stack,"",@progbits\n' \
		| $(CC) -c -x assembler -o $@ -

# The indexes and labels of the encodings, as C.
$(O)/encodings: tool/encodings.c src/base/utf8.c src/base/str.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^
$(O)/encoding_data.c: $(O)/encodings $(ENCODING)
	$(call say,PACK,data/encoding)
	$(Q)$(O)/encodings $@ $(ENCODING)
$(O)/encoding_data.o: $(O)/encoding_data.c src/decode/tables.h src/decode/encodings.h
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Learnt weights of the extract stage, as initialisers. `$(O)/train-extract` learns them anew
# (doc/EXTRACTION.md).
$(O)/extract_weights.inc: data/weights/extract.tsv tool/weights.awk
	@mkdir -p $(@D)
	$(Q)awk -F'\t' -f tool/weights.awk $< > $@
$(O)/src/extract/model.o: $(O)/extract_weights.inc
$(O)/src/extract/model.o: CPPFLAGS += -I$(O)
# And those of the day of publication, learnt by `$(O)/train-dates`.
$(O)/date_weights.inc: data/weights/dates.tsv
	@mkdir -p $(@D)
	$(Q)awk -F'\t' '!/^#/ { print "[KH_D_" $$1 "] = " $$2 "F," }' $< > $@
$(O)/src/extract/meta_dates.o: $(O)/date_weights.inc
$(O)/src/extract/meta_dates.o: CPPFLAGS += -I$(O)
# The words of class attributes, as initialisers.
$(O)/classes: tool/classes.c src/extract/signal.h src/extract/class_words.h $(O)/src/base/str.o
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/src/base/str.o
$(O)/class_words.inc: data/cssclass/all.tsv $(O)/classes
	$(Q)$(O)/classes < $< > $@
$(O)/src/extract/signal.o: $(O)/class_words.inc
$(O)/src/extract/signal.o: CPPFLAGS += -I$(O)
$(O)/train-extract: tool/train_extract.c tool/train.h $(O)/libkhabar.a
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS)

# Learnt weights of the compare stage: `$(O)/train-compare` learns them anew (doc/COMPARING.md).
$(O)/compare_weights.inc: data/weights/compare.tsv tool/compare-weights.awk
	@mkdir -p $(@D)
	$(Q)awk -F'\t' -f tool/compare-weights.awk $< > $@
$(O)/src/compare/model.o: $(O)/compare_weights.inc
$(O)/src/compare/model.o: CPPFLAGS += -I$(O)
$(O)/train-compare: tool/train_compare.c tool/train.h $(O)/libkhabar.a
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS)

$(O)/train-dates: tool/train_dates.c tool/train.h $(O)/libkhabar.a
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS)

# Learnt weights of the match stage: `make train` learns data/weights/all.tsv (doc/MATCHING.md).
train: all $(O)/train-match
	tool/train $(O)
$(O)/train-match: tool/train_match.c tool/train.h $(O)/libkhabar.a
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS)

# The share of content words that carry a concept, by language.
$(O)/coverage: tool/coverage.c $(O)/libkhabar.a
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS)

# ---- tests ----
$(O)/test/%: test/unit/%.c $(O)/libkhabar.a
	@mkdir -p $(@D)
	$(call say,CC  ,$<)
	$(Q)$(CC) $(CPPFLAGS) -Itest/unit $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS) -lcmocka

units: $(UNIT)
check: all units
	test/run $(O)
lint:
	tool/lint
asan:
	$(MAKE) O=$(O)-asan OPT="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all" \
		HARDEN=-fPIE EXTRA_CPPFLAGS=-DKH_ARENA_MALLOC check
$(O)-fuzz/libkhabar.a: always
	$(Q)$(MAKE) O=$(O)-fuzz CC=clang HARDEN=-fPIE EXTRA_CPPFLAGS=-DKH_ARENA_MALLOC \
		OPT="-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" $@
$(O)/fuzz/%: fuzz/%.c $(O)-fuzz/libkhabar.a
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)clang $(CPPFLAGS) -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -o $@ $< $(O)-fuzz/libkhabar.a $(LDLIBS)
fuzz: $(FUZZ)
	test/fuzz $(O)
demo: all
	tool/demo $(O)
quality: all $(O)/coverage
	tool/quality $(O)
$(O)/bench/%: bench/%.c $(O)/libkhabar.a
	@mkdir -p $(@D)
	$(call say,CC  ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(O)/libkhabar.a $(LDLIBS)
# libxml2's parse stands beside ours where it is installed (tool/setup bench).
ifneq ($(shell pkg-config --exists libxml-2.0 && echo yes),)
$(O)/bench/chain: CPPFLAGS += -DBESIDE_LIBXML2 \
	$(patsubst -I%,-isystem %,$(shell pkg-config --cflags libxml-2.0))
$(O)/bench/chain: LDLIBS += $(shell pkg-config --libs libxml-2.0)
endif
bench: all $(BENCH)
	bench/run $(O)
install: all
	install -D $(O)/khabar $(DESTDIR)$(PREFIX)/bin/khabar
	install -D -m 644 include/khabar.h $(DESTDIR)$(PREFIX)/include/khabar.h
	install -D -m 644 doc/khabar.1 $(DESTDIR)$(PREFIX)/share/man/man1/khabar.1
clean:
	rm -rf $(O) $(O)-asan $(O)-fuzz

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d)
.PHONY: all always units check lint asan fuzz demo quality train bench install clean
.SECONDARY:
