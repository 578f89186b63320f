/* SPDX-License-Identifier: Apache-2.0 */
/* values.c: each type of single value: how it is read, compared, written and described. */
#include "config/values.h"

#include "config/utf8.h"
#include "core/calendar.h"
#include "util/alloc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers and their units ---- */

struct unit {
    const char *name;
    uint64_t factor;
};

/* Largest first; the last one is the unit of the member. */
static const struct unit duration_units[] = {
    { "d", 86400000 }, { "h", 3600000 }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 }, { NULL, 0 },
};
static const struct unit size_units[] = {
    { "GiB", 1 << 30 }, { "MiB", 1 << 20 }, { "KiB", 1 << 10 }, { "B", 1 }, { NULL, 0 },
};

enum { DIGITS_MAX = 15, QUANTITY_MAX = 32 };

/* Reads the digits at the start; returns how many there are, 0 = none or too many. */
static size_t
read_digits (const char *text, uint64_t *ret_value)
{
    size_t count = strspn (text, "0123456789");
    if (count == 0 || count > DIGITS_MAX)
        return 0;
    *ret_value = strtoull (text, NULL, 10);
    return count;
}

static bool
in_range (const struct row *row, uint64_t value)
{
    return value >= (uint64_t)row->min && value <= (uint64_t)row->max;
}

static bool
read_quantity (const struct unit *units, const char *text, uint64_t *ret_value)
{
    uint64_t number;
    size_t digits = read_digits (text, &number);
    if (digits == 0)
        return false;
    for (; units->name; units++) {
        if (strcmp (text + digits, units->name) != 0)
            continue;
        return !__builtin_mul_overflow (number, units->factor, ret_value);
    }
    return false;
}

static const char *
write_quantity (const struct unit *units, uint64_t value, char ret[QUANTITY_MAX])
{
    while (units[1].name && (value == 0 || value % units->factor != 0))
        units++;
    snprintf (ret, QUANTITY_MAX, "%" PRIu64 "%s", value / units->factor, units->name);
    return ret;
}

static void
put_integer (const struct row *row, void *member, uint64_t value)
{
    uint32_t narrow = (uint32_t)value;
    assert (row->size == sizeof (value) || (row->size == sizeof (narrow) && value <= UINT32_MAX));
    memcpy (member, row->size == sizeof (value) ? (void *)&value : (void *)&narrow, row->size);
}

static uint64_t
get_integer (const struct row *row, const void *member)
{
    uint64_t wide = 0;
    uint32_t narrow = 0;
    memcpy (row->size == sizeof (wide) ? (void *)&wide : (void *)&narrow, member, row->size);
    return row->size == sizeof (wide) ? wide : narrow;
}

static bool
parse_integer (const struct row *row, const char *text, void *member)
{
    uint64_t value;
    size_t digits = read_digits (text, &value);
    if (digits == 0 || text[digits] || !in_range (row, value))
        return false;
    put_integer (row, member, value);
    return true;
}

static void
print_integer (const struct row *row, const void *member, FILE *file)
{
    fprintf (file, "%" PRIu64, get_integer (row, member));
}

static void
expect_integer (const struct row *row, char *ret)
{
    snprintf (ret, ROW_EXPECTED_MAX, "an integer %" PRId64 "..%" PRId64, row->min, row->max);
}

static bool
parse_duration (const struct row *row, const char *text, void *member)
{
    uint64_t value;
    if (!read_quantity (duration_units, text, &value) || !in_range (row, value))
        return false;
    put_integer (row, member, value);
    return true;
}

static void
print_duration (const struct row *row, const void *member, FILE *file)
{
    char text[QUANTITY_MAX];
    fputs (write_quantity (duration_units, get_integer (row, member), text), file);
}

static void
expect_duration (const struct row *row, char *ret)
{
    char min[QUANTITY_MAX], max[QUANTITY_MAX];
    snprintf (ret, ROW_EXPECTED_MAX, "a duration %s..%s (such as 500ms, 5s, 10m, 24h, 3d)",
              write_quantity (duration_units, (uint64_t)row->min, min),
              write_quantity (duration_units, (uint64_t)row->max, max));
}

