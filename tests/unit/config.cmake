# The tests of daemon/config; they read the shipped files, so they must know where those are.
muster_test (NAME test_config SOURCES test_config.c LIBS muster_config)
muster_test (NAME test_import SOURCES test_import.c LIBS muster_config)
muster_test (NAME test_import_roster SOURCES test_import_roster.c LIBS muster_config)
foreach (name test_config test_import test_import_roster)
    target_compile_definitions (${name} PRIVATE MUSTER_DEPLOY="${CMAKE_CURRENT_LIST_DIR}/../../deploy")
endforeach ()
