/* SPDX-License-Identifier: Apache-2.0 */
/* i18n.h: the language of what people read. Every text for people goes through _(); tables mark theirs with N_(). */
#ifndef MUSTER_CLI_I18N_H
#define MUSTER_CLI_I18N_H

#include <libintl.h>

#define _(text) gettext (text)
#define N_(text) text

/* Chooses the language: forced ("zh", "en", NULL = not said), MUSTER_LANG, LC_ALL, LC_MESSAGES, LANG. Works on a
 * machine that has no locale but C.UTF-8. The output is UTF-8 always, because the daemon's texts are. */
void i18n_start (const char *forced);

/* "zh_CN" or "en", from the same rules; for tests. */
const char *i18n_choose (const char *forced);

#endif
