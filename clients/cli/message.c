/* SPDX-License-Identifier: Apache-2.0 */
/* message.c: walks over the descriptors that protoc-c writes beside each message. */
#include "message.h"

#include "text.h"
#include "times.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { ENUM_PREFIX_MAX = 64, PROTOCOL = 1 };

static ProtobufCMessage *
message_create (const ProtobufCMessageDescriptor *descriptor)
{
    ProtobufCMessage *message = text_calloc (1, descriptor->sizeof_message);
    protobuf_c_message_init (descriptor, message);
    return message;
}

static void *
member (const ProtobufCMessage *message, unsigned offset)
{
    return (char *)(uintptr_t)message + offset;
}

Muster__V1__Request *
request_create (Muster__V1__Request__BodyCase body)
{
    const ProtobufCMessageDescriptor *descriptor = &muster__v1__request__descriptor;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field (descriptor, body);
    assert (field != NULL);
    Muster__V1__Request *request = (Muster__V1__Request *)message_create (descriptor);
    request->has_protocol = true;
    request->protocol = PROTOCOL;
    request->body_case = body;
    *(ProtobufCMessage **)member (&request->base, field->offset) = message_create (field->descriptor);
    return request;
}

static ProtobufCMessage *
request_body (const Muster__V1__Request *request)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field (&muster__v1__request__descriptor, request->body_case);
    return *(ProtobufCMessage **)member (&request->base, field->offset);
}

static bool
is_inner_message (const ProtobufCFieldDescriptor *field)
{
    return field->type == PROTOBUF_C_TYPE_MESSAGE && field->label == PROTOBUF_C_LABEL_OPTIONAL;
}

/* The messages of requests hold no messages of their own kind, so this ends. */
static bool
descriptor_has (const ProtobufCMessageDescriptor *descriptor, const char *name)
{
    if (protobuf_c_message_descriptor_get_field_by_name (descriptor, name) != NULL)
        return true;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        if (is_inner_message (&descriptor->fields[i]) && descriptor_has (descriptor->fields[i].descriptor, name))
            return true;
    }
    return false;
}

bool
request_has (const Muster__V1__Request *request, const char *field)
{
    return descriptor_has (request_body (request)->descriptor, field);
}

/* "7,O8" or "wang-jianguo,liu-yulan": one element each; a letter before a number is its kind's. */
static void
list_set (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, const char *text)
{
    size_t *count = member (message, field->quantifier_offset);
    void **list = member (message, field->offset);
    for (const char *at = text; *at != '\0'; at += strspn (at, ", ")) {
        size_t size = strcspn (at, ", ");
        char *word = text_format ("%.*s", (int)size, at);
        *list = text_grow (*list, *count + 1, sizeof (uint64_t));
        if (field->type == PROTOBUF_C_TYPE_STRING)
            ((char **)*list)[(*count)++] = word;
        else {
            ((uint64_t *)*list)[(*count)++] = strtoull (isalpha ((unsigned char)word[0]) ? word + 1 : word, NULL, 10);
            free (word);
        }
        at += size;
    }
}

static void
field_set (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, const struct value *value)
{
    void *at = member (message, field->offset);
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        list_set (message, field, value->text);
        return;
    }
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        *(char **)at = text_copy (value->text);
        return;
    case PROTOBUF_C_TYPE_BYTES:
        ((ProtobufCBinaryData *)at)->len = value->bytes_size;
        ((ProtobufCBinaryData *)at)->data = text_calloc (1, value->bytes_size);
        memcpy (((ProtobufCBinaryData *)at)->data, value->bytes, value->bytes_size);
        break;
    case PROTOBUF_C_TYPE_BOOL:
        *(protobuf_c_boolean *)at = true;
        break;
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_ENUM:
        *(uint32_t *)at = (uint32_t)value->number;
        break;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        *(uint64_t *)at = value->number;
        break;
    case PROTOBUF_C_TYPE_DOUBLE:
        *(double *)at = strcmp (field->name, "latitude") == 0 ? value->latitude : value->longitude;
        break;
    default:
        assert (false && "a type that no request has");
    }
    *(protobuf_c_boolean *)member (message, field->quantifier_offset) = true;
}

static void
message_set (ProtobufCMessage *message, const char *name, const struct value *value)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name (descriptor, name);
    if (field != NULL) {
        field_set (message, field, value);
        return;
    }
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        field = &descriptor->fields[i];
        if (!is_inner_message (field) || !descriptor_has (field->descriptor, name))
            continue;
        ProtobufCMessage **inner = member (message, field->offset);
        if (*inner == NULL)
            *inner = message_create (field->descriptor);
        message_set (*inner, name, value);
        return;
    }
    assert (false && "the request has no such field");
}

