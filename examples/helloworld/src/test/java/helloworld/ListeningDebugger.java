package helloworld;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A debugger that waits for the JVM which it debugs. */
final class ListeningDebugger implements AutoCloseable {
  private final ListeningConnector connector =
      Bootstrap.virtualMachineManager().listeningConnectors().stream()
          .filter(candidate -> candidate.transport().name().equals("dt_socket"))
          .findFirst()
          .orElseThrow();
  private final Map<String, Connector.Argument> arguments = connector.defaultArguments();
  private final String address;

  ListeningDebugger() throws IOException, IllegalConnectorArgumentsException {
    arguments.get("localAddress").setValue("127.0.0.1");
    address = connector.startListening(arguments);
  }

  /** Starts this class of the test's class path in a JVM that connects to the debugger. */
  ProcessBuilder command(Class<?> main, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-agentlib:jdwp=transport=dt_socket,server=n,quiet=y,address=" + address,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /** Waits for that JVM, which stands still at its start. */
  VirtualMachine accept() throws IOException, IllegalConnectorArgumentsException {
    return connector.accept(arguments);
  }

  @Override
  public void close() throws IOException, IllegalConnectorArgumentsException {
    connector.stopListening(arguments);
  }
}
