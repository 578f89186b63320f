/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_config.c: any bytes through both YAML doors: no crash, no leak, and every refusal says something. */
#include "config/config.h"
#include "config/import.h"
#include "util/error.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What was read can be shown, and what is shown can be read. */
static void
check_shown (const struct config *config)
{
    char *text = NULL;
    size_t size = 0;
    struct config again;
    struct error error = { "" };
    FILE *file = open_memstream (&text, &size);
    assert (file);
    config_print (config, file);
    fclose (file);
    int result = config_parse (text, size, "shown", &again, &error);
    assert (result == 0);
    config_free (&again);
    free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    struct registry registry;
    struct config config;
    struct error error = { "" };
    if (import_parse ((const char *)data, size, "fuzz", &registry, &error) == -1)
        assert (strncmp (error.text, "fuzz", 4) == 0);
    import_free (&registry);
    error.text[0] = '\0';
    if (config_parse ((const char *)data, size, "fuzz", &config, &error) == -1)
        assert (strncmp (error.text, "fuzz", 4) == 0);
    else
        check_shown (&config);
    config_free (&config);
    return 0;
}
