/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c: CURVE key files. A file is one line of 40 Z85 characters; lines that begin with '#' are comments (no key
 * does:
 * '#' is the 85th character, and a group of five that begins with it would not fit in 32 bits). */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include "memory.h"
#include "muster/muster.h"

enum {
    KEY_FILE_MAX = 4096, /* bytes; comments included */
    KEY_PATH_MAX = 4096,
};

static const char z85[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

static bool
key_text_valid (const char *text, size_t size)
{
    return size == MUSTER_KEY_TEXT && strspn (text, z85) >= size;
}

static bool
path_is_public (const char *path)
{
    size_t size = strlen (path);
    return size > 4 && strcmp (path + size - 4, ".pub") == 0;
}

/* Returns the length without trailing blanks and carriage returns. */
static size_t
line_trim (const char *line, size_t size)
{
    while (size && strchr (" \t\r", line[size - 1]))
        size--;
    return size;
}

/* Finds the one key line. */
static int
key_text_find (const char *path, const char *text, char ret_key[MUSTER_KEY_TEXT + 1], char *ret_error)
{
    bool found = false;
    while (*text) {
        size_t length = strcspn (text, "\n"), size = line_trim (text, length);
        bool skipped = size == 0 || *text == '#', valid = !skipped && key_text_valid (text, size);
        if (!skipped && !valid)
            return mu_error (ret_error, "%s: expected one line of %d Z85 characters", path, MUSTER_KEY_TEXT);
        if (valid && found)
            return mu_error (ret_error, "%s: expected one key, found more", path);
        if (valid) {
            memcpy (ret_key, text, MUSTER_KEY_TEXT);
            ret_key[MUSTER_KEY_TEXT] = '\0';
            found = true;
        }
        text += length + (text[length] == '\n');
    }
    return found ? 0
                 : mu_error (ret_error, "%s: no key in it: expected one line of %d Z85 characters", path,
                             MUSTER_KEY_TEXT);
}

static int
key_mode_check (const char *path, int fd, char *ret_error)
{
    struct stat about;
    if (fstat (fd, &about) < 0)
        return mu_error (ret_error, "%s: %s", path, strerror (errno));
    if (S_ISDIR (about.st_mode))
        return mu_error (ret_error, "%s: is a folder, not a key file", path);
    if (S_ISREG (about.st_mode) && !path_is_public (path) && (about.st_mode & 077))
        return mu_error (ret_error, "%s: a secret key that group or others may read is not secret: chmod 600 %s",
                         path, path);
    return 0;
}

static int
file_read (const char *path, int fd, char ret_text[KEY_FILE_MAX + 1], char *ret_error)
{
    size_t size = 0;
    ssize_t got = 1;
    while (got > 0 && size < KEY_FILE_MAX) {
        got = read (fd, ret_text + size, KEY_FILE_MAX - size);
        if (got < 0 && errno != EINTR)
            return mu_error (ret_error, "%s: %s", path, strerror (errno));
        size += got > 0 ? (size_t)got : 0;
    }
    ret_text[size] = '\0';
    return size < KEY_FILE_MAX ? 0 : mu_error (ret_error, "%s: too long for a key file", path);
}

int
muster_key_read (const char *path, uint8_t ret_key[MUSTER_KEY_BYTES], char *ret_error)
{
    int fd = open (path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return mu_error (ret_error, "%s: %s", path, strerror (errno));
    char text[KEY_FILE_MAX + 1], key[MUSTER_KEY_TEXT + 1];
    int result = key_mode_check (path, fd, ret_error);
    if (result == 0)
        result = file_read (path, fd, text, ret_error);
    close (fd);
    if (result == 0)
        result = key_text_find (path, text, key, ret_error);
    if (result == 0 && !zmq_z85_decode (ret_key, key))
        result = mu_error (ret_error, "%s: not a Z85 key", path);
    sodium_memzero (text, sizeof text);
    sodium_memzero (key, sizeof key);
    return result;
}

/* A new file or none: O_EXCL never follows a link nor overwrites a key that is in use. */
static int
file_make (const char *path, mode_t mode, char *ret_error)
{
    int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0 && errno == EEXIST)
        return mu_error (ret_error, "%s: exists already; a key is never overwritten", path);
    if (fd < 0)
        return mu_error (ret_error, "%s: %s", path, strerror (errno));
    /* The umask may have taken bits away that the owner needs. */
    if (fchmod (fd, mode) == 0)
        return fd;
    mu_error (ret_error, "%s: %s", path, strerror (errno));
    close (fd);
    unlink (path);
    return -1;
}

/* Writes the line and closes; a key that is not on the disk for sure is not a key. */
static int
file_finish (const char *path, int fd, const char *key, char *ret_error)
{
    char line[MUSTER_KEY_TEXT + 2];
    int size = snprintf (line, sizeof line, "%s\n", key);
    bool failed = write (fd, line, (size_t)size) != size || fsync (fd) < 0;
    int saved = errno;
    sodium_memzero (line, sizeof line);
    if (close (fd) < 0 && !failed) {
        failed = true;
        saved = errno;
    }
    return failed ? mu_error (ret_error, "%s: %s", path, strerror (saved)) : 0;
}

static int
pair_write (const char *path, const char *path_pub, const char *secret, const char *public, char *ret_error)
{
    int fd = file_make (path, 0600, ret_error);
    if (fd < 0)
        return -1;
    int fd_pub = file_make (path_pub, 0644, ret_error);
    if (fd_pub < 0) {
        close (fd);
        unlink (path);
        return -1;
    }
    int result = file_finish (path, fd, secret, ret_error);
    int result_pub = file_finish (path_pub, fd_pub, public, result == 0 ? ret_error : NULL);
    if (result == 0 && result_pub == 0)
        return 0;
    unlink (path);
    unlink (path_pub);
    return -1;
}

int
muster_keygen (const char *path, char *ret_public, char *ret_error)
{
    char public[MUSTER_KEY_TEXT + 1], secret[MUSTER_KEY_TEXT + 1], path_pub[KEY_PATH_MAX];
    int length = snprintf (path_pub, sizeof path_pub, "%s.pub", path);
    if (length < 0 || (size_t)length >= sizeof path_pub)
        return mu_error (ret_error, "the path is too long");
    if (path_is_public (path))
        return mu_error (ret_error, "%s: '.pub' is the name of a public key; name the secret one", path);
    if (zmq_curve_keypair (public, secret) < 0)
        return mu_error (ret_error, "this libzmq was built without CURVE");
    int result = pair_write (path, path_pub, secret, public, ret_error);
    sodium_memzero (secret, sizeof secret);
    if (result == 0 && ret_public)
        memcpy (ret_public, public, sizeof public);
    return result;
}
