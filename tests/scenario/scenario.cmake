add_executable (scenario scenario.c line.c fields.c play.c expect.c bare.c live.c)
target_link_libraries (scenario PRIVATE muster_core muster_config muster_wire muster_util muster_client muster_proto
    muster_flags)

file (GLOB scenarios CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.scn)
foreach (file ${scenarios})
    get_filename_component (name ${file} NAME_WE)
    muster_script (NAME scenario_bare_${name} COMMAND $<TARGET_FILE:scenario> bare ${file})
    muster_script (NAME scenario_live_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/live $<TARGET_FILE:scenario> ${file})
endforeach ()
muster_script (NAME scenario_can_fail COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/can_fail $<TARGET_FILE:scenario>)
