/* Includes the checks, which know the answers and what they may cost.
 * Told: may not be included */
#include "contract.h"

#include "../../solutions/lab6-fast/checks"
