# The pipeline alone, between a store and a bus that do as the test says.
muster_test (NAME test_pipeline SOURCES test_pipeline.c pipeline_rig.c wire_draft.c LIBS muster_pipeline muster_proto)
muster_test (NAME test_pipeline_fetch SOURCES test_pipeline_fetch.c pipeline_rig.c wire_draft.c LIBS muster_pipeline
             muster_proto)