static bool
parse_size (const struct row *row, const char *text, void *member)
{
    uint64_t value;
    if (!read_quantity (size_units, text, &value) || !in_range (row, value))
        return false;
    put_integer (row, member, value);
    return true;
}

static void
print_size (const struct row *row, const void *member, FILE *file)
{
    char text[QUANTITY_MAX];
    fputs (write_quantity (size_units, get_integer (row, member), text), file);
}

static void
expect_size (const struct row *row, char *ret)
{
    char min[QUANTITY_MAX], max[QUANTITY_MAX];
    snprintf (ret, ROW_EXPECTED_MAX, "a size %s..%s (such as 4KiB, 16MiB)",
              write_quantity (size_units, (uint64_t)row->min, min),
              write_quantity (size_units, (uint64_t)row->max, max));
}

/* ---- times of the day ---- */

enum { HOUR_MINUTES = 60 };

/* "08:00", nothing else; returns the minutes, -1 = it is not one. */
static int
read_hour (const char *text)
{
    if (strlen (text) != 5 || text[2] != ':' || strspn (text, "0123456789") != 2 ||
        strspn (text + 3, "0123456789") != 2 || text[3] > '5')
        return -1;
    int minutes = (int)strtol (text, NULL, 10) * HOUR_MINUTES + (int)strtol (text + 3, NULL, 10);
    return minutes <= DAY_MINUTES ? minutes : -1;
}

static bool
parse_hour (const struct row *row, const char *text, void *member)
{
    int minutes = read_hour (text);
    if (minutes == -1)
        return false;
    put_integer (row, member, (uint64_t)minutes);
    return true;
}

static void
print_hour (const struct row *row, const void *member, FILE *file)
{
    uint64_t minutes = get_integer (row, member);
    fprintf (file, "\"%02" PRIu64 ":%02" PRIu64 "\"", minutes / HOUR_MINUTES, minutes % HOUR_MINUTES);
}

static void
expect_hour (const struct row *row, char *ret)
{
    (void)row;
    snprintf (ret, ROW_EXPECTED_MAX, "a local time of the day, \"00:00\"..\"24:00\"");
}

static bool
parse_offset (const struct row *row, const char *text, void *member)
{
    int minutes = text[0] == '+' || text[0] == '-' ? read_hour (text + 1) : -1;
    if (minutes == -1 || minutes > UTC_OFFSET_MAX)
        return false;
    int32_t offset = text[0] == '-' ? -minutes : minutes;
    assert (row->size == sizeof offset);
    memcpy (member, &offset, sizeof offset);
    return true;
}

static void
print_offset (const struct row *row, const void *member, FILE *file)
{
    int32_t offset;
    (void)row;
    memcpy (&offset, member, sizeof offset);
    fprintf (file, "\"%c%02d:%02d\"", offset < 0 ? '-' : '+', abs (offset) / HOUR_MINUTES,
             abs (offset) % HOUR_MINUTES);
}

static void
expect_offset (const struct row *row, char *ret)
{
    (void)row;
    snprintf (ret, ROW_EXPECTED_MAX, "an offset from UTC, \"-14:00\"..\"+14:00\" (such as \"+08:00\")");
}

/* Not strtod: that one follows the locale, and takes "inf" and "0x1p3". */
static bool
parse_decimal (const struct row *row, const char *text, void *member)
{
    bool negative = text[0] == '-';
    uint64_t whole, fraction = 0;
    size_t digits = read_digits (text + negative, &whole);
    const char *rest = text + negative + digits;
    size_t fraction_digits = digits > 0 && rest[0] == '.' ? read_digits (rest + 1, &fraction) : 0;
    if (digits == 0 || rest[fraction_digits ? fraction_digits + 1 : 0])
        return false;
    double scale = 1;
    for (size_t i = 0; i < fraction_digits; i++)
        scale *= 10;
    double value = ((double)whole + (double)fraction / scale) * (negative ? -1 : 1);
    if (value < (double)row->min || value > (double)row->max)
        return false;
    memcpy (member, &value, sizeof (value));
    return true;
}

static void
print_decimal (const struct row *row, const void *member, FILE *file)
{
    double value;
    (void)row;
    memcpy (&value, member, sizeof (value));
    fprintf (file, "%.6f", value);
}

