# the command line
muster_test (NAME test_cli SOURCES test_cli.c LIBS muster_cli_lib)
muster_test (NAME test_cli_contexts SOURCES test_cli_contexts.c LIBS muster_cli_lib)
muster_test (NAME test_cli_figures SOURCES test_cli_figures.c LIBS muster_cli_lib)
muster_script (NAME check_translations COMMAND ${PROJECT_SOURCE_DIR}/tests/support/check-translations)
muster_script (NAME check_translations_notices COMMAND ${PROJECT_SOURCE_DIR}/tests/support/check-translations --self-test)
