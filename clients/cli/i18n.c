/* SPDX-License-Identifier: Apache-2.0 */
/* i18n.c: finds a UTF-8 locale and the catalogue of the chosen language. */
#include "i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOCALE_PATH_MAX = 4096 };

const char *
i18n_choose (const char *forced)
{
    const char *sources[] = { forced, getenv ("MUSTER_LANG"), getenv ("LC_ALL"), getenv ("LC_MESSAGES"),
                              getenv ("LANG") };
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (sources[i] != NULL && sources[i][0] != '\0')
            return strncmp (sources[i], "zh", 2) == 0 ? "zh_CN" : "en";
    }
    return "en";
}

/* gettext translates nothing in the locale "C"; in C.UTF-8, which every glibc has, it follows LANGUAGE. */
static void
locale_start (void)
{
    static const char *const candidates[] = { "", "C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8" };
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        const char *name = setlocale (LC_CTYPE, candidates[i]);
        if (name == NULL || strcmp (nl_langinfo (CODESET), "UTF-8") != 0)
            continue;
        name = setlocale (LC_MESSAGES, candidates[i]);
        if (name != NULL && strcmp (name, "C") != 0 && strcmp (name, "POSIX") != 0)
            return;
    }
}

/* Where the catalogues are: said by the user, then the build's own folder, then the installed one. */
static const char *
catalogue_folder (void)
{
    const char *folder = getenv ("MUSTER_LOCALE_DIR");
    if (folder != NULL && folder[0] != '\0')
        return folder;
    char path[LOCALE_PATH_MAX];
    snprintf (path, sizeof path, "%s/zh_CN/LC_MESSAGES/muster.mo", MUSTER_BUILD_LOCALE_DIR);
    return access (path, R_OK) == 0 ? MUSTER_BUILD_LOCALE_DIR : MUSTER_INSTALL_LOCALE_DIR;
}

void
i18n_start (const char *forced)
{
    setenv ("LANGUAGE", i18n_choose (forced), 1);
    locale_start ();
    bindtextdomain ("muster", catalogue_folder ());
    bind_textdomain_codeset ("muster", "UTF-8");
    textdomain ("muster");
}