static void
expect_decimal (const struct row *row, char *ret)
{
    snprintf (ret, ROW_EXPECTED_MAX, "a number %" PRId64 "..%" PRId64 " (such as 35.876)", row->min, row->max);
}

/* ---- words ---- */

static bool
parse_bool (const struct row *row, const char *text, void *member)
{
    bool value = strcmp (text, "true") == 0;
    (void)row;
    if (!value && strcmp (text, "false") != 0)
        return false;
    memcpy (member, &value, sizeof (value));
    return true;
}

static void
print_bool (const struct row *row, const void *member, FILE *file)
{
    (void)row;
    fputs (*(const bool *)member ? "true" : "false", file);
}

static void
expect_bool (const struct row *row, char *ret)
{
    (void)row;
    snprintf (ret, ROW_EXPECTED_MAX, "true or false");
}

bool
value_name_allowed (const struct row *row, uint32_t value)
{
    return row->names[value] && (row->allowed == 0 || (row->allowed & BIND_ALLOW (value)));
}

int
value_of_name (const struct row *row, const char *text)
{
    for (uint32_t i = 0; i < row->names_count; i++)
        if (value_name_allowed (row, i) && strcmp (row->names[i], text) == 0)
            return (int)i;
    return -1;
}

static bool
parse_enum (const struct row *row, const char *text, void *member)
{
    int value = value_of_name (row, text);
    if (value == -1)
        return false;
    put_integer (row, member, (uint64_t)value);
    return true;
}

static void
print_enum (const struct row *row, const void *member, FILE *file)
{
    fputs (row->names[get_integer (row, member)], file);
}

static void
expect_enum (const struct row *row, char *ret)
{
    size_t used = (size_t)snprintf (ret, ROW_EXPECTED_MAX, "one of");
    const char *between = " ";
    for (uint32_t i = 0; i < row->names_count && used < ROW_EXPECTED_MAX; i++) {
        if (!value_name_allowed (row, i))
            continue;
        used += (size_t)snprintf (ret + used, ROW_EXPECTED_MAX - used, "%s%s", between, row->names[i]);
        between = ", ";
    }
}

/* ---- texts ---- */

static bool
parse_letters (const struct row *row, const char *text, const char *letters, char *member)
{
    size_t length = strlen (text);
    if (length == 0 || length > (size_t)row->max || strspn (text, letters) != length)
        return false;
    assert (length < row->size);
    memset (member, 0, row->size);
    memcpy (member, text, length);
    return true;
}

static bool
parse_code (const struct row *row, const char *text, void *member)
{
    return parse_letters (row, text, "abcdefghijklmnopqrstuvwxyz0123456789-", member);
}

static bool
parse_name (const struct row *row, const char *text, void *member)
{
    return parse_letters (row, text, "abcdefghijklmnopqrstuvwxyz0123456789-_", member);
}

static void
print_code (const struct row *row, const void *member, FILE *file)
{
    (void)row;
    fputs (member, file);
}

static void
expect_code (const struct row *row, char *ret)
{
    snprintf (ret, ROW_EXPECTED_MAX, "1..%" PRId64 " characters of a-z, 0-9 and '-'", row->max);
}

static void
expect_name (const struct row *row, char *ret)
{
    snprintf (ret, ROW_EXPECTED_MAX, "1..%" PRId64 " characters of a-z, 0-9, '-' and '_'", row->max);
}

static bool
parse_string (const struct row *row, const char *text, void *member)
{
    size_t length = strlen (text);
    if (length < (size_t)row->min || length > (size_t)row->max || !utf8_is_clean (text))
        return false;
    free (*(char **)member);
    *(char **)member = xstrdup (text);
    return true;
}

/* Quoted as soon as it could be read as anything but these very characters. */
static void
print_string (const struct row *row, const void *member, FILE *file)
{
    const char *text = *(char *const *)member;
    size_t plain = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-");
    (void)row;
    if (text[0] && text[0] != '-' && text[plain] == '\0') {
        fputs (text, file);
        return;
    }
    fputc ('"', file);
    for (; *text; text++)
        fprintf (file, "%s%c", strchr ("\"\\", *text) ? "\\" : "", *text);
    fputc ('"', file);
}

