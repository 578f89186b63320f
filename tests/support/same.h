/* SPDX-License-Identifier: Apache-2.0 */
/* same.h: two entities held against each other, field by field; what the desk derives does not count. */
#ifndef MUSTER_TESTS_SAME_H
#define MUSTER_TESTS_SAME_H

#include "core/entities.h"

/* The name of the first field in which they differ; NULL = they are the same. Policies and rules count as one field
 * each. */
const char *entity_difference (const struct entity *a, const struct entity *b);

#endif
