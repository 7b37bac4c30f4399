package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import parigot.runtime.descriptors.DescribedMethod;
import parigot.runtime.descriptors.DescribedService;

/** A method that clients may call. */
record OpenMethod(DescribedService service, DescribedMethod method) {

  /** As in {@code greeting.v1.Greeting/FetchGreeting}. */
  String path() {
    return service.fullName() + "/" + method.name();
  }

  /** The response, unless it is of another type than the method gives. */
  Answer answer(Any response) {
    String type = method.descriptor().getOutputType().getFullName();
    String given = response.getTypeUrl();
    if (!given.isEmpty() && !given.substring(given.lastIndexOf('/') + 1).equals(type)) {
      return new Answer.Failed(
          Failure.of(
              io.grpc.Status.Code.INTERNAL,
              "%s answered with a %s, and its answer is a %s."
                  .formatted(path(), given.substring(given.lastIndexOf('/') + 1), type)));
    }
    ByteString bytes = response.getValue();
    return new Answer.Response(bytes);
  }
}
