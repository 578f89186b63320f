/* SPDX-License-Identifier: Apache-2.0 */
/* config_rows.h: the one table of musterd.yaml, shared by the reader and the printer. */
#ifndef MUSTER_CONFIG_CONFIG_ROWS_H
#define MUSTER_CONFIG_CONFIG_ROWS_H

#include "config/binder.h"

extern const struct schema config_schema;

#endif
