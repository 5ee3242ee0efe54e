# memrepl: `make help` lists the targets.
#
# Everything is built into build/, and ./memrepl. The tests build variants beside that, each a folder
# with a memrepl of its own that finds there what it studies:
#
#     make BUILD=build/clang CC=clang CFLAGS='-O0 -g -Werror'     leaves build/clang/memrepl
#     make BUILD=build/asan SANITIZE=address,undefined
#
# Each rule says in a word what it makes; `make --trace` shows the commands.
BUILD = build
FROM =
SANITIZE =
CFLAGS = -O2 -g
# Across files, which makes the explorer a sixth faster; the objects serve the tests without it, too.
LTO := $(if $(filter build,$(BUILD)),$(if $(findstring Free Software,$(shell $(CC) --version)),-flto=auto -ffat-lto-objects))
SUBJECT_CC = gcc
ARCH := $(shell uname -m)
PREFIX = /usr/local
SHELL = /bin/sh
MAKEFLAGS += -j$(shell nproc)
unexport CFLAGS # is for the kit; build-subject.sh reads it too
.DEFAULT_GOAL = all
.DELETE_ON_ERROR:
.SUFFIXES:

ifneq ($(shell uname -s)-$(filter x86_64 aarch64,$(ARCH)),Linux-$(ARCH))
$(error memrepl runs on Linux on x86-64 and aarch64; elsewhere use .devcontainer/Containerfile)
endif

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
# The kit answers the subject's __ubsan_* and __tsan_* calls itself: its own undefined behaviour traps
# instead, and gcc is not to compare those functions with its own idea of them.
SANITIZED = $(SANITIZE:%=-fsanitize=% -fno-omit-frame-pointer -Wno-builtin-declaration-mismatch) \
            $(if $(findstring undefined,$(SANITIZE)),-fsanitize-undefined-trap-on-error)
FLAGS = $(CFLAGS) $(SANITIZED) $(WARNINGS) -MMD -MP
C = -std=gnu11 -D_GNU_SOURCE $(FLAGS) -Isrc
C11 = -std=c11 -pthread $(FLAGS) -iquote src/server
EXPORTS = src/posix/exports.list
LINK = -Wl,--dynamic-list=$(EXPORTS) -lreadline -ldw -lelf -ljansson -lseccomp -lm -ldl -pthread

# What subjects call keeps frame pointers, so that the calls of a stopped thread can be followed through
# it (src/program/frames): when linked, LTO does not.
FRAMES = $(if $(filter src/posix/% src/stepper/child/% src/stepper/looks/% src/stepper/stacks/%,$<),-fno-omit-frame-pointer -fno-lto)

