muster_test (NAME test_store LIBS muster_store
    SOURCES test_store.c test_store_read.c test_store_memory.c test_store_postgres.c test_store_start.c
            store_rig.c store_cluster.c)
