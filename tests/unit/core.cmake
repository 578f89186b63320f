# The parts of the core one by one.
foreach (name access apply heap machine rules tables team)
    muster_test (NAME test_${name} SOURCES test_${name}.c LIBS muster_story)
endforeach ()
muster_test (NAME test_calendar SOURCES test_calendar.c LIBS muster_core)
muster_test (NAME test_roster SOURCES test_roster.c LIBS muster_core)
