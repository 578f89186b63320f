/* SPDX-License-Identifier: Apache-2.0 */
/* help.c: help and completion, printed from the verbs' and options' rows. */
#include "help.h"

#include "cli.h"
#include "i18n.h"
#include "terminal.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void
print_padded (FILE *out, const char *text, size_t width)
{
    fputs (text, out);
    for (size_t used = text_width (text); used < width; used++)
        fputc (' ', out);
}

static char *
option_words (enum option option)
{
    const struct option_row *row = &option_rows[option];
    return text_format ("--%s%s%s", row->name, row->argument != NULL ? " " : "",
                        row->argument != NULL ? _ (row->argument) : "");
}

static size_t
widest_option (const enum option *options, size_t count, size_t width)
{
    for (size_t i = 0; i < count && options[i] != OPTION_NONE; i++) {
        char *words = option_words (options[i]);
        width = text_width (words) > width ? text_width (words) : width;
        free (words);
    }
    return width;
}

static void
print_options (FILE *out, const char *heading, const enum option *options, size_t count, size_t width)
{
    if (count == 0 || options[0] == OPTION_NONE)
        return;
    fputc ('\n', out);
    terminal_print (out, STYLE_BOLD, heading);
    fputc ('\n', out);
    for (size_t i = 0; i < count && options[i] != OPTION_NONE; i++) {
        char *words = option_words (options[i]);
        fputs ("  ", out);
        print_padded (out, words, width + 2);
        fprintf (out, "%s\n", _ (option_rows[options[i]].text));
        free (words);
    }
}

static void
print_usage (FILE *out, const struct verb *verb)
{
    terminal_print (out, STYLE_BOLD, "muster ");
    terminal_print (out, STYLE_BOLD, verb->name);
    for (size_t i = 0; i < VERB_OPERANDS_MAX && verb->operands[i].option != OPTION_NONE; i++) {
        char *label = option_label (verb->operands[i].option);
        fprintf (out, verb->operands[i].required ? " %s" : " [%s]", label);
        free (label);
    }
    fprintf (out, "%s\n    %s\n", verb->options[0] != OPTION_NONE ? _ (" [options]") : "", _ (verb->text));
}

static void
print_operands (FILE *out, const struct verb *verb)
{
    size_t width = 0;
    for (size_t i = 0; i < VERB_OPERANDS_MAX; i++) {
        const char *name = option_rows[verb->operands[i].option].name;
        width = name != NULL && strlen (name) > width ? strlen (name) : width;
    }
    for (size_t i = 0; i < VERB_OPERANDS_MAX && verb->operands[i].option != OPTION_NONE; i++) {
        const struct option_row *row = &option_rows[verb->operands[i].option];
        char *label = option_label (verb->operands[i].option);
        fputs (i == 0 ? "\n  " : "  ", out);
        print_padded (out, label, width + 2);
        fprintf (out, _ ("%s (or: --%s)\n"), _ (row->text), row->name);
        free (label);
    }
}

static void
print_exit_codes (FILE *out)
{
    fprintf (out, "\n%s\n",
             _ ("Exit codes: 0 done; 1 error; 2 wrong usage; 4 not allowed; 5 refused; 6 no answer in time: "
                "nothing was sent, or the outcome is unknown."));
}

static void
print_overview (FILE *out)
{
    size_t width = 0;
    fprintf (out, "%s\n\n", _ ("muster: report, dispatch and watch, from the command line."));
    for (size_t i = 0; i < verbs_count; i++)
        width = strlen (verbs[i].name) > width ? strlen (verbs[i].name) : width;
    for (size_t i = 0; i < verbs_count; i++) {
        fputs ("  ", out);
        print_padded (out, verbs[i].name, width + 2);
        fprintf (out, "%s\n", _ (verbs[i].text));
    }
    print_options (out, _ ("Options of every verb"), global_options, global_options_count,
                   widest_option (global_options, global_options_count, 0));
    print_exit_codes (out);
    fprintf (out, "%s\n", _ ("One verb with its options and an example: muster help report"));
}

