/* SPDX-License-Identifier: Apache-2.0 */
/* arguments.c: reads the words against the verbs' rows; a wrong word is answered with the nearest right one. */
#include "arguments.h"

#include "i18n.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { SUGGEST_DISTANCE_MAX = 2, SUGGEST_WORD_MAX = 32 };

static size_t
min3 (size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Levenshtein's; words over the limit are far from everything. */
static size_t
distance (const char *a, const char *b)
{
    size_t row[SUGGEST_WORD_MAX + 1];
    size_t a_size = strlen (a), b_size = strlen (b);
    if (a_size > SUGGEST_WORD_MAX || b_size > SUGGEST_WORD_MAX)
        return SUGGEST_WORD_MAX;
    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t above = row[j];
            row[j] = min3 (above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_size];
}

static void
fail_unknown (const char *kind_format, const char *word, const char *dashes, const char *nearest, const char *help,
              char ret_error[OPTION_ERROR_MAX])
{
    size_t size = (size_t)snprintf (ret_error, OPTION_ERROR_MAX, kind_format, word);
    if (size >= OPTION_ERROR_MAX)
        return;
    if (nearest != NULL)
        snprintf (ret_error + size, OPTION_ERROR_MAX - size, _ (" Did you mean %s%s?"), dashes, nearest);
    else
        snprintf (ret_error + size, OPTION_ERROR_MAX - size, _ (" See: %s"), help);
}

static void
fail_option (const struct verb *verb, const char *name, char ret_error[OPTION_ERROR_MAX])
{
    size_t best = SUGGEST_DISTANCE_MAX + 1;
    const char *nearest = NULL;
    for (size_t i = OPTION_NONE + 1; i < OPTIONS; i++) {
        size_t far = distance (name, option_rows[i].name);
        if (far < best && verb_takes (verb, (enum option)i)) {
            best = far;
            nearest = option_rows[i].name;
        }
    }
    char *help = text_format ("muster help%s%s", verb != NULL ? " " : "", verb != NULL ? verb->name : "");
    fail_unknown (_ ("Unknown option --%s."), name, "--", nearest, help, ret_error);
    free (help);
}

static void
fail_verb (const char *name, char ret_error[OPTION_ERROR_MAX])
{
    size_t best = SUGGEST_DISTANCE_MAX + 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < verbs_count; i++) {
        size_t far = distance (name, verbs[i].name);
        if (far < best) {
            best = far;
            nearest = verbs[i].name;
        }
    }
    fail_unknown (_ ("Unknown verb \"%s\"."), name, "muster ", nearest, "muster help", ret_error);
}

struct reading {
    int argc, at;
    char *const *argv;
    int64_t now_ms;
    struct arguments *arguments;
    const char **operands; /* which of the verb's each one is shows only when all have been read */
    size_t operands_count;
    bool only_operands; /* after "--" */
    char *error;
};

static bool
store (struct reading *reading, enum option option, const char *text)
{
    struct value *value = &reading->arguments->values.of[option];
    if (value->given && option_rows[option].type == TYPE_ITEMS) { /* one after the other */
        struct value more;
        bool good = option_parse (option, text, reading->now_ms, &more, reading->error);
        for (size_t i = 0; good && i < sizeof more.bytes; i++)
            value->bytes[i] |= more.bytes[i];
        return good;
    }
    if (value->given) {
        snprintf (reading->error, OPTION_ERROR_MAX, _ ("--%s is given twice."), option_rows[option].name);
        return false;
    }
    return option_parse (option, text, reading->now_ms, value, reading->error);
}

/* "--name", "--name=value" or "--name value" */
static bool
read_option (struct reading *reading, const char *word)
{
    const char *equals = strchr (word, '=');
    char *name = text_format ("%.*s", equals != NULL ? (int)(equals - word) : (int)strlen (word), word);
    enum option option = verb_option (reading->arguments->verb, name);
    if (option == OPTION_NONE)
        fail_option (reading->arguments->verb, name, reading->error);
    free (name);
    if (option == OPTION_NONE)
        return false;
    bool flag = option_rows[option].type == TYPE_FLAG;
    if (flag && equals != NULL) {
        snprintf (reading->error, OPTION_ERROR_MAX, _ ("--%s takes no value."), option_rows[option].name);
        return false;
    }
    if (flag)
        return store (reading, option, "yes");
    if (equals != NULL)
        return store (reading, option, equals + 1);
    if (reading->at == reading->argc) {
        snprintf (reading->error, OPTION_ERROR_MAX, _ ("--%s needs a value: %s"), option_rows[option].name,
                  _ (option_rows[option].text));
        return false;
    }
    return store (reading, option, reading->argv[reading->at++]);
}

/* The verb's first word, and its second one if a verb has such a second. */
static bool
read_verb (struct reading *reading, const char *word)
{
    const char *second = reading->at < reading->argc ? reading->argv[reading->at] : "";
    const struct verb *one = NULL, *both = NULL;
    size_t size = strlen (word);
    bool group = false;
    for (size_t i = 0; i < verbs_count; i++) {
        const char *name = verbs[i].name;
        bool begins = strncmp (name, word, size) == 0 && name[size] == ' ';
        group |= begins;
        if (strcmp (name, word) == 0)
            one = &verbs[i];
        else if (begins && strcmp (name + size + 1, second) == 0)
            both = &verbs[i];
    }
    reading->at += both != NULL;
    reading->arguments->verb = both != NULL ? both : one;
    if (reading->arguments->verb == NULL && group)
        snprintf (reading->error, OPTION_ERROR_MAX, _ ("\"%s\" needs a second word. See: %s"), word, "muster help");
    else if (reading->arguments->verb == NULL)
        fail_verb (word, reading->error);
    return reading->arguments->verb != NULL;
}

