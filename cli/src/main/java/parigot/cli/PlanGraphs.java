package parigot.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import parigot.v1.host.PlannedGuest;
import parigot.v1.host.PlannedNeed;
import parigot.v1.host.StartPlanReport;

/** Draws the plan of a start: an arrow leads from each guest to those that it requires. */
final class PlanGraphs {
  private PlanGraphs() {}

  static void dot(PrintWriter out, StartPlanReport report) {
    out.println("digraph start {");
    out.println("  rankdir = BT; node [shape = box];");
    for (PlannedGuest guest : report.getGuestsList()) {
      out.printf(
          "  %s [label = %s%s];%n",
          quoted(guest.getName()),
          quoted(guest.getName() + "\\n" + level(guest)),
          guest.getLevel() == 0 ? ", color = red" : "");
    }
    for (PlannedGuest guest : report.getGuestsList()) {
      for (PlannedNeed need : guest.getRequiresList()) {
        for (String exporter : need.getExportersList()) {
          out.printf(
              "  %s -> %s [label = %s%s];%n",
              quoted(guest.getName()),
              quoted(exporter),
              quoted(need.getName()),
              need.getCrossesNodes() ? ", style = dashed" : "");
        }
      }
    }
    out.println("}");
  }

  static void mermaid(PrintWriter out, StartPlanReport report) {
    out.println("flowchart BT");
    Map<String, String> ids = new LinkedHashMap<>();
    for (PlannedGuest guest : report.getGuestsList()) {
      String id = "g" + ids.size();
      ids.put(guest.getName(), id);
      out.printf("  %s[\"%s<br>%s\"]%n", id, guest.getName(), level(guest));
    }
    for (PlannedGuest guest : report.getGuestsList()) {
      for (PlannedNeed need : guest.getRequiresList()) {
        for (String exporter : need.getExportersList()) {
          out.printf(
              "  %s %s|%s| %s%n",
              ids.get(guest.getName()),
              need.getCrossesNodes() ? "-.->" : "-->",
              need.getName(),
              ids.get(exporter));
        }
      }
    }
  }

  private static String level(PlannedGuest guest) {
    return guest.getLevel() == 0 ? "never" : String.valueOf(guest.getLevel());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }
}
