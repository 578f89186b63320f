# The client library against a paper daemon (libmuster_rig) on real CURVE sockets; the ledger without any.
foreach (name test_libmuster test_libmuster_loop test_libmuster_keys test_libmuster_feed test_libmuster_converge
         test_libmuster_diagnose)
    muster_test (NAME ${name} SOURCES ${name}.c libmuster_rig.c LIBS muster_client PkgConfig::ZMQ PkgConfig::UV)
endforeach ()
muster_test (NAME test_libmuster_ledger SOURCES test_libmuster_ledger.c LIBS muster_client)
target_include_directories (test_libmuster_ledger PRIVATE ${PROJECT_SOURCE_DIR}/clients/libmuster)
