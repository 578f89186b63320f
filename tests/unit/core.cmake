# The parts of the core one by one.
foreach (name apply tables)
    muster_test (NAME test_${name} SOURCES test_${name}.c LIBS muster_story)
endforeach ()