# The kit: one folder a layer, all of them in one program.
LAYERS = program stepper posix explore repl results grade class
KIT_SOURCES := $(wildcard src/*.c $(LAYERS:%=src/%/*.c) $(LAYERS:%=src/%/*/*.c) \
                          src/*/*-$(ARCH).S src/*/*/*-$(ARCH).S src/repl/page/template-files.S)
KIT = $(patsubst src/%,$(BUILD)/kit/%.o,$(basename $(KIT_SOURCES)))

# Where memrepl stands it expects src/, labs/, … and build/ with the programs it studies.
HOUSE = $(if $(filter build,$(BUILD)),,$(BUILD)/)
MEMREPL = $(HOUSE)memrepl
MEMS_SUBJECTS = $(addprefix $(HOUSE)build/mems,.so -best.so -worst.so -next.so)
SUBJECTS = $(HOUSE)build/memory-server $(HOUSE)build/server.so $(PARTS_OF_MEMS) $(MEMS_SUBJECTS) $(SUSPECTS)
ROOMS = $(if $(HOUSE),$(addprefix $(HOUSE),src labs solutions handout))

# Objects of what a release does not give away as source (src/course/release.sh).
REFERENCE = src/reference/$(ARCH)

# Lab 7's programs.
SUSPECTS := $(patsubst %,$(HOUSE)build/suspects/%.so,$(basename $(notdir $(wildcard $(REFERENCE)/suspects/*.o))) \
                $(if $(wildcard solutions/lab7-break/suspects),reference) \
                $(notdir $(wildcard solutions/lab7-break/suspects/*)))

# The memory server: the same files as a program of its own, and as a subject to step through. Of an
# exercise that is not solved here there is an object.
GIVEN := $(filter-out %/native.c src/server/workload-%.c,$(wildcard src/server/*.c))
EXERCISES = $(addprefix solutions/,lab1-queue/request_queue.c lab2-segments/segment_list.c \
                                   lab3-server/memory_server.c lab4-placement/placement.c \
                                   lab4-placement/bitmap.c)
solved = $(foreach file,$(EXERCISES),$(or $(wildcard $(file)),$(REFERENCE)/$(1)/$(notdir $(file:.c=.o))))
STEPPED := $(GIVEN) $(call solved,stepped) src/server/workload-stepped.c
# Its parts one by one: a lab's file takes the place of the part that has its name.
PARTS_OF_SERVER = $(addprefix $(HOUSE)build/objects/server/,$(addsuffix .o,$(basename $(notdir $(STEPPED)))))
PARTS_OF_MEMS = $(HOUSE)build/objects/mems/stepped.o
# What is to be known of their compiler, before the first of them.
KNOWN := $(HOUSE)build/compilers/$(SUBJECT_CC)
DESKS := $(patsubst labs/%/desk.c,$(HOUSE)build/objects/desks/%.o,$(wildcard labs/*/desk.c))
# What the headers declare has its type in each part: those that are objects only do not tell it.
DECLARED = $(if $(findstring gcc,$(SUBJECT_CC)),-fno-eliminate-unused-debug-symbols)
source_of = $(filter %/$(1).c %/$(1).o,$(STEPPED) src/mems/stepped.c)
NATIVE := $(patsubst %.c,$(BUILD)/native/%.o,$(GIVEN) $(call solved,native) src/server/native.c \
                                             src/server/workload-native.c)

UNIT = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
BENCH = $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/bench_*.c))
FUZZ = $(patsubst tests/fuzz/targets/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/targets/*.c))
UNIT_SUBJECTS = $(addprefix $(BUILD)/tests/,subject.so misbehaving.so whole.so primitives.so \
                  calls.so early.so table.so requests.so planted.so bare.so numbers.so posing.so\
                  $(if $(shell command -v clang),requests-clang.so planted-clang.so))
BENCH_REFERENCE = $(BUILD)/tests/bench/reference.o

LABS := $(foreach lab,$(wildcard labs/lab*/README.md),$(firstword $(subst -, ,$(lab:labs/%=%))))

.PHONY: $(LABS) fuzz fuzz-targets all run labs reset handin class release newlab checklab test test-all unit bench lint \
        screenshots coverage handout install uninstall setup format clean help gradescope autolab
all: $(MEMREPL) subjects ## build ./memrepl and what it studies

# What lab 4 measures its placements and its bitmap with.
lab4: $(HOUSE)build/trackers.a
TRACKERS = $(filter $(addprefix %/,$(addsuffix .o,marks list_tracker placements bitmap_tracker segment_list)),$(NATIVE))
$(HOUSE)build/trackers.a: $(TRACKERS)
	@rm -f $@
	@ar rcs $@ $^

subjects: $(SUBJECTS) $(DESKS)

run: all ## install what is missing, build, run the tour, stay at the prompt
	@exec ./memrepl --echo -x handout/sessions/tour.mem $$([ -t 0 ] || echo --batch)

# BEGIN WHOLE TREE ONLY
class: all $(HOUSE)build/unpack ## SUBMISSIONS=DIR LAB=N [OUT=DIR] [JOBS=N]: grade a class
	@src/course/class.sh '$(SUBMISSIONS)' '$(LAB)' '$(OUT)' '$(JOBS)' '$(OVER)' '$(SHARDS)' '$(OPTIONS)'

# Reads archives, beside memrepl and not in it.
$(HOUSE)build/unpack: src/unpack/unpack.c
	@mkdir -p $(@D)
	@echo "  link    $@"
	@$(CC) -std=gnu11 -D_GNU_SOURCE $(CFLAGS) $(SANITIZED) $(WARNINGS) $< -larchive -lseccomp -o $@

