package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.v1.host.CallReport;
import parigot.v1.host.CallsReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot calls}. */
@Command(
    name = "calls",
    header = "Tells which calls wait for an answer, for how long, and for whom.",
    description = {
      "",
      "Of an application with several nodes on this machine all are asked, and a call that goes from"
          + " one to another is followed there.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:told", "1:no such application runs"},
    footerHeading = "%nExamples:%n",
    footer = {"  parigot calls", "  parigot calls -p shop --json"})
final class CallsCommand extends Asking {
  private static final String ELSEWHERE = " (not answered by node ";

  @Option(names = "--json", description = "print JSON: the message parigot.v1.CallsReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, InvalidProtocolBufferException {
    List<RunningApplication> nodes = chosen().nodesOfOne();
    CallsReport.Builder all = CallsReport.newBuilder();
    for (RunningApplication node : nodes) {
      CallsReport.Builder its = CallsReport.newBuilder();
      node.get("/v1/calls", its);
      all.setOpen(all.getOpen() + its.getOpen()).addAllCalls(its.getCallsList());
    }
    List<CallReport> calls = joined(all.getCallsList());
    if (json) {
      Json.print(out(), CallsReport.newBuilder().setOpen(all.getOpen()).addAllCalls(calls));
      return 0;
    }
    if (calls.isEmpty()) {
      out().println("No call waits for an answer.");
      return 0;
    }
    Table table = new Table(">AGE", ">OF", "CALLER", "CALLEE", "SERVICE", "METHOD");
    for (CallReport call : calls) {
      table.row(
          Shown.duration(call.getAgeSeconds()),
          Shown.duration(call.getTimeoutSeconds()),
          call.getCaller(),
          call.getCallee(),
          call.getService(),
          call.getMethod());
    }
    table.lines().forEach(out()::println);
    out().println();
    out().println("Who waits for whom:");
    for (CallReport call : calls) {
      out().println("  " + String.join(", ", call.getChainList()));
    }
    int more = all.getOpen() - all.getCallsCount();
    if (more > 0) {
      out().printf("%nand %d more.%n", more);
    }
    return 0;
  }

  /** Each call once, with what the callee's node knows of it in the place of "not answered". */
  private static List<CallReport> joined(List<CallReport> told) {
    Map<String, List<CallReport>> byCall = new TreeMap<>();
    told.forEach(call -> byCall.computeIfAbsent(call.getCall(), id -> new ArrayList<>()).add(call));
    Map<String, CallReport> byFirstLink = new HashMap<>();
    List<CallReport> calls = new ArrayList<>();
    for (List<CallReport> views : byCall.values()) {
      CallReport call = views.get(0);
      for (CallReport other : views.subList(1, views.size())) {
        call =
            leadsElsewhere(call)
                ? with(call, other.getChainList())
                : with(other, call.getChainList());
      }
      calls.add(call);
      byFirstLink.put(withoutWhy(call.getChain(0)), call);
    }
    calls.replaceAll(call -> followed(call, byFirstLink));
    calls.sort(Comparator.comparingDouble(CallReport::getAgeSeconds).reversed());
    return calls;
  }

  private static boolean leadsElsewhere(CallReport call) {
    return call.getChain(call.getChainCount() - 1).contains(ELSEWHERE);
  }

  /** The same with another chain, unless that tells less. */
  private static CallReport with(CallReport call, List<String> chain) {
    boolean tellsMore = !chain.get(chain.size() - 1).contains(ELSEWHERE);
    return tellsMore ? call.toBuilder().clearChain().addAllChain(chain).build() : call;
  }

  /** A chain that ends at another node goes on as that node tells. */
  private static CallReport followed(CallReport call, Map<String, CallReport> byFirstLink) {
    String last = call.getChain(call.getChainCount() - 1);
    CallReport next = byFirstLink.get(withoutWhy(last));
    if (!last.contains(ELSEWHERE) || next == null || next.equals(call)) {
      return call;
    }
    List<String> chain = new ArrayList<>(call.getChainList());
    chain.remove(chain.size() - 1);
    chain.addAll(next.getChainList());
    return call.toBuilder().clearChain().addAllChain(chain).build();
  }

  private static String withoutWhy(String link) {
    int end = link.indexOf(" (");
    return end < 0 ? link : link.substring(0, end);
  }
}