void
help_print (FILE *out, const struct verb *verb)
{
    if (verb == NULL) {
        print_overview (out);
        return;
    }
    size_t width = widest_option (verb->options, VERB_OPTIONS_MAX, 0);
    width = widest_option (global_options, global_options_count, width);
    print_usage (out, verb);
    print_operands (out, verb);
    print_options (out, _ ("Options"), verb->options, VERB_OPTIONS_MAX, width);
    print_options (out, _ ("Options of every verb"), global_options, global_options_count, width);
    fprintf (out, "\n%s\n    %s\n", _ ("For example:"), verb->example);
}

int
run_help (struct cli *cli)
{
    const char *first = cli_value (cli, OPTION_VERB)->text, *second = cli_value (cli, OPTION_VERB_MORE)->text;
    bool found = first == NULL;
    if (first == NULL)
        help_print (stdout, NULL);
    char *name = second != NULL ? text_format ("%s %s", first, second) : text_copy (first);
    for (size_t i = 0; name != NULL && i < verbs_count; i++) {
        size_t size = strlen (name);
        bool group = second == NULL && strncmp (verbs[i].name, name, size) == 0 && verbs[i].name[size] == ' ';
        if (strcmp (verbs[i].name, name) != 0 && !group)
            continue;
        if (found)
            fputc ('\n', stdout);
        help_print (stdout, &verbs[i]);
        found = true;
    }
    int code =
        found ? EXIT_DONE : cli_fail (cli, EXIT_USAGE, _ ("There is no verb \"%s\". See: %s"), name, "muster help");
    free (name);
    return code;
}

static void
print_option_names (const struct verb *verb)
{
    for (size_t i = OPTION_NONE + 1; i < OPTIONS; i++) {
        if (verb_takes (verb, (enum option)i))
            printf (" --%s", option_rows[i].name);
    }
}

static void
print_choices (const struct verb *verb)
{
    for (size_t i = 0; i < VERB_OPERANDS_MAX && verb->operands[i].option != OPTION_NONE; i++) {
        const char *choices = option_choices (verb->operands[i].option);
        if (choices != NULL)
            printf (" %s", choices);
    }
}

/* One case for each verb: its options, and the words that an operand can be. */
int
run_completion (struct cli *cli)
{
    (void)cli;
    puts ("# bash completion for muster; made by: muster completion bash");
    puts ("_muster ()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb= more= i");
    puts ("    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in");
    puts ("        --context|--contexts|--lang|--timeout|--id) ((i++)) ;;\n        -*) ;;");
    puts ("        *) if [[ -z $verb ]]; then verb=${COMP_WORDS[i]}; elif [[ -z $more ]]; then "
          "more=${COMP_WORDS[i]}; fi ;;");
    puts ("        esac\n    done\n    COMPREPLY=()");
    puts ("    case $before in\n    --contexts|--file|--key) COMPREPLY=($(compgen -f -- \"$word\")); return ;;");
    puts ("    --lang) COMPREPLY=($(compgen -W 'zh en' -- \"$word\")); return ;;\n    esac");
    puts ("    case \"$verb${more:+ $more}\" in");
    for (size_t i = 0; i < verbs_count; i++) {
        bool takes_file = verbs[i].operands[0].option == OPTION_FILE;
        bool exact = strchr (verbs[i].name, ' ') != NULL || strcmp (verbs[i].name, "journal") == 0;
        printf ("    '%s'", verbs[i].name);
        if (!exact)
            printf ("|'%s '*", verbs[i].name);
        printf (") COMPREPLY=($(compgen %s-W '", takes_file ? "-f " : "");
        print_option_names (&verbs[i]);
        print_choices (&verbs[i]);
        puts (strcmp (verbs[i].name, "journal") == 0 ? " verify' -- \"$word\")) ;;" : "' -- \"$word\")) ;;");
    }
    puts ("    admin) COMPREPLY=($(compgen -W 'enrol revoke principals' -- \"$word\")) ;;");
    printf ("    '') COMPREPLY=($(compgen -W 'admin");
    for (size_t i = 0; i < verbs_count; i++) {
        if (strchr (verbs[i].name, ' ') == NULL)
            printf (" %s", verbs[i].name);
    }
    print_option_names (NULL);
    puts ("' -- \"$word\")) ;;\n    esac\n}\ncomplete -F _muster muster");
    return EXIT_DONE;
}
