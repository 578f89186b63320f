# SPDX-License-Identifier: Apache-2.0
# The pipeline in virtual time, with faults, under the oracle; and faults planted on purpose, which the oracle must find.
if (MUSTER_SANITIZE)
    set (simulation_seeds 40)
else ()
    set (simulation_seeds 200)
endif ()
add_library (muster_oracle STATIC ../support/oracle.c ../support/oracle_told.c ../support/oracle_state.c
    ../support/replica.c)
target_include_directories (muster_oracle PUBLIC ${PROJECT_SOURCE_DIR}/tests/support)
target_link_libraries (muster_oracle PUBLIC muster_core muster_wire muster_store muster_proto muster_util
    PRIVATE muster_flags)
muster_test (NAME sim SOURCES main.c world.c node.c client.c console.c draft.c draft_commands.c draft_lifecycle.c draft_roster.c faults.c net.c rng.c plant.c
    LIBS muster_oracle muster_pipeline ARGS --seeds ${simulation_seeds})
target_compile_definitions (sim PRIVATE SIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
foreach (fault tell-early lose-batch forget-commands flip-hash old-row sync-hole false-epoch lose-drill deaf
        false-word reused-id false-prev)
    add_test (NAME sim_finds_${fault} COMMAND sim --plant ${fault} --seeds 30)
    muster_test_properties (sim_finds_${fault})
endforeach ()
