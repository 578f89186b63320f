/* SPDX-License-Identifier: Apache-2.0 */
/* message.h: protocol messages by their descriptors, so that no field is forgotten: filled from options, shown as
 * JSON. */
#ifndef MUSTER_CLI_MESSAGE_H
#define MUSTER_CLI_MESSAGE_H

#include "options.h"

#include <jansson.h>

#include "muster/v1/envelope.pb-c.h"

/* A request whose body is the field with that number, empty; freed by muster__v1__request__free_unpacked. */
Muster__V1__Request *request_create (Muster__V1__Request__BodyCase);
/* Sets the field of that name in the request's body or in a message inside it. Asserts that there is one. */
void request_set (Muster__V1__Request *, const char *field, const struct value *);
/* The same for numbers and texts that do not come from options. */
void request_set_number (Muster__V1__Request *, const char *field, uint64_t number);
void request_set_text (Muster__V1__Request *, const char *field, const char *text);
/* Does the body have such a field? */
bool request_has (const Muster__V1__Request *, const char *field);

/* Every field that is present, under its name in the protocol. Enums are their names in lower case; a time ("..._ms"
 * of signed type) loses its "_ms" and is RFC 3339 in UTC; bytes are hexadecimal. A new reference. */
json_t *message_json (const ProtobufCMessage *);
/* ORDER_STATE_EN_ROUTE of OrderState -> "en_route"; NULL for a number that the descriptor does not know. Owned. */
char *enum_value_text (const ProtobufCEnumDescriptor *, int number);

#endif
