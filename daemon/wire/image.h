/* SPDX-License-Identifier: Apache-2.0 */
/* image.h: what image.c, image_decode.c and event.c share. */
#ifndef MUSTER_WIRE_IMAGE_H
#define MUSTER_WIRE_IMAGE_H

#include "muster/v1/entity.pb-c.h"
#include "wire/fields.h"

struct error;

/* An unpacked image -> a new entity; NULL with the text. Its strings must come from a wire_arena. */
struct entity *image_to_entity (const Muster__V1__Image *, struct error *);

#endif
