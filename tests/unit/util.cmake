muster_test (NAME test_util SOURCES test_util.c LIBS muster_util)
