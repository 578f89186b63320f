/* SPDX-License-Identifier: Apache-2.0 */
/* config.h: musterd.yaml as a struct. Texts are owned by it, NULL = not set; files are already relative to the
 * YAML's. */
#ifndef MUSTER_CONFIG_CONFIG_H
#define MUSTER_CONFIG_CONFIG_H

#include "core/limits.h"
#include "util/log.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct error;

enum { CONFIG_TEXT_MAX = 65536 }; /* bytes of musterd.yaml */

struct config {
    char centre[CODE_MAX + 1];
    struct {
        char *request_endpoint, *feed_endpoint;
        char *advertise; /* the request endpoint as clients reach it */
        char *secret_key_file;
        uint32_t message_size_max, request_hwm, feed_hwm, handshake_ms, turn_budget;
    } bus;
    struct {
        char *connection; /* libpq's; holds no password */
        char *passfile;
        uint32_t connect_timeout_ms, lease_ms;
    } store;
    struct {
        uint32_t open_incidents, settled_in_memory, recent_commands, waiting_commands;
        uint32_t command_answer_interim_ms;
    } limits;
    struct {
        char code[CODE_MAX + 1];
        char *public_key_file;
    } first_admin; /* both or neither */
    struct {
        enum log_level level;
    } log;
    struct {
        char *clock_file;
    } test; /* nothing of it in real use */
};

/* Reads the file. Returns 0, or -1 with `path:line:column: key 'bus.request_hwm': expected ...`; *ret is then all
 * zero. */
int config_load (const char *path, struct config *ret, struct error *);
/* The same from memory; path names it in messages and says where relative files are. */
int config_parse (const char *text, size_t size, const char *path, struct config *ret, struct error *);
void config_free (struct config *); /* takes a zeroed one */

/* May a running daemon go from old to new? Returns 0, or -1 with the first key that differs and needs a restart. */
int config_reload_check (const struct config *old, const struct config *new, struct error *);

/* --show-config: every key with its value, as YAML that config_load takes; says which are defaults. */
void config_print (const struct config *, FILE *);
/* deploy/musterd.example.yaml: every key, with what it means, its range and default. */
void config_print_example (FILE *);

#endif
