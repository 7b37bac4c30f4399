package parigot.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which signal asks the process to end. A shutdown hook does not: it cannot choose between
 * the exit codes of an interrupt and a termination. {@code sun.misc.Signal} can, and is reached by
 * reflection since the compiler warns of every mention of it.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final List<String> ENDINGS = List.of("HUP", "INT", "TERM");

  private Signals() {}

  /**
   * Has the number of each signal that asks for the end given to the handler, on a thread of the
   * JVM's. A signal that the process was started to ignore stays ignored.
   */
  static void onEnd(IntConsumer handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      Method number = signal.getMethod("getNumber");
      Method handle = signal.getMethod("handle", signal, signalHandler);
      InvocationHandler invoked =
          (proxy, method, args) ->
              switch (method.getName()) {
                case "handle" -> {
                  handler.accept((int) number.invoke(args[0]));
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                default -> "handler of signals that end the process";
              };
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, invoked);
      for (String name : ENDINGS) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (InvocationTargetException refused) {
      LOG.warn("Signals end the process at once, not in order: {}", refused.getCause().toString());
    } catch (ReflectiveOperationException missing) {
      LOG.warn("Signals end the process at once, not in order: {}", missing.toString());
    }
  }
}
