/* SPDX-License-Identifier: Apache-2.0 */
/* values.h: one text into one value by its row, and back; the binder's lower half. */
#ifndef MUSTER_CONFIG_VALUES_H
#define MUSTER_CONFIG_VALUES_H

#include "config/binder.h"

/* Is the type a single value? */
bool value_is_scalar (enum bind_type);
/* Sets the row's member from the text; false = it isn't what row_expected says, and the member is as before. */
bool value_parse (const struct row *, const char *text, void *object);
/* The value of a name that the row allows, or -1. */
int value_of_name (const struct row *, const char *text);
bool value_name_allowed (const struct row *, uint32_t value);

/* Checks for rows (NULL = good), and what a checked text stands for. */
const char *check_date (const char *text);        /* 2026-10-01 */
const char *check_time_of_day (const char *text); /* 00:00 to 24:00 */
int32_t date_value (const char *text);            /* days since 1970-01-01 */
uint32_t time_of_day_value (const char *text);    /* minutes */

#endif
