/* SPDX-License-Identifier: Apache-2.0 */
/* print_states.c: docs/states.md, printed from the tables that the core runs on. */
#include "core/machine.h"

#include "core/entities.h"

#include <stdio.h>
#include <string.h>

static const char *const intro =
    "# States\n"
    "\n"
    "Printed from the tables in `daemon/core/machine.c`, which are all that decides what may follow what; a test "
    "fails\n"
    "when this page and the tables differ. Don't edit it; to print it anew, from the sources' root:\n"
    "\n"
    "    <build folder>/tests/bin/print_states > docs/states.md\n"
    "\n"
    "Each change of state is one event, and each event is one entry of the journal. A `.` in a table refuses: the "
    "desk\n"
    "says so with the reason `order_state`, `incident_closed` and so on, and a journal in which it happened is "
    "damaged.\n"
    "Nothing is in the state `new`: it stands for what is not born yet. The row *owed* says which obligation must "
    "be\n"
    "live as long as a thing is in that state (for an incident another one will do, when all its reports are "
    "made).\n";

static const char *const rules_intro = "\n## What an event does to obligations\n"
                                       "\n"
                                       "An obligation is *discharged* when somebody did what was owed, *withdrawn* "
                                       "when it is no longer owed. At most one of\n"
                                       "each kind is live for one subject, so that arming one that is live already "
                                       "does nothing. How long each runs, and\n"
                                       "whom its steps tell, says the regulation profile. An order that follows "
                                       "another one, after a decline or expiry, does\n"
                                       "nothing to its incident's obligations. A declined order that no other team "
                                       "can follow arms `assign_team` for its\n"
                                       "incident.\n"
                                       "\n"
                                       "| event | of | discharges | withdraws | arms |\n"
                                       "|---|---|---|---|---|\n";

static bool
concerns (const struct machine *machine, enum event_kind event)
{
    return event_subject_kind (event) == machine->kind;
}

/* ---- one machine ---- */

static void
print_row (const struct machine *machine, enum event_kind event)
{
    printf ("| `%s` |", event_kind_name (event));
    for (uint32_t state = 0; state < machine->states_count; state++) {
        uint32_t next = machine_next (machine, state, event);
        printf (" %s |", next ? machine->state_names[next] : ".");
    }
    printf ("\n");
}

static void
print_owed (const struct machine *machine)
{
    struct entity *entity = entity_new (machine->kind);
    printf ("| *owed* |");
    for (uint32_t state = 0; state < machine->states_count; state++) {
        machine_set (machine, entity, state);
        enum obligation_kind owed = entity_owed (entity);
        printf (" %s |", owed == OBLIGATION_NONE ? "" : obligation_kind_names[owed]);
    }
    printf ("\n");
    entity_free (entity);
}

static void
print_table (const struct machine *machine)
{
    printf ("| event \\ state |");
    for (uint32_t state = 0; state < machine->states_count; state++)
        printf (" %s |", machine->state_names[state]);
    printf ("\n|---|");
    for (uint32_t state = 0; state < machine->states_count; state++)
        printf ("---|");
    printf ("\n");
    for (enum event_kind event = EVENT_NONE; event < EVENT_KINDS; event++)
        if (concerns (machine, event))
            print_row (machine, event);
    if (entity_owes (machine->kind))
        print_owed (machine);
}

/* "order.acknowledged" is "acknowledged" in the diagram of orders. */
static const char *
short_name (enum event_kind event)
{
    return strchr (event_kind_name (event), '.') + 1;
}

static void
print_diagram (const struct machine *machine)
{
    printf ("\n```mermaid\nstateDiagram-v2\n");
    for (uint32_t state = 0; state < machine->states_count; state++) {
        bool ends = true;
        for (enum event_kind event = EVENT_NONE; event < EVENT_KINDS; event++) {
            uint32_t next = machine_next (machine, state, event);
            if (!next)
                continue;
            ends = false;
            printf ("    %s --> %s: %s\n", state ? machine->state_names[state] : "[*]", machine->state_names[next],
                    short_name (event));
        }
        if (ends)
            printf ("    %s --> [*]\n", machine->state_names[state]);
    }
    printf ("```\n");
}

static void
print_machine (const struct machine *machine)
{
    char title[64];
    snprintf (title, sizeof title, "%s", entity_kind_name (machine->kind));
    for (char *at = title; *at; at++)
        if (*at == '_')
            *at = ' ';
    printf ("\n## %c%s\n\n", title[0] - 'a' + 'A', title + 1);
    print_table (machine);
    print_diagram (machine);
}

/* ---- the rules ---- */

static void
print_kinds (uint32_t kinds)
{
    const char *between = " ";
    if (kinds == (1u << OBLIGATION_KINDS) - 1)
        printf (" all");
    else
        for (int kind = OBLIGATION_NONE + 1; kind < OBLIGATION_KINDS; kind++)
            if (kinds & (1u << kind)) {
                printf ("%s%s", between, obligation_kind_names[kind]);
                between = ", ";
            }
    printf (" |");
}

static void
print_rules (void)
{
    printf ("%s", rules_intro);
    for (const struct obligation_rule *rule = obligation_rules; rule->event != EVENT_NONE; rule++) {
        printf ("| `%s` | %s |", event_kind_name (rule->event), rule->of_incident ? "its incident" : "itself");
        print_kinds (rule->discharges);
        print_kinds (rule->withdraws);
        print_kinds (rule->arms == OBLIGATION_NONE ? 0 : 1u << rule->arms);
        printf ("\n");
    }
}

int
main (void)
{
    printf ("%s", intro);
    for (enum entity_kind kind = ENTITY_NONE + 1; kind < ENTITY_KINDS; kind++)
        if (machine_of (kind))
            print_machine (machine_of (kind));
    print_rules ();
    return 0;
}
