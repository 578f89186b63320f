/* SPDX-License-Identifier: Apache-2.0 */
/* fields.c: walks over descriptors. */
#include "fields.h"

#include "core/entity.h"
#include "util/alloc.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFIX_MAX = 64, PROTOCOL = 1 };

static ProtobufCMessage *
message_new (const ProtobufCMessageDescriptor *descriptor)
{
    ProtobufCMessage *message = xcalloc (1, descriptor->sizeof_message);
    protobuf_c_message_init (descriptor, message);
    return message;
}

static void *
at_offset (const ProtobufCMessage *message, unsigned offset)
{
    return (char *)(uintptr_t)message + offset;
}

static void *
member (const struct field *field)
{
    return at_offset (field->message, field->descriptor->offset);
}

Muster__V1__Request *
fields_request (const char *body)
{
    const ProtobufCMessageDescriptor *all = &muster__v1__request__descriptor;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name (all, body);
    if (!field || !(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
        return NULL;
    Muster__V1__Request *request = (Muster__V1__Request *)message_new (all);
    request->has_protocol = true;
    request->protocol = PROTOCOL;
    request->body_case = (Muster__V1__Request__BodyCase)field->id;
    *(ProtobufCMessage **)at_offset (&request->base, field->offset) = message_new (field->descriptor);
    return request;
}

ProtobufCMessage *
fields_body (const Muster__V1__Request *request)
{
    return (ProtobufCMessage *)request->report; /* one pointer, whichever the body is */
}

/* ---- finding ---- */

/* "type" for type_code, "due" for due_at_ms. */
static const ProtobufCFieldDescriptor *
by_name (const ProtobufCMessageDescriptor *descriptor, const char *name)
{
    static const char *const endings[] = { "", "_code", "_at_ms", "_ms" };
    char whole[PREFIX_MAX];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf (whole, sizeof whole, "%s%s", name, endings[i]);
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name (descriptor, whole);
        if (field)
            return field;
    }
    return NULL;
}

static bool
is_inside (const ProtobufCFieldDescriptor *field)
{
    return field->type == PROTOBUF_C_TYPE_MESSAGE && field->label == PROTOBUF_C_LABEL_OPTIONAL;
}

static bool
has (const ProtobufCMessageDescriptor *descriptor, const char *name)
{
    bool found = by_name (descriptor, name) != NULL;
    for (unsigned i = 0; !found && i < descriptor->n_fields; i++)
        found = is_inside (&descriptor->fields[i]) && has (descriptor->fields[i].descriptor, name);
    return found;
}

static bool
find (const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage *message, const char *name, bool create,
      struct field *ret)
{
    *ret = (struct field){ by_name (descriptor, name), message };
    if (ret->descriptor)
        return true;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        if (!is_inside (field) || !has (field->descriptor, name))
            continue;
        ProtobufCMessage **inner = message ? at_offset (message, field->offset) : NULL;
        if (create && inner && !*inner)
            *inner = message_new (field->descriptor);
        return find (field->descriptor, inner ? *inner : NULL, name, create, ret);
    }
    return false;
}

bool
fields_find (ProtobufCMessage *message, const char *name, bool create, struct field *ret)
{
    return find (message->descriptor, message, name, create, ret);
}

bool
fields_present (const struct field *field)
{
    if (!field->message)
        return false;
    if (field->descriptor->type == PROTOBUF_C_TYPE_STRING || field->descriptor->type == PROTOBUF_C_TYPE_MESSAGE)
        return *(void **)member (field) != NULL;
    return *(protobuf_c_boolean *)at_offset (field->message, field->descriptor->quantifier_offset) != 0;
}

static bool
ends_with (const char *name, const char *ending)
{
    size_t size = strlen (name), end = strlen (ending);
    return size > end && !strcmp (name + size - end, ending);
}

bool
fields_is_time (const struct field *field)
{
    const char *name = field->descriptor->name;
    return field->descriptor->type == PROTOBUF_C_TYPE_INT64 &&
           (ends_with (name, "_at_ms") || ends_with (name, "_until_ms"));
}

