# mems.mk: builds the tests of MeMS, which is a header and no part of the kit. tests/mems.sh calls it
# from the top folder and runs what it builds.

MEMS_BUILD = build/mems
MEMS_CFLAGS = -std=gnu17 -O2 -g -Wall -Wextra -Werror -Ibuild -Itests/mems

.PHONY: contracts differential
# The linear chain of lab 5 under names of its own, with memory from an arena of its own.
MODEL_NAMES = head next_virtual_address mmap munmap mems_init mems_finish mems_malloc mems_free \
              mems_get mems_print_stats
model_flags = -Isrc/mems $(foreach name,$(MODEL_NAMES),-D$(name)=model_$(name)) $(1)

# Differential tests: name, macros that both sides are built with.
DIFFERENTIAL = default zero page8192 page65536 align16
flags_zero = -DMEMS_FIRST_ADDRESS=0
flags_page8192 = -DPAGE_SIZE=8192
flags_page65536 = -DPAGE_SIZE=65536
flags_align16 = -DMEMS_ALIGN=16

$(MEMS_BUILD)/model-%.o: solutions/lab5-mems/mems.c src/mems/contract.h
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 $(call model_flags,$(flags_$*)) -c $< -o $@

$(MEMS_BUILD)/differential-%: tests/mems/test_mems_differential.c tests/mems/mems_model_arena.c \
                              $(MEMS_BUILD)/model-%.o build/mems.h
	$(CC) $(MEMS_CFLAGS) $(flags_$*) $(filter %.c %.o,$^) -lcmocka -o $@

# The contract for each placement. EXPECTED: when a walk prefers hole `sub` to `chosen`.
PLACEMENTS = first best worst next fast
contract_first = -DFIRST_FIT -DMETADATA_BOUND -DEXPECTED=0
contract_best = -DMEMS_PLACEMENT_BEST '-DEXPECTED=sub->size<chosen->size'
contract_worst = -DMEMS_PLACEMENT_WORST '-DEXPECTED=sub->size>chosen->size'
contract_next = -DMEMS_PLACEMENT_NEXT '-DEXPECTED=behind>chosen_is_behind'
contract_fast = -DMEMS_PLACEMENT_FAST -DMETADATA_BOUND

$(MEMS_BUILD)/contract-%: tests/mems/test_mems_contract.c build/mems.h
	@mkdir -p $(@D)
	$(CC) $(MEMS_CFLAGS) $(contract_$*) $(SANITIZE) $< -lcmocka -o $@

$(MEMS_BUILD)/failures-%: tests/mems/test_mems_failures.c build/mems.h
	@mkdir -p $(@D)
	$(CC) $(MEMS_CFLAGS) $(contract_$*) $(SANITIZE) $< -lcmocka -o $@

MEMS_TESTS = $(PLACEMENTS:%=$(MEMS_BUILD)/contract-%) $(MEMS_BUILD)/failures-first \
             $(MEMS_BUILD)/failures-fast
MEMS_DIFFERENTIAL = $(DIFFERENTIAL:%=$(MEMS_BUILD)/differential-%)

contracts: $(MEMS_TESTS)
differential: $(MEMS_DIFFERENTIAL)
