# The tests of daemon/config; they read the shipped files, so they must know where those are.
muster_test (NAME test_config SOURCES test_config.c LIBS muster_config)
target_compile_definitions (test_config PRIVATE MUSTER_DEPLOY="${CMAKE_CURRENT_LIST_DIR}/../../deploy")