/* ---- the words of enums ---- */

/* ORDER_STATE_EN_ROUTE of OrderState: behind "ORDER_STATE_". */
static const char *
value_name (const ProtobufCEnumDescriptor *descriptor, const ProtobufCEnumValue *value)
{
    char prefix[PREFIX_MAX];
    size_t size = 0;
    for (const char *at = descriptor->short_name; *at && size + 3 < sizeof prefix; at++) {
        if (isupper ((unsigned char)*at) && at != descriptor->short_name)
            prefix[size++] = '_';
        prefix[size++] = (char)toupper ((unsigned char)*at);
    }
    prefix[size++] = '_';
    return strncmp (value->name, prefix, size) == 0 ? value->name + size : value->name;
}

int
fields_enum_value (const ProtobufCEnumDescriptor *descriptor, const char *word)
{
    for (unsigned i = 0; i < descriptor->n_values; i++)
        if (!strcasecmp (value_name (descriptor, &descriptor->values[i]), word))
            return descriptor->values[i].value;
    return -1;
}

/* ---- values ---- */

/* X12 is the twelfth id of the drills. */
static bool
number_read (const char *text, int64_t *ret)
{
    char *end;
    const char *digits = text + (*text == 'X');
    *ret = strtoll (digits, &end, 10) + (*text == 'X' ? (int64_t)DRILL_IDS : 0);
    return end != digits && *end == '\0';
}

uint64_t
fields_read_id (const char *text)
{
    int64_t id;
    return number_read (text, &id) && id > 0 ? (uint64_t)id : 0;
}

static bool
number_of (const struct field *field, const char *text, int64_t now, int64_t *ret)
{
    if (field->descriptor->type == PROTOBUF_C_TYPE_BOOL) {
        *ret = !strcmp (text, "yes");
        return *ret || !strcmp (text, "no");
    }
    if (field->descriptor->type == PROTOBUF_C_TYPE_ENUM) {
        *ret = fields_enum_value (field->descriptor->descriptor, text);
        return *ret >= 0;
    }
    return fields_is_time (field) ? time_read (text, now, ret) : number_read (text, ret);
}

/* "1,2,5" */
static int
set_numbers (const struct field *field, const char *text, struct error *err)
{
    uint32_t **list = member (field);
    size_t *count = at_offset (field->message, field->descriptor->quantifier_offset);
    while (*text) {
        char *end;
        unsigned long number = strtoul (text, &end, 10);
        if (end == text || (*end && *end != ','))
            return error_set (err, "%s=%s is no list of numbers", field->descriptor->name, text);
        *list = xrealloc_array (*list, *count + 1, sizeof **list);
        (*list)[(*count)++] = (uint32_t)number;
        text = *end ? end + 1 : end;
    }
    return 0;
}

/* "taosi,xincheng" for a list of texts. */
static void
set_list (const struct field *field, const char *text)
{
    size_t count = 1;
    for (const char *at = text; *at; at++)
        count += *at == ',';
    char **items = xcalloc (count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        size_t size = strcspn (text, ",");
        items[i] = xcalloc (1, size + 1);
        memcpy (items[i], text, size);
        text += size + (text[size] == ',');
    }
    *(char ***)member (field) = items;
    *(size_t *)at_offset (field->message, field->descriptor->quantifier_offset) = count;
}

