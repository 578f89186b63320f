# The parts of the core one by one.
foreach (name access apply heap machine rules tables team)
    muster_test (NAME test_${name} SOURCES test_${name}.c LIBS muster_story)
endforeach ()