release: all ## OUT=DIR [UPTO=N]: a tree for students; solutions of labs 1 to N only
	@src/course/release.sh '$(OUT)' '$(UPTO)' $(EXERCISES)

newlab: all ## NAME=WORD: begin the next lab, with a small exercise to change
	@src/course/newlab.sh '$(NAME)'

gradescope: setup ## LAB=N: build/gradescope/labN.zip, an autograder to upload
	@src/course/bundle.sh $@ '$(LAB)'

autolab: setup ## LAB=N: build/autolab/labN/, an autograder for Autolab
	@src/course/bundle.sh $@ '$(LAB)'

checklab: all ## LAB=N: prove a lab: blank, solution, planted bugs, text
	@src/course/checklab.sh '$(LAB)'
# END WHOLE TREE ONLY

test: all ## install what is missing, run the tests (9 minutes on two cores)
	@tests/run

# BEGIN WHOLE TREE ONLY
test-all: all ## the slow tests too: valgrind, bare Debian, 1,000 native runs
	@tests/run --all
# END WHOLE TREE ONLY

$(LABS): lab%: all ## grade labs/labN-…; WATCH=1 on each save; FROM=DIR the files of another folder
ifdef WATCH
	@src/course/watch.sh $* '$(FROM)'
else
	@./memrepl --grade $* $(if $(FROM),--from '$(FROM)') || [ $$? -eq 1 ]
	@for after in labs/lab$*-*/measure; do [ ! -x $$after ] || $$after '$(FROM)'; done
endif

labs: all ## grade all labs: points, and what to do next
	@src/course/labs.sh

reset: ## LAB=N: the blank again; my file is kept beside it
	@src/course/reset.sh '$(LAB)'

handin: all ## LAB=N: build and grade afresh, and pack one archive
	@src/course/handin.sh '$(LAB)'

handout: build/handout/handout.pdf ## make the book, build/handout/handout.html and handout.pdf
build/handout/handout.pdf: $(shell find handout -type f 2>/dev/null) | all
	@echo "  book    $(@D)"
	@handout/make-handout $(@D)

# BEGIN WHOLE TREE ONLY
bench: all mems.h $(BENCH) $(BUILD)/tests/requests.so ## measure the stepper against a bare switch and a futex hand-off
	@for bench in $(BENCH) tests/bench/mems-bench.sh; do $$bench || exit 1; done

lint: setup ## what clang-tidy, cppcheck, gcc -fanalyzer and shellcheck find
	@tests/lint.sh

fuzz: ## SECONDS=N, TARGET=NAME: hostile input for all that reads some, N seconds each
	@tests/fuzz/run '$(SECONDS)' '$(TARGET)'

fuzz-targets: $(FUZZ)

screenshots: all ## build/screenshots: prompt, tour and pages at three sizes, to be looked at
	@tests/pages/screenshots.py
coverage: setup ## run the tests with line counters: how much of src/ they reach
	@tests/coverage/run

unit: $(UNIT) $(UNIT_SUBJECTS) $(BUILD)/tests/calls-native
# END WHOLE TREE ONLY

install uninstall: export PREFIX := $(PREFIX)
install: all $(if $(wildcard src/mems/make-header),mems.h) ## PREFIX=/usr/local, DESTDIR=: install for all users
	@src/install/install.sh install

uninstall: ## remove what install put below PREFIX
	@src/install/install.sh uninstall

# What the goal needs of Debian's packages comes first; `make` alone installs nothing.
setup:
	@src/setup.sh $(filter run test test-all coverage bench handout class gradescope lint,$(MAKECMDGOALS))

$(MEMREPL): $(KIT) $(EXPORTS) | $(ROOMS)
	@echo "  link    $@"
	@$(CC) $(CFLAGS) $(LTO) $(SANITIZED) $(KIT) $(LINK) -o $@

$(ROOMS): $(HOUSE)%:
	@mkdir -p $(@D)
	@ln -s $(CURDIR)/$* $@

$(BUILD)/kit/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  compile $<"
	@$(CC) $(C) $(LTO) $(FRAMES) -c $< -o $@