int
fields_set (const struct field *field, const char *text, int64_t now, struct error *err)
{
    int64_t number = 0;
    char *end = NULL;
    if (field->descriptor->label == PROTOBUF_C_LABEL_REPEATED && field->descriptor->type == PROTOBUF_C_TYPE_UINT32)
        return set_numbers (field, text, err);
    if (field->descriptor->label == PROTOBUF_C_LABEL_REPEATED) {
        if (field->descriptor->type != PROTOBUF_C_TYPE_STRING)
            return error_set (err, "%s is a list of something else than texts", field->descriptor->name);
        set_list (field, text);
        return 0;
    }
    if (field->descriptor->type == PROTOBUF_C_TYPE_STRING) {
        *(char **)member (field) = xstrdup (text);
        return 0;
    }
    if (field->descriptor->type == PROTOBUF_C_TYPE_DOUBLE) {
        *(double *)member (field) = strtod (text, &end);
        if (end == text || *end)
            return error_set (err, "%s=%s is no number", field->descriptor->name, text);
    } else if (!number_of (field, text, now, &number)) {
        return error_set (err, "%s=%s is none of its values", field->descriptor->name, text);
    } else if (field->descriptor->type == PROTOBUF_C_TYPE_UINT64 ||
               field->descriptor->type == PROTOBUF_C_TYPE_INT64) {
        *(int64_t *)member (field) = number;
    } else {
        *(int32_t *)member (field) = (int32_t)number;
    }
    *(protobuf_c_boolean *)at_offset (field->message, field->descriptor->quantifier_offset) = true;
    return 0;
}

void
fields_set_bytes (const struct field *field, const uint8_t *bytes, size_t size)
{
    assert (field->descriptor->type == PROTOBUF_C_TYPE_BYTES);
    *(ProtobufCBinaryData *)member (field) = (ProtobufCBinaryData){ size, xmemdup (bytes, size) };
    *(protobuf_c_boolean *)at_offset (field->message, field->descriptor->quantifier_offset) = true;
}

int64_t
fields_number (const struct field *field)
{
    if (!fields_present (field))
        return 0;
    switch (field->descriptor->type) {
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        return *(int64_t *)member (field);
    case PROTOBUF_C_TYPE_UINT32:
        return *(uint32_t *)member (field);
    default:
        return *(int32_t *)member (field);
    }
}

static bool
is_drill_id (const struct field *field)
{
    return field->descriptor->type == PROTOBUF_C_TYPE_UINT64 && strcmp (field->descriptor->name, "loss_yuan") != 0 &&
           id_is_drill ((uint64_t)fields_number (field));
}

const char *
fields_text (const struct field *field, char ret_text[FIELD_TEXT_MAX])
{
    if (field->descriptor->type == PROTOBUF_C_TYPE_BOOL) {
        snprintf (ret_text, FIELD_TEXT_MAX, "%s", fields_number (field) ? "yes" : "no");
    } else if (!fields_present (field)) {
        snprintf (ret_text, FIELD_TEXT_MAX, "-");
    } else if (field->descriptor->type == PROTOBUF_C_TYPE_STRING) {
        snprintf (ret_text, FIELD_TEXT_MAX, "%s", *(char **)member (field));
    } else if (field->descriptor->type == PROTOBUF_C_TYPE_DOUBLE) {
        snprintf (ret_text, FIELD_TEXT_MAX, "%g", *(double *)member (field));
    } else if (field->descriptor->type == PROTOBUF_C_TYPE_ENUM) {
        const ProtobufCEnumValue *value =
            protobuf_c_enum_descriptor_get_value (field->descriptor->descriptor, (int)fields_number (field));
        snprintf (ret_text, FIELD_TEXT_MAX, "%s", value ? value_name (field->descriptor->descriptor, value) : "?");
        for (char *at = ret_text; *at; at++)
            *at = (char)tolower ((unsigned char)*at);
    } else if (fields_is_time (field)) {
        time_write (fields_number (field), ret_text);
    } else if (is_drill_id (field)) {
        snprintf (ret_text, FIELD_TEXT_MAX, "X%" PRId64, fields_number (field) - (int64_t)DRILL_IDS);
    } else {
        snprintf (ret_text, FIELD_TEXT_MAX, "%" PRId64, fields_number (field));
    }
    return ret_text;
}

/* ---- images ---- */

ProtobufCMessage *
fields_entity (const Muster__V1__Image *image)
{
    return (ProtobufCMessage *)image->profile; /* one pointer, whichever the entity is */
}

uint64_t
fields_id (const Muster__V1__Image *image)
{
    struct field field;
    bool found = fields_find (fields_entity (image), "id", false, &field);
    assert (found);
    return (uint64_t)fields_number (&field);
}
