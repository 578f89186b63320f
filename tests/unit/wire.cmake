# The tests of daemon/wire; they speak the protocol themselves, to hold the daemon to it.
muster_test (NAME test_wire SOURCES test_wire.c wire_draft.c LIBS muster_wire muster_core muster_proto)
muster_test (NAME test_wire_bad SOURCES test_wire_bad.c wire_draft.c LIBS muster_wire muster_core muster_proto)
muster_test (NAME test_wire_image SOURCES test_wire_image.c LIBS muster_wire muster_core muster_proto)
muster_test (NAME test_wire_event SOURCES test_wire_event.c LIBS muster_wire muster_core muster_proto)
muster_test (NAME test_wire_reply SOURCES test_wire_reply.c LIBS muster_wire muster_core muster_proto)
