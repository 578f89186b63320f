# Built with everything else, so that they can't rot; run by tests/bench/run only, from the release build.
add_library (bench_rig STATIC bench_rig.c)
target_link_libraries (bench_rig PUBLIC muster_proto PkgConfig::ZMQ PkgConfig::SODIUM PRIVATE muster_flags)

foreach (program bench_load bench_feed bench_start)
    add_executable (${program} ${program}.c)
    target_link_libraries (${program} PRIVATE bench_rig muster_flags)
endforeach ()

# Through the pipeline itself: what it writes is what the daemon would have written. clock.c for its one clock.
add_executable (bench_seed bench_seed.c)
target_link_libraries (bench_seed PRIVATE bench_rig muster_runner muster_flags)
