package parigot.simulation;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import parigot.kernel.ServiceName;
import parigot.runtime.descriptors.DescribedMethod;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;

/** A trace as a sequence diagram in Mermaid's language, with messages as their fields. */
final class Diagram {
  private static final int LONGEST_MESSAGE = 100;

  /** Two numbers of twenty digits tell a reader nothing. */
  private static final Pattern ID = Pattern.compile("\\{ high: -?\\d+ low: -?\\d+ \\}");

  private final Iterable<ServiceDescriptors> descriptors;
  private final StringBuilder text = new StringBuilder("sequenceDiagram\n");

  private Diagram(Iterable<ServiceDescriptors> descriptors) {
    this.descriptors = descriptors;
  }

  /**
   * Draws a trace.
   *
   * @param descriptors what is known of the services
   */
  static String of(Trace trace, Iterable<ServiceDescriptors> descriptors) {
    Diagram diagram = new Diagram(descriptors);
    Set<String> guests = new LinkedHashSet<>();
    for (Trace.Entry entry : trace.entries()) {
      if (entry.kind() == Trace.Kind.CALL) {
        guests.add(entry.from());
        guests.add(entry.to());
      }
    }
    guests.forEach(guest -> diagram.line("participant " + guest));
    for (Trace.Entry entry : trace.entries()) {
      diagram.draw(entry);
    }
    return diagram.text.toString();
  }

  private void draw(Trace.Entry entry) {
    switch (entry.kind()) {
      case CALL ->
          line(
              "%s->>%s: %s%s"
                  .formatted(
                      entry.from(),
                      entry.to(),
                      moment(entry),
                      method(entry.what()) + " " + message(entry)));
      case ANSWER ->
          line(
              "%s-->>%s: %s%s"
                  .formatted(
                      entry.from().isEmpty() ? entry.to() : entry.from(),
                      entry.to(),
                      moment(entry),
                      entry.error() == 0 ? message(entry) : "error " + error(entry)));
      case FAULT -> note(entry.to(), entry, entry.what());
      case LINE -> note(entry.from(), entry, "prints " + entry.what());
      case END -> note(entry.from(), entry, entry.what());
      case START, WAKE, EXIT, REPORT -> {
        // What a reader expects anyway.
      }
    }
  }

  private void note(String guest, Trace.Entry entry, String what) {
    line("Note over %s: %s%s".formatted(guest, moment(entry), what));
  }

  /** Mermaid ends a line at a semicolon, and takes a number sign for the begin of a code. */
  private void line(String content) {
    text.append("    ").append(content.replace('#', ' ').replace(';', ',').strip()).append('\n');
  }

  private static String moment(Trace.Entry entry) {
    return entry.nanos() / 1_000_000 + " ms ";
  }

  private static String method(String what) {
    return what.substring(what.indexOf('/') + 1);
  }

  private String error(Trace.Entry entry) {
    return described(entry.what())
        .flatMap(service -> service.error(entry.error()))
        .map(constant -> constant.getName())
        .orElseGet(() -> Integer.toString(entry.error()));
  }

  private Optional<DescribedService> described(String what) {
    String service = what.substring(0, Math.max(0, what.indexOf('/')));
    int dot = service.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    ServiceName name = new ServiceName(service.substring(0, dot), service.substring(dot + 1));
    for (ServiceDescriptors known : descriptors) {
      if (known.service(name).isPresent()) {
        return known.service(name);
      }
    }
    return Optional.empty();
  }

  private String message(Trace.Entry entry) {
    ByteString payload = entry.payload();
    if (payload.isEmpty()) {
      return "";
    }
    Optional<DescribedMethod> method =
        described(entry.what()).flatMap(service -> service.method(method(entry.what())));
    if (method.isEmpty()) {
      return "(" + payload.size() + " bytes)";
    }
    try {
      DynamicMessage message =
          DynamicMessage.parseFrom(
              entry.kind() == Trace.Kind.CALL
                  ? method.get().descriptor().getInputType()
                  : method.get().descriptor().getOutputType(),
              Any.parseFrom(payload).getValue(),
              ExtensionRegistry.getEmptyRegistry());
      String fields =
          ID.matcher(TextFormat.printer().emittingSingleLine(true).printToString(message))
              .replaceAll("{…}")
              .strip();
      return fields.length() <= LONGEST_MESSAGE
          ? fields
          : fields.substring(0, LONGEST_MESSAGE) + " …";
    } catch (InvalidProtocolBufferException e) {
      return "(no such message)";
    }
  }
}