static void
expect_string (const struct row *row, char *ret)
{
    snprintf (ret, ROW_EXPECTED_MAX, "one line of text, %" PRId64 "..%" PRId64 " bytes, without control characters",
              row->min, row->max);
}

/* ---- the table ---- */

static const struct {
    bool (*parse) (const struct row *, const char *text, void *member);
    void (*print) (const struct row *, const void *member, FILE *);
    void (*expect) (const struct row *, char *ret);
} scalar_types[BIND_TYPES] = {
    [BIND_STRING] = { parse_string, print_string, expect_string },
    [BIND_PATH] = { parse_string, print_string, expect_string },
    [BIND_CODE] = { parse_code, print_code, expect_code },
    [BIND_NAME] = { parse_name, print_code, expect_name },
    [BIND_INTEGER] = { parse_integer, print_integer, expect_integer },
    [BIND_BOOL] = { parse_bool, print_bool, expect_bool },
    [BIND_DURATION] = { parse_duration, print_duration, expect_duration },
    [BIND_HOUR] = { parse_hour, print_hour, expect_hour },
    [BIND_OFFSET] = { parse_offset, print_offset, expect_offset },
    [BIND_DURATIONS] = { NULL, NULL, expect_duration },
    [BIND_SIZE] = { parse_size, print_size, expect_size },
    [BIND_ENUM] = { parse_enum, print_enum, expect_enum },
    [BIND_DECIMAL] = { parse_decimal, print_decimal, expect_decimal },
};

bool
value_is_scalar (enum bind_type type)
{
    return scalar_types[type].parse != NULL;
}

bool
value_parse (const struct row *row, const char *text, void *object)
{
    return scalar_types[row->type].parse (row, text, (char *)object + row->offset);
}

const void *
row_member (const struct row *row, const void *object)
{
    return (const char *)object + row->offset;
}

static bool
is_string (const struct row *row)
{
    return row->type == BIND_STRING || row->type == BIND_PATH;
}

bool
row_is_set (const struct row *row, const void *object)
{
    const void *member = row_member (row, object);
    if (is_string (row))
        return *(char *const *)member != NULL;
    return (row->type != BIND_CODE && row->type != BIND_NAME) || *(const char *)member != '\0';
}

/* A code's bytes after its end are zero, so that comparing the members as they lie is enough for all but strings. */
bool
row_is_equal (const struct row *row, const void *a, const void *b)
{
    if (!is_string (row))
        return memcmp (row_member (row, a), row_member (row, b), row->size) == 0;
    if (!row_is_set (row, a) || !row_is_set (row, b))
        return row_is_set (row, a) == row_is_set (row, b);
    return strcmp (*(char *const *)row_member (row, a), *(char *const *)row_member (row, b)) == 0;
}

void
row_print (const struct row *row, const void *object, FILE *file)
{
    scalar_types[row->type].print (row, row_member (row, object), file);
}

const char *
row_expected (const struct row *row, char ret[ROW_EXPECTED_MAX])
{
    scalar_types[row->type].expect (row, ret);
    return ret;
}

/* ---- dates and times of day ---- */

const char *
check_date (const char *text)
{
    struct civil_date date;
    return civil_parse (text, &date) ? NULL : "a date such as 2026-10-01 that is in the calendar";
}

int32_t
date_value (const char *text)
{
    struct civil_date date;
    bool good = civil_parse (text, &date);
    assert (good);
    return (int32_t)days_from_civil (date);
}

static bool
parse_time_of_day (const char *text, uint32_t *ret_minutes)
{
    if (strlen (text) != 5 || text[2] != ':' || strspn (text, "0123456789:") != 5 || strchr (text + 3, ':'))
        return false;
    uint32_t hours = (uint32_t)strtoul (text, NULL, 10), minutes = (uint32_t)strtoul (text + 3, NULL, 10);
    *ret_minutes = hours * 60 + minutes;
    return minutes < 60 && *ret_minutes <= DAY_MINUTES;
}

const char *
check_time_of_day (const char *text)
{
    uint32_t minutes;
    return parse_time_of_day (text, &minutes) ? NULL : "a time of day such as 08:00";
}

uint32_t
time_of_day_value (const char *text)
{
    uint32_t minutes;
    bool good = parse_time_of_day (text, &minutes);
    assert (good);
    return minutes;
}
