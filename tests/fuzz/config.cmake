muster_fuzz (NAME fuzz_config SOURCES fuzz_config.c LIBS muster_config)