$(BUILD)/kit/%.o: src/%.S
	@mkdir -p $(@D)
	@echo "  compile $<"
	@$(CC) -MMD -MP -c $< -o $@

$(BUILD)/kit/repl/page/template-files.o: $(wildcard src/repl/page/*.html src/repl/page/*.css src/repl/page/*.js)

$(HOUSE)build/memory-server: $(NATIVE)
	@mkdir -p $(@D)
	@echo "  link    $@"
	@$(CC) $(CFLAGS) $(SANITIZED) -pthread $(NATIVE) -o $@

$(BUILD)/native/%.o: %.c
	@mkdir -p $(@D)
	@echo "  compile $<"
	@$(CC) $(C11) -c $< -o $@

.SECONDEXPANSION:
$(PARTS_OF_SERVER) $(PARTS_OF_MEMS): %.o: $$(call source_of,$$(notdir $$*)) \
                                     $(wildcard src/server/*.h src/mems/*.h) src/program/build-subject.sh Makefile | $(KNOWN)
	@mkdir -p $(@D)
	@echo "  part    $@"
	@CFLAGS='$(DECLARED)' src/program/build-subject.sh $@ --cc $(SUBJECT_CC) -iquote src/server -iquote src/mems $<

$(DESKS): $(HOUSE)build/objects/desks/%.o: labs/%/desk.c $$(wildcard labs/%/*.h) \
          $(wildcard src/server/*.h src/mems/*.h) src/program/build-subject.sh | $(KNOWN)
	@mkdir -p $(@D)
	@echo "  desk    $@"
	@src/program/build-subject.sh $@ --cc $(SUBJECT_CC) -iquote src/server -iquote src/mems -iquote $(<D) $<

$(KNOWN): src/program/build-subject.sh
	@mkdir -p $(@D)
	@src/program/build-subject.sh --know $@ $(SUBJECT_CC)

$(HOUSE)build/server.so: $(PARTS_OF_SERVER)
	@echo "  subject $@"
	@src/program/build-subject.sh $@ --cc $(SUBJECT_CC) $^

# BEGIN WHOLE TREE ONLY
# Lab 7: programs that hold the memory server and MeMS, in most of them a file with a bug; of what is
# an exercise they have the code alone, and no names or lines.
CLOSED_PARTS := $(patsubst %.c,%.o,$(notdir $(EXERCISES) solutions/lab5-mems/mems.c))
OPEN_PARTS = $(filter-out $(addprefix %/,$(CLOSED_PARTS)),$(PARTS_OF_SERVER)) $(PARTS_OF_MEMS)
OWN_PARTS := $(patsubst solutions/lab7-break/suspects/%.c,$(HOUSE)build/suspects/%.o,$(wildcard solutions/lab7-break/suspects/*/*.c))
own_or_shared = $(firstword $(filter $(HOUSE)build/suspects/$(1)/$(2),$(OWN_PARTS)) $(HOUSE)build/suspects/parts/$(2))
parts_of = $(foreach part,$(CLOSED_PARTS),$(call own_or_shared,$(1),$(part)))
# All of them have their functions at the same places: else a test could tell one from another by
# addresses, and not by what it does.
PLACES = -falign-functions=4096

