muster_fuzz (NAME fuzz_step SOURCES fuzz_step.c LIBS muster_config muster_wire muster_core)
if (TARGET fuzz_step)
    target_compile_definitions (fuzz_step PRIVATE MUSTER_DEPLOY="${PROJECT_SOURCE_DIR}/deploy")
endif ()
