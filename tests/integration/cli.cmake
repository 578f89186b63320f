# The command line against the real daemon.
muster_script (NAME test_cli_live COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/test_cli.sh)
muster_script (NAME test_handover_live COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/test_handover.sh)
