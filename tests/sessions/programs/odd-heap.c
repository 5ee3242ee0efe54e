/* A MeMS of one page that grants a block twice, drops the node of a block that is freed, has nothing for
 * more than a page, and loses byte 4. */
#define _DEFAULT_SOURCE

#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address = (void *)MEMS_FIRST_ADDRESS;

static MainChainNode main_node;
static SubChainNode block;

void mems_finish(void)
{
    head = NULL;
}

void mems_init(void)
{
    head = NULL;
}

void *mems_malloc(size_t size)
{
    if (size > PAGE_SIZE)
        return NULL;
    if (head == NULL) {
        void *page =
            mmap(NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        block = (SubChainNode){
            .size = PAGE_SIZE,
            .type = MEMS_PROCESS,
            .virtual_address = (void *)MEMS_FIRST_ADDRESS,
            .physical_address = page,
        };
        main_node = (MainChainNode){
            .start_virtual_address = (void *)MEMS_FIRST_ADDRESS,
            .total_size = PAGE_SIZE,
            .sub_chain_head = &block,
        };
        head = &main_node;
    }
    return block.virtual_address;
}

void mems_free(void *ptr)
{
    (void)ptr;
    main_node.sub_chain_head = NULL;
}

void *mems_get(void *ptr)
{
    if ((uintptr_t)ptr == MEMS_FIRST_ADDRESS + 4)
        return (void *)16;
    return (char *)block.physical_address + ((char *)ptr - (char *)block.virtual_address);
}

void mems_print_stats(void)
{
}
