package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import parigot.message.Message;
import parigot.message.MessageParser;
import parigot.message.MessageReader;

/**
 * What a guest exports: the names of a service, and the code behind each of its methods. The
 * generated {@code Greeting.service(implementation)} makes one; by hand it is made to serve what
 * was not generated.
 */
public final class Service {
  private final List<ServiceName> names;
  private final List<NamedMethod> methods;
  private final ErrorNumbers errors;

  private Service(Builder builder) {
    names = new ArrayList<>(builder.names);
    methods = new ArrayList<>(builder.methods);
    errors = builder.errors;
  }

  /** Begins a service with this name. */
  public static Builder of(ServiceName name) {
    return new Builder(name);
  }

  List<ServiceName> names() {
    return names;
  }

  List<NamedMethod> methods() {
    return methods;
  }

  ErrorNumbers errors() {
    return errors;
  }

  /** A method by its name as written in the .proto. */
  record NamedMethod(String name, Method method) {}

  /** The code behind a method. */
  interface Method {
    /**
     * Reads a request.
     *
     * @return what carries it out, and gives the response, or null where there is none
     */
    Supplier<? extends Future<? extends Message>> read(MessageReader request);
  }

  /** Collects names and methods, each by its name as written in the .proto. */
  public static final class Builder {
    private final List<ServiceName> names = new ArrayList<>();
    private final List<NamedMethod> methods = new ArrayList<>();
    private ErrorNumbers errors = new NoErrors();

    private Builder(ServiceName name) {
      names.add(requireNonNull(name));
    }

    /** One more name that it is exported under. */
    public Builder also(ServiceName name) {
      if (!names.contains(name)) {
        names.add(requireNonNull(name));
      }
      return this;
    }

    /**
     * The enum of the errors that its methods may end with, as {@code GreetErr::forNumber}. An
     * error of another enum, or any where this is not said, is logged, and its caller gets {@code
     * DispatchError}: the number would mean something else there.
     */
    public Builder errors(ErrorNumbers own) {
      errors = requireNonNull(own);
      return this;
    }

    /** A method with a request and a response. */
    public <Q extends Message, R extends Message> Builder method(
        String name, MessageParser<Q> parser, Function<Q, Future<R>> body) {
      requireNonNull(parser);
      requireNonNull(body);
      return add(
          name,
          in -> {
            Q request = parser.parseFrom(in);
            return () -> body.apply(request);
          });
    }

    /** A method whose request is empty. */
    public <R extends Message> Builder methodWithoutRequest(String name, Supplier<Future<R>> body) {
      requireNonNull(body);
      return add(name, in -> body);
    }

    /** A method whose response is empty. */
    public <Q extends Message> Builder methodWithoutResponse(
        String name, MessageParser<Q> parser, Function<Q, Future<Void>> body) {
      requireNonNull(parser);
      requireNonNull(body);
      return add(
          name,
          in -> {
            Q request = parser.parseFrom(in);
            return () -> nothing(body.apply(request));
          });
    }

    /** A method whose request and response are empty. */
    public Builder methodWithoutBoth(String name, Supplier<Future<Void>> body) {
      requireNonNull(body);
      return add(name, in -> () -> nothing(body.get()));
    }

    /** The service. */
    public Service build() {
      return new Service(this);
    }

    private Builder add(String name, Method method) {
      requireNonNull(name);
      for (NamedMethod other : methods) {
        if (other.name.equals(name)) {
          throw new IllegalArgumentException(
              names.get(0).toString() + " has two methods named " + name);
        }
      }
      methods.add(new NamedMethod(name, method));
      return this;
    }

    /** A future without a value is one of a message that is null. */
    @SuppressWarnings("unchecked")
    private static Future<Message> nothing(Future<Void> done) {
      return (Future<Message>) (Future<?>) done;
    }
  }

  /** Of a service that has not said which errors are its own. */
  private static final class NoErrors implements ErrorNumbers {
    private static final ServiceError NONE =
        new ServiceError() {
          @Override
          public int getNumber() {
            return -1;
          }

          @Override
          public String name() {
            return "NONE";
          }
        };

    @Override
    public ServiceError forNumber(int number) {
      return NONE;
    }
  }
}
