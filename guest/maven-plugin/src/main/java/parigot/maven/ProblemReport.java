package parigot.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.teavm.callgraph.CallGraph;
import org.teavm.callgraph.CallGraphNode;
import org.teavm.callgraph.CallSite;
import org.teavm.dependency.DependencyInfo;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.diagnostics.ProblemProvider;
import org.teavm.model.CallLocation;
import org.teavm.model.MethodReference;
import org.teavm.model.TextLocation;

/**
 * What TeaVM found wrong with a program, a sentence each, with the line of the guest's own code
 * that leads there: the compiler names the place, which is often deep in a library.
 */
final class ProblemReport {
  private final ProblemProvider problems;
  private final DependencyInfo program;
  private final ClassPath classPath;

  ProblemReport(ProblemProvider problems, DependencyInfo program, ClassPath classPath) {
    this.problems = problems;
    this.program = program;
    this.classPath = classPath;
  }

  /**
   * The sentences, the first for each place in the guest's code; none when the program is sound.
   */
  List<String> sentences() {
    Map<String, String> byPlace = new LinkedHashMap<>();
    for (Problem problem : problems.getSevereProblems()) {
      String what = text(problem);
      String where =
          Optional.ofNullable(problem.getLocation()).flatMap(this::inTheGuest).orElse("");
      byPlace.putIfAbsent(where.isEmpty() ? what : where, sentence(where, what));
    }
    return List.copyOf(byPlace.values());
  }

  private static String sentence(String where, String what) {
    return "%s%s; guests have TeaVM's class library, which is not all of Java's."
        .formatted(where.isEmpty() ? "" : where + ": ", what);
  }

  private static String text(Problem problem) {
    DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
    problem.render(text);
    return withoutFullStop(text.getText());
  }

  private static String withoutFullStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** The nearest place in the guest's own code from which a problem's location is reached. */
  private Optional<String> inTheGuest(CallLocation location) {
    if (isOwn(location.getMethod())) {
      return Optional.of(place(location.getMethod(), location.getSourceLocation()));
    }
    CallGraph graph = program.getCallGraph();
    Deque<CallGraphNode> open = new ArrayDeque<>();
    Set<MethodReference> seen = new HashSet<>();
    Optional.ofNullable(graph.getNode(location.getMethod())).ifPresent(open::add);
    while (!open.isEmpty()) {
      CallGraphNode called = open.remove();
      for (CallSite site : called.getCallerCallSites()) {
        for (CallGraphNode caller : site.getCallers()) {
          if (isOwn(caller.getMethod())) {
            return Optional.of(place(caller.getMethod(), first(site.getLocations(caller))));
          }
          if (seen.add(caller.getMethod())) {
            open.add(caller);
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOwn(MethodReference method) {
    return classPath.isOwn(method.getClassName());
  }

  private static TextLocation first(Collection<? extends TextLocation> locations) {
    return locations.stream()
        .filter(location -> !location.isEmpty())
        .min(Comparator.comparingInt(TextLocation::getLine))
        .map(location -> (TextLocation) location)
        .orElse(TextLocation.EMPTY);
  }

  private String place(MethodReference method, TextLocation location) {
    if (location == null || location.isEmpty()) {
      return method.getClassName() + "." + method.getName();
    }
    return file(location.getFileName()) + ":" + location.getLine();
  }

  /** The source file where it is found, else the name that the compiler knows it by. */
  private String file(String name) {
    List<String> found = new ArrayList<>();
    for (Path root : classPath.sourceRoots()) {
      Path file = root.resolve(name);
      if (Files.isRegularFile(file)) {
        found.add(file.toString());
      }
    }
    return found.isEmpty() ? name : found.get(0);
  }
}
