/* SPDX-License-Identifier: Apache-2.0 */
/* key.c: CURVE key files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "bus/bus.h"
#include "util/error.h"

#define Z85_DIGITS "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"

enum {
    KEY_FILE_MAX = 4096, /* bytes */
    KEY_TEXT = 40,       /* digits */
};

/* Reads the whole file into text. */
static int
key_file_read (const char *path, bool secret, char ret_text[KEY_FILE_MAX], struct error *err)
{
    struct stat status;
    int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set (err, "cannot read the key file %s: %s", path, strerror (errno));
    ssize_t size = read (fd, ret_text, KEY_FILE_MAX);
    int cause = errno;
    int stated = fstat (fd, &status);
    close (fd);
    if (size < 0 || stated)
        return error_set (err, "cannot read the key file %s: %s", path, strerror (cause));
    if (size >= KEY_FILE_MAX)
        return error_set (err, "%s is too long for a key file: expected one line of %d characters", path, KEY_TEXT);
    if (secret && (status.st_mode & (S_IRWXG | S_IRWXO)))
        return error_set (err, "the secret key file %s is open to others (mode %03o): expected 600; chmod 600 %s",
                          path, (unsigned)(status.st_mode & 0777), path);
    ret_text[size] = '\0';
    return 0;
}

static bool
line_is_key (const char *line)
{
    return strlen (line) == KEY_TEXT && strspn (line, Z85_DIGITS) == KEY_TEXT;
}

/* '#' is a Z85 digit, but no key begins with it: its value would exceed 32 bits. */
static bool
line_is_empty (const char *line)
{
    return *line == '\0' || *line == '#';
}

/* Finds the one key among the lines of text, which it cuts up. */
static int
key_find (const char *path, char *text, const char **ret_line, struct error *err)
{
    int number = 0;
    *ret_line = NULL;
    for (char *rest = text, *line; (line = strsep (&rest, "\n")) != NULL;) {
        number++;
        line[strcspn (line, "\r")] = '\0';
        if (line_is_empty (line))
            continue;
        if (*ret_line || !line_is_key (line))
            return error_set (err, "%s:%d: %s: expected one line of %d Z85 characters, as muster keygen writes it",
                              path, number, *ret_line ? "a second key" : "not a key", KEY_TEXT);
        *ret_line = line;
    }
    if (!*ret_line)
        return error_set (err, "%s holds no key: expected one line of %d Z85 characters", path, KEY_TEXT);
    return 0;
}

int
bus_key_read (const char *path, bool secret, uint8_t ret_key[BUS_KEY_BYTES], struct error *err)
{
    char text[KEY_FILE_MAX];
    const char *line;
    int result = key_file_read (path, secret, text, err);
    if (result == 0)
        result = key_find (path, text, &line, err);
    /* 40 digits may still be more than 256 bits. */
    if (result == 0 && !zmq_z85_decode (ret_key, line))
        result = error_set (err, "%s: these %d Z85 characters are no key", path, KEY_TEXT);
    explicit_bzero (text, sizeof text);
    return result;
}

void
bus_key_public (const uint8_t secret[BUS_KEY_BYTES], uint8_t ret_public[BUS_KEY_BYTES])
{
    char secret_text[KEY_TEXT + 1], public_text[KEY_TEXT + 1];
    zmq_z85_encode (secret_text, secret, BUS_KEY_BYTES);
    zmq_curve_public (public_text, secret_text);
    zmq_z85_decode (ret_public, public_text);
    explicit_bzero (secret_text, sizeof secret_text);
}
