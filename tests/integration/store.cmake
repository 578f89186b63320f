muster_test (NAME test_store SOURCES test_store.c test_store_postgres.c store_rig.c store_cluster.c LIBS muster_store)
