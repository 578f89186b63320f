muster_fuzz (NAME fuzz_request SOURCES fuzz_request.c LIBS muster_wire muster_core)
muster_fuzz (NAME fuzz_image SOURCES fuzz_image.c LIBS muster_wire muster_core)
