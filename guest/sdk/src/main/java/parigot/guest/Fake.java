package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A service in a {@link TestGuest} that answers as the test says.
 *
 * <pre>{@code
 * Fake<Greeting> greeting = test.fake(Greeting.class);
 * greeting.on(Greeting::fetchGreeting).once().fail(GreetErr.UnknownLang);
 * greeting.on(Greeting::fetchGreeting).after(Duration.ofSeconds(1)).answer(bonjour);
 * }</pre>
 *
 * <p>What is said of a method {@code once} holds for its next call, in the order in which it was
 * said; what was said last without {@code once} holds for all others. A method of which nothing was
 * said fails with {@code DispatchError}, and so does the test when it is closed.
 *
 * @param <S> the generated interface
 */
public final class Fake<S> {
  private final Class<S> type;
  private final TestGuest test;
  private final Map<String, Behaviour> methods = new HashMap<>();
  private final List<String> untold = new ArrayList<>();
  private TestGuest.Started guest;

  Fake(Class<S> type, TestGuest test) {
    this.type = requireNonNull(type);
    this.test = test;
  }

  /** What is known of one method. */
  private static final class Behaviour {
    private final List<Object> requests = new ArrayList<>();
    private final Queue<Function<Object, Future<Object>>> once = new ArrayDeque<>();
    private Function<Object, Future<Object>> always;
  }

  /** The service's implementation, for what is handed one and does not call through a guest. */
  public S implementation() {
    return proxy(
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return objectMethod(proxy, method, arguments);
          }
          return call(method.getName(), arguments == null ? null : arguments[0]);
        });
  }

  private S proxy(InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object objectMethod(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "a fake of " + type.getName();
    };
  }

  private Future<Object> call(String method, Object request) {
    Behaviour behaviour = methods.computeIfAbsent(method, name -> new Behaviour());
    behaviour.requests.add(request);
    Function<Object, Future<Object>> told =
        behaviour.once.isEmpty() ? behaviour.always : behaviour.once.remove();
    if (told == null) {
      String sentence =
          "the fake of %s was not told what to do on %s, and was called with %s"
              .formatted(type.getSimpleName(), method, request);
      untold.add(sentence);
      throw new IllegalStateException(sentence);
    }
    return told.apply(request);
  }

  /** What a method does, as {@code on(Greeting::fetchGreeting)}. */
  public <Q, R> On<Q, R> on(BiFunction<S, Q, Future<R>> method) {
    return new On<>(named(recorder -> method.apply(recorder, null)), false, Duration.ZERO);
  }

  /** What a method does whose request is empty. */
  public <R> On<Void, R> on(Function<S, Future<R>> method) {
    return new On<>(named(method), false, Duration.ZERO);
  }

  /** The name of the one method that this calls. */
  private String named(Function<S, ?> method) {
    List<String> called = new ArrayList<>();
    S recorder =
        proxy(
            (proxy, invoked, arguments) -> {
              called.add(invoked.getName());
              return null;
            });
    Object unusedAnswer = method.apply(recorder);
    if (called.size() != 1) {
      throw new IllegalArgumentException(
          "expected a method of the service, as " + type.getSimpleName() + "::method");
    }
    return called.get(0);
  }

  /** Ends the guest that serves it: calls that wait have no answer, later ones are not made. */
  public void stop() {
    guest.fail();
    test.runUntilIdle();
  }

  void runs(TestGuest.Started started) {
    guest = started;
  }

  /** The calls that it could not answer, a sentence each. */
  List<String> untold() {
    return untold;
  }

  /**
   * One method of the service.
   *
   * @param <Q> the request
   * @param <R> the response
   */
  public final class On<Q, R> {
    private final String name;
    private final boolean once;
    private final Duration delay;

    private On(String name, boolean once, Duration delay) {
      this.name = name;
      this.once = once;
      this.delay = delay;
    }

    /** Only at its next call. */
    public On<Q, R> once() {
      return new On<>(name, true, delay);
    }

    /** Not before this time has passed. */
    public On<Q, R> after(Duration time) {
      return new On<>(name, once, requireNonNull(time));
    }

    /** It answers with this; with null where the response is empty. */
    public void answer(R response) {
      answerWith(request -> response);
    }

    /** It answers with what this makes of a request; what it throws is thrown by the method. */
    public void answerWith(Function<Q, R> answers) {
      requireNonNull(answers);
      run(request -> Future.of(answers.apply(request)));
    }

    /** It fails with an error of its service. */
    public void fail(ServiceError error) {
      ServiceException failure = error.exception();
      run(request -> Future.failed(failure));
    }

    /** It does not answer, so its callers wait until they give up. */
    public void neverAnswer() {
      run(request -> new Promise<R>().future());
    }

    /** It does as this says. */
    @SuppressWarnings("unchecked")
    public void run(Function<Q, Future<R>> body) {
      requireNonNull(body);
      Function<Object, Future<Object>> said = request -> delayed((Q) request, body);
      Behaviour behaviour = methods.computeIfAbsent(name, unknown -> new Behaviour());
      if (once) {
        behaviour.once.add(said);
      } else {
        behaviour.always = said;
      }
    }

    @SuppressWarnings("unchecked")
    private Future<Object> delayed(Q request, Function<Q, Future<R>> body) {
      if (delay.isZero()) {
        return (Future<Object>) body.apply(request);
      }
      Promise<Void> due = new Promise<>();
      Clock.current().after(delay, () -> due.complete(null));
      return (Future<Object>) due.future().flatMap(passed -> body.apply(request));
    }

    /** The requests that it was called with so far; null where they are empty. */
    @SuppressWarnings("unchecked")
    public List<Q> requests() {
      Behaviour behaviour = methods.get(name);
      return behaviour == null ? List.of() : new ArrayList<>((List<Q>) behaviour.requests);
    }
  }
}
