# The real daemon, its PostgreSQL and the command line, and what can go wrong between them. See tests/support/live-daemon.
set (live_client_timeout_s 300)
add_executable (live_load live_load.c)
target_link_libraries (live_load PRIVATE muster_client muster_proto muster_flags)
foreach (name live_bad live_stranger)
    add_executable (${name} ${name}.c live_raw.c)
    target_link_libraries (${name} PRIVATE muster_proto PkgConfig::ZMQ muster_flags)
endforeach ()

foreach (name bad_input kill9 postgres start)
    muster_script (NAME live_${name}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/live_${name}.sh $<TARGET_FILE_DIR:live_load>)
    set_tests_properties (live_${name} PROPERTIES TIMEOUT ${live_client_timeout_s})
endforeach ()
