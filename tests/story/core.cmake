# The stories of the core alone, and the library that tells them.
add_library (muster_story STATIC story.c speak.c county.c describe.c ../support/same.c)
target_include_directories (muster_story PUBLIC ${CMAKE_CURRENT_LIST_DIR} ${CMAKE_CURRENT_LIST_DIR}/../support)
target_link_libraries (muster_story PUBLIC muster_core PkgConfig::CMOCKA PRIVATE muster_flags)
foreach (name assignment duplicates escalation incidents lifecycle orders people random watchdog)
    muster_test (NAME test_${name} SOURCES test_${name}.c LIBS muster_story)
endforeach ()
muster_test (NAME test_command SOURCES test_command.c LIBS muster_story)
muster_test (NAME test_duty_log SOURCES test_duty_log.c LIBS muster_story)
