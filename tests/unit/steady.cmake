# SPDX-License-Identifier: Apache-2.0
muster_test (NAME test_steady SOURCES test_steady.c LIBS muster_pipeline)
