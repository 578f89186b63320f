# The real daemon, its PostgreSQL and the command line, and what can go wrong between them. See tests/support/live-daemon.
set (live_timeout_s 300)
add_executable (live_load live_load.c)
target_link_libraries (live_load PRIVATE muster_client muster_proto muster_flags)
foreach (program live_bad live_stranger)
    add_executable (${program} ${program}.c live_raw.c)
    target_link_libraries (${program} PRIVATE muster_proto PkgConfig::ZMQ muster_flags)
endforeach ()

foreach (test bad_input kill9 postgres start watch signals tamper bad_yaml)
    muster_script (NAME live_${test}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/live_${test}.sh $<TARGET_FILE_DIR:live_load>)
    set_tests_properties (live_${test} PROPERTIES TIMEOUT ${live_timeout_s})
endforeach ()
