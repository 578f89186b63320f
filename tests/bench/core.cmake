# The core alone: how fast it arms, fires and discharges obligations.
add_executable (bench_core bench_core.c)
target_link_libraries (bench_core PRIVATE muster_story muster_flags)
