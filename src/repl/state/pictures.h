/* pictures.h: what one pointer leads to, as far as it is drawn: a list, a tree, or a block of the heap. */
#ifndef STATE_PICTURES_H
#define STATE_PICTURES_H

#include "repl/state/roots.h"

enum { PICTURE_NODES = 40 /* of a list or a tree */ };

enum picture_kind {
    PICTURE_NONE,
    PICTURE_LIST,
    PICTURE_TREE,
    PICTURE_BLOCK, /* of a struct, of as many as it has, or of anything else: one node for the whole */
    PICTURE_KINDS
};

struct node {
    uint64_t address;
    int depth;
    char edge
        [24]; /* the member by which a tree leads here, or the number of a struct in its block */
};

struct picture {
    enum picture_kind kind;
    const struct root *root;
    const struct type *type; /* of each node */
    struct node nodes[PICTURE_NODES];
    size_t count;    /* of nodes */
    size_t length;   /* of the list, also of what is not drawn */
    uint64_t behind; /* a list: as in struct list; but the first node that is not drawn */
    bool is_drawn;
};

/* Follows the root; PICTURE_NONE where it leads nowhere, or to what was freed. */
void picture_follow(struct picture *picture, const struct study *study, const struct root *root);

bool picture_has(const struct picture *picture, uint64_t node);

/* The bytes of the program's block from that address to its end; 0 where there is none that lives. */
uint64_t picture_room(const struct study *study, uint64_t address);

#endif
