# docs/states.md is printed from the core's tables; the test fails when they differ.
add_executable (print_states ../support/print_states.c)
target_link_libraries (print_states PRIVATE muster_core muster_flags)
muster_script (NAME test_states COMMAND ${CMAKE_CURRENT_LIST_DIR}/test_states $<TARGET_FILE:print_states>
    ${PROJECT_SOURCE_DIR}/docs/states.md)
