muster_test (NAME test_bus SOURCES test_bus.c bus_rig.c LIBS muster_bus)
muster_test (NAME test_bus_feed SOURCES test_bus_feed.c bus_rig.c LIBS muster_bus)