$(HOUSE)build/suspects/parts/%.o: $$(wildcard solutions/lab[1-5]-*/%.c) \
                                  $(wildcard src/server/*.h src/mems/*.h) src/program/build-subject.sh Makefile
	@mkdir -p $(@D)
	@CFLAGS='-g0 $(PLACES)' src/program/build-subject.sh $@ --cc $(SUBJECT_CC) -iquote src/server -iquote src/mems $<

$(OWN_PARTS): $(HOUSE)build/suspects/%.o: solutions/lab7-break/suspects/%.c \
              $(wildcard src/server/*.h src/mems/*.h) src/program/build-subject.sh Makefile
	@mkdir -p $(@D)
	@CFLAGS='-g0 $(PLACES) $(RIGHT)' src/program/build-subject.sh $@ --cc $(SUBJECT_CC) -iquote src/server -iquote src/mems $<

# Checks of its bounds would hold the names of its types.
$(HOUSE)build/suspects/other/%.o: RIGHT = -fno-sanitize=bounds,integer-divide-by-zero

$(SUSPECTS:.so=.o): $(HOUSE)build/suspects/%.o: $$(call parts_of,%) $$(OPEN_PARTS)
	@mkdir -p $(@D)
	@$$($(SUBJECT_CC) -print-prog-name=ld) -r $^ -o $@
	@$$($(SUBJECT_CC) -print-prog-name=objcopy) --strip-unneeded --keep-section='.debug*' $@
# END WHOLE TREE ONLY

$(HOUSE)build/suspects/%.o: $(REFERENCE)/suspects/%.o
	@mkdir -p $(@D)
	@cp $< $@

$(SUSPECTS): %.so: %.o
	@echo "  suspect $@"
	@src/program/build-subject.sh $@ --cc $(SUBJECT_CC) $<

# MeMS: the single header for any program, and the allocator as a subject, one for each placement.
MEMS := $(wildcard src/mems/*.h src/mems/*/*.h)
# BEGIN WITH MEMS
mems.h: build/mems.h ## make build/mems.h, MeMS as a single header
build/mems.h: src/mems/make-header src/mems/LICENSE $(MEMS)
	@mkdir -p $(@D)
	@echo "  header  $@"
	@src/mems/make-header >$@
# END WITH MEMS

$(MEMS_SUBJECTS): %.so: src/mems/stepped.c $$(call whole,$$(notdir $$*)) $(MEMS) src/program/build-subject.sh
	@mkdir -p $(@D)
	@echo "  subject $@"
	@CFLAGS='$(DECLARED) $(PLACEMENT:%=-DMEMS_PLACEMENT_%)' src/program/build-subject.sh $@ \
	    --cc $(SUBJECT_CC) src/mems/stepped.c $(call whole,$(notdir $*))
whole = $(or $(wildcard src/mems/whole.c),$(REFERENCE)/stepped/$(1).o)
$(HOUSE)build/mems-best.so: PLACEMENT = BEST
$(HOUSE)build/mems-worst.so: PLACEMENT = WORST
$(HOUSE)build/mems-next.so: PLACEMENT = NEXT

# BEGIN WHOLE TREE ONLY
# Unit tests and benchmarks get what a subject may call, and what they need of the rest and of the native
# server; what a test defines itself stands in for the kit's.
CALLED = $(filter $(BUILD)/kit/posix/%,$(KIT))
PARTS = $(CALLED) $(BUILD)/parts.a $(EXPORTS)
$(BUILD)/parts.a: $(filter-out $(CALLED) %/memrepl.o,$(KIT)) $(filter-out %/native.o,$(NATIVE))
	@rm -f $@
	@ar rcs $@ $^

$(UNIT): $(BUILD)/tests/%: tests/unit/%.c $(PARTS)
$(BENCH): $(BUILD)/bench/%: tests/bench/%.c $(BENCH_REFERENCE) $(PARTS)
$(UNIT) $(BENCH):
	@mkdir -p $(@D)
	@echo "  link    $@"
	@$(CC) $(C) $(if $(filter $@,$(UNIT)),-fno-lto,$(LTO)) -Isrc/server $$(grep -q __wrap_malloc $< && echo -Wl,--wrap=malloc) \
	    $< $(filter %.o %.a,$^) $(LINK) $(if $(filter $@,$(UNIT)),-lcmocka) -o $@

# Fuzz targets: with libFuzzer where the kit is compiled for it (tests/fuzz/run), else to repeat inputs.
# Subjects call the kit's __sanitizer_cov_trace_pc, where libFuzzer has a function of that name that ends
# the program; for __ubsan_*, either will do.
$(BUILD)/fuzz/libfuzzer.a:
	@mkdir -p $(@D)
	@objcopy --weaken-symbol=__sanitizer_cov_trace_pc \
	    $$($(CC) -print-file-name=libclang_rt.fuzzer-$(ARCH).a) $@
FUZZER = $(if $(findstring fuzzer,$(SANITIZE)),$(BUILD)/fuzz/libfuzzer.a)