void
request_set (Muster__V1__Request *request, const char *field, const struct value *value)
{
    message_set (request_body (request), field, value);
}

void
request_set_number (Muster__V1__Request *request, const char *field, uint64_t number)
{
    message_set (request_body (request), field, &(struct value){ .number = number });
}

void
request_set_text (Muster__V1__Request *request, const char *field, const char *text)
{
    message_set (request_body (request), field, &(struct value){ .text = text });
}

char *
enum_value_text (const ProtobufCEnumDescriptor *descriptor, int number)
{
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value (descriptor, number);
    if (value == NULL)
        return NULL;
    char prefix[ENUM_PREFIX_MAX];
    size_t size = 0;
    for (const char *at = descriptor->short_name; *at != '\0' && size + 3 < sizeof prefix; at++) {
        if (isupper ((unsigned char)*at) && at != descriptor->short_name)
            prefix[size++] = '_';
        prefix[size++] = (char)toupper ((unsigned char)*at);
    }
    prefix[size++] = '_';
    const char *name = strncmp (value->name, prefix, size) == 0 ? value->name + size : value->name;
    char *lower = text_copy (name);
    for (char *at = lower; *at != '\0'; at++)
        *at = (char)tolower ((unsigned char)*at);
    return lower;
}

static json_t *
enum_json (const ProtobufCEnumDescriptor *descriptor, int number)
{
    char *text = enum_value_text (descriptor, number);
    json_t *json = text != NULL ? json_string (text) : json_integer (number);
    free (text);
    return json;
}

static json_t *
bytes_json (const ProtobufCBinaryData *bytes)
{
    struct text_stream stream;
    text_open (&stream);
    for (size_t i = 0; i < bytes->len; i++)
        fprintf (stream.file, "%02x", bytes->data[i]);
    char *text = text_taken (&stream);
    json_t *json = json_string (text);
    free (text);
    return json;
}

static bool
is_time (const ProtobufCFieldDescriptor *field)
{
    size_t size = strlen (field->name);
    return field->type == PROTOBUF_C_TYPE_INT64 && size > 3 && strcmp (field->name + size - 3, "_ms") == 0;
}

static json_t *
scalar_json (const ProtobufCFieldDescriptor *field, const void *at)
{
    char time[TIME_TEXT_MAX];
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return json_string (*(char *const *)at);
    case PROTOBUF_C_TYPE_BYTES:
        return bytes_json (at);
    case PROTOBUF_C_TYPE_BOOL:
        return json_boolean (*(const protobuf_c_boolean *)at);
    case PROTOBUF_C_TYPE_ENUM:
        return enum_json (field->descriptor, *(const int *)at);
    case PROTOBUF_C_TYPE_UINT32:
        return json_integer (*(const uint32_t *)at);
    case PROTOBUF_C_TYPE_UINT64:
        return json_integer ((json_int_t) * (const uint64_t *)at);
    case PROTOBUF_C_TYPE_INT64:
        if (!is_time (field))
            return json_integer (*(const int64_t *)at);
        time_rfc3339 (*(const int64_t *)at, time);
        return json_string (time);
    case PROTOBUF_C_TYPE_DOUBLE:
        return json_real (*(const double *)at);
    case PROTOBUF_C_TYPE_MESSAGE:
        return message_json (*(ProtobufCMessage *const *)at);
    default:
        assert (false && "a type that the protocol does not use");
        return NULL;
    }
}

static size_t
element_size (const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof (void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof (ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return sizeof (uint64_t);
    default:
        return sizeof (uint32_t);
    }
}

static bool
is_present (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return *(const uint32_t *)member (message, field->quantifier_offset) == field->id;
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return *(const size_t *)member (message, field->quantifier_offset) > 0;
    if (field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_MESSAGE)
        return *(void *const *)member (message, field->offset) != NULL;
    return *(const protobuf_c_boolean *)member (message, field->quantifier_offset) != 0;
}

static json_t *
field_json (const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    const void *at = member (message, field->offset);
    if (field->label != PROTOBUF_C_LABEL_REPEATED)
        return scalar_json (field, at);
    json_t *list = json_array ();
    size_t count = *(const size_t *)member (message, field->quantifier_offset);
    for (size_t i = 0; i < count; i++)
        json_array_append_new (list, scalar_json (field, *(const char *const *)at + i * element_size (field)));
    return list;
}

json_t *
message_json (const ProtobufCMessage *message)
{
    json_t *object = json_object ();
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        if (!is_present (message, field))
            continue;
        int name_size = (int)strlen (field->name) - (is_time (field) ? 3 : 0);
        char *name = text_format ("%.*s", name_size, field->name);
        json_object_set_new (object, name, field_json (message, field));
        free (name);
    }
    return object;
}
