/* SPDX-License-Identifier: Apache-2.0 */
/* fields.h: the protocol's messages by the names of their fields, through the descriptors that protoc-c writes. */
#ifndef MUSTER_TESTS_SCENARIO_FIELDS_H
#define MUSTER_TESTS_SCENARIO_FIELDS_H

#include "line.h"

#include <muster/v1/envelope.pb-c.h>

/* A request with an empty body of that name ("acknowledge"); NULL = the protocol has none. protobuf_c_free it with
 * muster__v1__request__free_unpacked. */
Muster__V1__Request *fields_request (const char *body);
ProtobufCMessage *fields_body (const Muster__V1__Request *);

/* A field, in the message or in one inside it, by its name or what the name begins with: "due" is due_at_ms. */
struct field {
    const ProtobufCFieldDescriptor *descriptor;
    ProtobufCMessage *message; /* that has it; NULL = the message inside is absent, so the field is too */
};
/* create: makes the messages on the way. false = there is no such field. */
bool fields_find (ProtobufCMessage *, const char *name, bool create, struct field *ret);
bool fields_present (const struct field *);
/* Sets it from text: numbers, yes/no, the word of an enum, a time of the day of `now`. */
int fields_set (const struct field *, const char *text, int64_t now, struct error *);
void fields_set_bytes (const struct field *, const uint8_t *bytes, size_t size);
/* An id as scenarios write it: 12, and X12 for the twelfth of the drills. 0 = it is none. */
uint64_t fields_read_id (const char *text);
/* As text, in the same words. */
enum { FIELD_TEXT_MAX = 512 };
const char *fields_text (const struct field *, char ret_text[FIELD_TEXT_MAX]);
/* The value of any kind of integer, enum or bool; 0 if absent. */
int64_t fields_number (const struct field *);
bool fields_is_time (const struct field *);

/* "dispatch_order" of DISPATCH_ORDER; -1 = the enum has no such word. */
int fields_enum_value (const ProtobufCEnumDescriptor *, const char *word);

/* The entity inside an image, its id, and whether it is that one. */
ProtobufCMessage *fields_entity (const Muster__V1__Image *);
uint64_t fields_id (const Muster__V1__Image *);

#endif
