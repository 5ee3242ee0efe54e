/*
 * mems_two_files.h: two files of one program, each including mems.h twice; one heap.
 */
#ifndef MEMS_TWO_FILES_H
#define MEMS_TWO_FILES_H

#include "mems.h"
#include "mems.h"

#ifdef __cplusplus
extern "C"
#endif
    void *
    allocated_elsewhere(size_t size);

#endif