STAGE = $$(grep -q '^.include "../stage.h"' $< && echo tests/fuzz/stage.c)
$(FUZZ): $(BUILD)/fuzz/%: tests/fuzz/targets/%.c tests/fuzz/fuzz.c $(wildcard tests/fuzz/*.[ch]) $(PARTS) $(FUZZER)
	@mkdir -p $(@D)
	@echo "  link    $@"
	@$(CC) $(C) -fno-lto -Isrc/server $< tests/fuzz/fuzz.c $(STAGE) $(filter %.o %.a,$^) $(LINK) \
	    $(if $(findstring fuzzer,$(SANITIZE)),-lstdc++ -Xlinker -zmuldefs,tests/fuzz/again.c) -o $@

$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	@$(CC) $(C) -c $< -o $@

$(BUILD)/tests/subject.so: tests/unit/subjects/desk.c tests/unit/subjects/drawer.c
$(BUILD)/tests/misbehaving.so: tests/unit/subjects/misbehaving.c
$(BUILD)/tests/numbers.so: tests/unit/subjects/numbers.c
$(BUILD)/tests/posing.so: tests/unit/subjects/posing.c
$(BUILD)/tests/whole.so: tests/unit/subjects/whole.c
$(BUILD)/tests/early.so: tests/unit/subjects/early.c
$(BUILD)/tests/primitives.so: tests/unit/subjects/primitives.c
$(BUILD)/tests/table.so: tests/unit/subjects/table.c
$(BUILD)/tests/requests.so $(BUILD)/tests/requests-clang.so: tests/explore/requests.c
$(BUILD)/tests/planted.so $(BUILD)/tests/planted-clang.so: tests/unit/subjects/planted.c
$(BUILD)/tests/%-clang.so: SUBJECT_CC = clang
$(BUILD)/tests/bare.so: tests/unit/subjects/window.c $(BUILD)/tests/shelf.o
CALLS := $(wildcard tests/unit/subjects/calls/*.c)
$(BUILD)/tests/calls.so: $(CALLS)
$(UNIT_SUBJECTS): src/program/build-subject.sh src/program/clang-code.awk
	@mkdir -p $(@D)
	@CFLAGS=-w src/program/build-subject.sh $@ --cc $(SUBJECT_CC) $(filter %.c %.o,$^)

$(BUILD)/tests/shelf.o: tests/unit/subjects/shelf.c tests/unit/subjects/shelf.h src/course/bare.sh
	@mkdir -p $(@D)
	@src/program/build-subject.sh $@ --cc $(SUBJECT_CC) $<
	@CC=$(SUBJECT_CC) src/course/bare.sh $@ $@ $(<:.c=.h)

# The same program on libc, to compare with.
$(BUILD)/tests/calls-native: $(CALLS)
	@mkdir -p $(@D)
	@$(SUBJECT_CC) -w -std=gnu11 -O0 -fno-builtin $^ -lm -o $@

# What is compiled, or made by a tool, waits for what the goal has installed.
ifneq ($(filter run test test-all bench handout class,$(MAKECMDGOALS)),)
$(KIT) $(NATIVE) $(KNOWN) $(DESKS) $(PARTS_OF_SERVER) $(PARTS_OF_MEMS) $(OWN_PARTS) $(SUSPECTS:.so=.o) $(SUBJECTS): | setup
$(addprefix $(HOUSE)build/suspects/parts/,$(CLOSED_PARTS)) $(BENCH_REFERENCE) $(UNIT_SUBJECTS): | setup
build/handout/handout.pdf $(HOUSE)build/unpack: | setup
endif

format: ## lay the C files out by .clang-format
	clang-format -i $$(find src solutions tests -name '*.[ch]')
# END WHOLE TREE ONLY

clean: ## remove all that make made
	rm -rf build memrepl

help: ## list the targets
	@sed -n 's/^\([^:]*: \)\?\([a-z%-]*\):.*## /\2	/p' Makefile | sed 's/%/N/' | expand -t 12

-include $(patsubst %.o,%.d,$(KIT) $(NATIVE) $(BENCH_REFERENCE)) $(UNIT:=.d) $(BENCH:=.d) $(FUZZ:=.d)
