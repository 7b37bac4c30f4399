package parigot.bench;

import java.util.List;

/** What one benchmark gave. */
record Result(String name, String about, List<Line> lines) {}
