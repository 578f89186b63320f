/* SPDX-License-Identifier: Apache-2.0 */
/* roster.c: whose turn it is: rotations over days, weeks, month and year ends, holidays and overrides. */
#include "core/roster.h"

#include <assert.h>
#include <string.h>

const char *const rotation_kind_names[ROTATIONS] = {
    [ROTATION_NONE] = "none", [ROTATION_DAILY] = "daily", [ROTATION_WEEKLY] = "weekly", [ROTATION_ROLLING] = "rolling"
};

/* Days are counted through: a holiday on which the rotation does not serve takes nobody's turn away from the others.
 */
static size_t
turn_index (const struct rotation *rotation, int64_t day)
{
    int64_t cycle = (int64_t)rotation->days * rotation->turns_count;
    int64_t into = (day - rotation->from) % cycle;
    return (size_t)((into < 0 ? into + cycle : into) / rotation->days);
}

uint8_t
rotation_turn (const struct rotation *rotation, int64_t day)
{
    if (rotation->turns_count == 0)
        return CREW_NONE;
    if (rotation->kind == ROTATION_WEEKLY)
        return rotation->turns[weekday_of (day)];
    return rotation->turns[turn_index (rotation, day)];
}

/* The last that names the day, the shift and the role. */
static uint8_t
crew_of (const struct roster_rule *rule, const struct shift_rule *shift, enum seat_role role, int64_t day)
{
    for (size_t i = rule->overrides_count; i > 0; i--) {
        const struct roster_override *override = &rule->overrides[i - 1];
        if (override->day == day && override->role == role && !strcmp (override->shift, shift->code))
            return override->crew;
    }
    return rotation_turn (&shift->roles[role], day);
}

static size_t
role_seats (const struct roster_rule *rule, const struct shift_rule *shift, enum seat_role role, int64_t day,
            const struct seat *like, struct seat *seats)
{
    if (shift->roles[role].kind == ROTATION_NONE)
        return 0;
    uint8_t index = crew_of (rule, shift, role, day);
    assert (index == CREW_NONE || index < rule->crews_count);
    const struct crew *crew = index == CREW_NONE ? NULL : &rule->crews[index];
    size_t count = crew && role == SEAT_OFFICER ? crew->people_count : 1;
    for (size_t i = 0; i < count; i++) {
        seats[i] = *like;
        seats[i].leader = role == SEAT_LEADER;
        seats[i].number = (uint8_t)i;
        seats[i].person = crew ? crew->people[i] : NULL;
    }
    return count;
}

size_t
roster_seats (const struct roster_rule *rule, const struct day_spans *calendars, size_t calendars_count, int64_t day,
              int32_t offset_minutes, struct seat seats[ROSTER_SEATS_MAX])
{
    enum day_kind kind = day_kind_of (calendars, calendars_count, day);
    const struct day_rule *rules = &rule->days[rule->days[kind].shifts_count ? kind : DAY_WORKING];
    size_t count = 0;
    for (size_t i = 0; day >= rule->from && i < rules->shifts_count; i++) {
        const struct shift_rule *shift = &rules->shifts[i];
        uint32_t end = shift->end > shift->begin ? shift->end : shift->end + DAY_MINUTES;
        struct seat like = { .shift = shift->code,
                             .day_kind = kind,
                             .begin_at = local_moment (day, shift->begin, offset_minutes),
                             .end_at = local_moment (day, end, offset_minutes) };
        for (enum seat_role role = 0; role < SEAT_ROLES; role++)
            count += role_seats (rule, shift, role, day, &like, &seats[count]);
    }
    return count;
}
