/*
 * mems.h: the whole of MeMS for one #include. make-header puts the files named here into one.
 *
 *     contract.h            what a program may rely on
 *     system.h pages.h      mmap and munmap; records; pages that were given back
 *     chain.h               the main chain, shared by both ways
 *     exact/ or fast/       the two ways to manage the sub-chains
 *     report.h              statistics, and calls made of other calls
 */
#ifndef MEMS_H
#define MEMS_H

#include "contract.h"
#include "system.h"
#include "pages.h"
#include "chain.h"

#ifdef MEMS_PLACEMENT_FAST
#include "fast/calls.h"
#include "fast/check.h"
#else
#include "exact/calls.h"
#include "exact/check.h"
#endif
#include "report.h"

#endif