static bool
store_extra (struct reading *reading, const char *word)
{
    const struct verb *verb = reading->arguments->verb;
    if (verb_option (verb, option_rows[OPTION_ITEMS].name) == OPTION_ITEMS) /* as many as there are */
        return store (reading, OPTION_ITEMS, word);
    snprintf (reading->error, OPTION_ERROR_MAX,
              _ ("One word too many: \"%s\". A text with blanks needs quotes. See: muster help %s"), word,
              verb->name);
    return false;
}

/* Not said as an option. */
static bool
is_wanted (const struct reading *reading, const struct operand *operand)
{
    return operand->option != OPTION_NONE && !reading->arguments->values.of[operand->option].given;
}

/* In their order; where the words are too few for all, those that need not be said are left out. */
static bool
store_operands (struct reading *reading)
{
    const struct verb *verb = reading->arguments->verb;
    size_t used = 0, required = 0;
    for (size_t i = 0; i < VERB_OPERANDS_MAX; i++)
        required += verb->operands[i].required && is_wanted (reading, &verb->operands[i]);
    for (size_t i = 0; i < VERB_OPERANDS_MAX && used < reading->operands_count; i++) {
        const struct operand *operand = &verb->operands[i];
        if (!is_wanted (reading, operand) || (!operand->required && reading->operands_count - used <= required))
            continue;
        required -= operand->required;
        if (!store (reading, operand->option, reading->operands[used++]))
            return false;
    }
    while (used < reading->operands_count)
        if (!store_extra (reading, reading->operands[used++]))
            return false;
    return true;
}

/* A Chinese input method turns "--" into these; the shell hands them on as ordinary words. */
static bool
is_wide_dash (const char *word)
{
    static const char *const dashes[] = { "——", "－－", "—", "－", "–" };
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        if (strncmp (word, dashes[i], strlen (dashes[i])) == 0)
            return true;
    }
    return false;
}

static bool
read_word (struct reading *reading, const char *word)
{
    if (!reading->only_operands && is_wide_dash (word)) {
        snprintf (
            reading->error, OPTION_ERROR_MAX,
            _ ("\"%s\" begins with a wide dash. Switch the input method to English and type two plain dashes: --"),
            word);
        return false;
    }
    if (!reading->only_operands && strcmp (word, "--") == 0) {
        reading->only_operands = true;
        return true;
    }
    if (!reading->only_operands && (strcmp (word, "-h") == 0))
        word = "--help";
    if (!reading->only_operands && strncmp (word, "--", 2) == 0)
        return read_option (reading, word + 2);
    if (!reading->only_operands && word[0] == '-' && word[1] != '\0') {
        snprintf (reading->error, OPTION_ERROR_MAX, _ ("Unknown option %s: options have two dashes, such as --json."),
                  word);
        return false;
    }
    if (reading->arguments->verb == NULL)
        return read_verb (reading, word);
    reading->operands[reading->operands_count++] = word;
    return true;
}

static bool
check_required (struct reading *reading)
{
    const struct verb *verb = reading->arguments->verb;
    for (size_t i = 0; verb != NULL && i < VERB_OPERANDS_MAX; i++) {
        const struct operand *operand = &verb->operands[i];
        const struct option_row *row = &option_rows[operand->option];
        if (!operand->required || reading->arguments->values.of[operand->option].given)
            continue;
        char *label = option_label (operand->option);
        snprintf (reading->error, OPTION_ERROR_MAX, _ ("%s is missing: %s. For example: %s"), label, _ (row->text),
                  verb->example);
        free (label);
        return false;
    }
    return true;
}

bool
arguments_parse (int argc, char *const *argv, int64_t now_ms, struct arguments *ret, char ret_error[OPTION_ERROR_MAX])
{
    *ret = (struct arguments){ 0 };
    struct reading reading = {
        .argc = argc, .at = 1, .argv = argv, .now_ms = now_ms, .arguments = ret, .error = ret_error
    };
    bool good = true;
    reading.operands = text_calloc ((size_t)argc, sizeof *reading.operands);
    while (good && reading.at < argc) {
        const char *word = argv[reading.at++];
        good = read_word (&reading, word);
    }
    bool informs = ret->values.of[OPTION_HELP].given || ret->values.of[OPTION_VERSION].given;
    if (good && !informs && ret->verb != NULL)
        good = store_operands (&reading) && check_required (&reading);
    free (reading.operands);
    return good;
}

static void
print_quoted (FILE *out, const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,=+@%";
    if (word[0] != '\0' && strspn (word, safe) == strlen (word)) {
        fputs (word, out);
        return;
    }
    fputc ('\'', out);
    for (; *word != '\0'; word++)
        fputs (*word == '\'' ? "'\\''" : (char[]){ *word, '\0' }, out);
    fputc ('\'', out);
}

char *
arguments_again (int argc, char *const *argv, const char *id)
{
    struct text_stream stream;
    text_open (&stream);
    fputs ("muster --id ", stream.file);
    fputs (id, stream.file);
    for (int i = 1; i < argc; i++) {
        if (strcmp (argv[i], "--id") == 0) {
            i++;
        } else if (strncmp (argv[i], "--id=", 5) != 0) {
            fputc (' ', stream.file);
            print_quoted (stream.file, argv[i]);
        }
    }
    return text_taken (&stream);
}

bool
arguments_json (int argc, char *const *argv)
{
    for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++) {
        if (strcmp (argv[i], "--json") == 0)
            return true;
    }
    return false;
}

const char *
arguments_lang (int argc, char *const *argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp (argv[i], "--lang") == 0)
            return i + 1 < argc ? argv[i + 1] : NULL;
        if (strncmp (argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
    }
    return NULL;
}
