package parigot.inspect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import parigot.v1.host.CallReport;
import parigot.v1.host.CallsReport;
import parigot.v1.host.FailedCallReport;
import parigot.v1.host.FailuresReport;
import parigot.v1.host.RecordingReport;
import parigot.v1.host.RestartReport;
import parigot.v1.host.TrafficReport;

/**
 * An application with all of its nodes that run on this machine, asked as one. One without nodes is
 * its only process.
 */
public final class WholeApplication {
  private static final String ELSEWHERE = " (not answered by node ";

  private final List<RunningApplication> nodes;

  private WholeApplication(List<RunningApplication> nodes) {
    this.nodes = nodes;
  }

  /**
   * One of these.
   *
   * @param nodes one at least
   */
  public static WholeApplication of(List<RunningApplication> nodes) {
    return new WholeApplication(List.copyOf(nodes));
  }

  /** Its nodes that run here. */
  public List<RunningApplication> nodes() {
    return nodes;
  }

  /**
   * The calls that wait for an answer, each once, the oldest first. A call that goes from one node
   * to another is followed there.
   *
   * @throws InspectionException when a node refuses, or has ended: a sentence
   */
  public CallsReport calls() throws InspectionException {
    int open = 0;
    List<CallReport> told = new ArrayList<>();
    for (RunningApplication node : nodes) {
      CallsReport.Builder its = CallsReport.newBuilder();
      node.get("/v1/calls", its);
      open += its.getOpen();
      told.addAll(its.getCallsList());
    }
    List<CallReport> joined = joined(told);
    int toldTwice = told.size() - joined.size();
    return CallsReport.newBuilder().setOpen(open - toldTwice).addAllCalls(joined).build();
  }

  /**
   * The last calls that have failed, the last one first.
   *
   * @throws InspectionException when a node refuses, or has ended: a sentence
   */
  public FailuresReport failures() throws InspectionException {
    List<FailedCallReport> told = new ArrayList<>();
    for (RunningApplication node : nodes) {
      FailuresReport.Builder its = FailuresReport.newBuilder();
      node.get("/v1/failures", its);
      told.addAll(its.getFailuresList());
    }
    told.sort(Comparator.comparingDouble(FailedCallReport::getAgeSeconds));
    return FailuresReport.newBuilder().addAllFailures(told).build();
  }

  /**
   * What each node has counted until now, by its name.
   *
   * @throws InspectionException when a node refuses, or has ended: a sentence
   */
  public Map<String, TrafficReport> traffic() throws InspectionException {
    Map<String, TrafficReport> traffic = new LinkedHashMap<>();
    for (RunningApplication node : nodes) {
      TrafficReport.Builder its = TrafficReport.newBuilder();
      node.get("/v1/traffic", its);
      traffic.put(node.report().getNode(), its.build());
    }
    return traffic;
  }

  /**
   * Restarts a guest on each node that has it, and waits until it runs again.
   *
   * @throws InspectionException when it does not, or there is no such guest: a sentence
   */
  public RestartReport restart(String guest) throws InspectionException {
    RestartReport.Builder report = RestartReport.newBuilder();
    for (RunningApplication node : having(guest)) {
      node.postPatiently(restartOf(guest), report);
    }
    return report.build();
  }

  /** Those that have this guest; where none has, one that will say so. */
  private List<RunningApplication> having(String guest) {
    List<RunningApplication> having =
        nodes.stream()
            .filter(
                node ->
                    node.report().getGuestsList().stream()
                        .anyMatch(each -> each.getGuest().equals(guest)))
            .toList();
    return having.isEmpty() ? nodes.subList(0, 1) : having;
  }

  private static String restartOf(String guest) {
    return "/v1/guests/%s/restart".formatted(URLEncoder.encode(guest, StandardCharsets.UTF_8));
  }

  /**
   * Restarts a guest on each node that has it and whose file of it is another by now, on one after
   * the other, and waits until it runs on each before the next.
   *
   * @param told of each node when it is done, and whether its code was another
   * @throws InspectionException when it does not run again on one, or there is no such guest: a
   *     sentence; the nodes after that one go on as they are
   */
  public void deploy(String guest, BiConsumer<RunningApplication, Boolean> told)
      throws InspectionException {
    for (RunningApplication node : having(guest)) {
      RestartReport.Builder report = RestartReport.newBuilder();
      node.postPatiently(restartOf(guest) + "?changed", report);
      told.accept(node, !report.getGuest().isEmpty());
    }
  }

  /**
   * Has each node write what is recorded of guests that live, and was not written yet.
   *
   * @param guest which; all when there is none
   * @throws InspectionException when there is none on any node, or it cannot be written: a sentence
   */
  public RecordingReport dumpRecording(Optional<String> guest) throws InspectionException {
    RecordingReport.Builder report = RecordingReport.newBuilder();
    Set<String> folders = new LinkedHashSet<>();
    Optional<InspectionException> refusal = Optional.empty();
    for (RunningApplication node : nodes) {
      RecordingReport.Builder its = RecordingReport.newBuilder();
      StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
      guest.ifPresent(
          name -> query.add("guest=" + URLEncoder.encode(name, StandardCharsets.UTF_8)));
      if (!report.getName().isEmpty()) {
        query.add("name=" + report.getName());
      }
      try {
        node.postPatiently("/v1/recording/dump" + query, its);
      } catch (InspectionException e) {
        if (!e.refusal().getReason().equals(RecordingResource.NOT_RECORDED)) {
          throw e;
        }
        // The guest may run on another node.
        refusal = Optional.of(e);
        continue;
      }
      folders.addAll(its.getFoldersList());
      report.setName(its.getName()).addAllFiles(its.getFilesList());
    }
    if (report.getFilesCount() == 0 && refusal.isPresent()) {
      throw refusal.get();
    }
    return report.addAllFolders(folders).build();
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
