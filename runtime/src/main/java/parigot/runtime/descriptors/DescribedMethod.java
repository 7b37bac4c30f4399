package parigot.runtime.descriptors;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.Optional;

/**
 * A method of a service, with what it takes to call it: requests and responses travel as an {@link
 * Any} of their type, or not at all where the type has no fields.
 */
public final class DescribedMethod {
  private static final String TYPES = "type.googleapis.com/";

  private final MethodDescriptor descriptor;
  private final TypeRegistry types;

  DescribedMethod(MethodDescriptor descriptor, TypeRegistry types) {
    this.descriptor = descriptor;
    this.types = types;
  }

  /** The name as the .proto writes it, which is the name that guests bind. */
  public String name() {
    return descriptor.getName();
  }

  /** Its descriptor. */
  public MethodDescriptor descriptor() {
    return descriptor;
  }

  /** Whether it streams, which no guest serves. */
  public boolean streams() {
    return descriptor.isClientStreaming() || descriptor.isServerStreaming();
  }

  /**
   * A request from its JSON, by the rules of protobuf.
   *
   * @return none for a request whose type has no fields: guests have no parameter for it
   * @throws InvalidProtocolBufferException when the text is no such message; the message says why
   */
  public Optional<Any> request(String json) throws InvalidProtocolBufferException {
    Descriptor type = descriptor.getInputType();
    DynamicMessage.Builder request = DynamicMessage.newBuilder(type);
    JsonFormat.parser().usingTypeRegistry(types).merge(json, request);
    return request(request.build().toByteString());
  }

  /**
   * A request of bytes that others have written, which are not read.
   *
   * @return none for a request whose type has no fields
   */
  public Optional<Any> request(ByteString bytes) {
    Descriptor type = descriptor.getInputType();
    return type.getFields().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Any.newBuilder().setTypeUrl(TYPES + type.getFullName()).setValue(bytes).build());
  }

  /**
   * A response, or the absence of one, as JSON by the rules of protobuf: fields that have their
   * default value are left out.
   *
   * @throws InvalidProtocolBufferException when the bytes are no such message
   */
  public String json(Any response) throws InvalidProtocolBufferException {
    return JsonFormat.printer().usingTypeRegistry(types).print(response(response));
  }

  /**
   * A response, or the absence of one, as a message.
   *
   * @throws InvalidProtocolBufferException when the bytes are no such message
   */
  public DynamicMessage response(Any response) throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(
        descriptor.getOutputType(), response.getValue(), ExtensionRegistry.getEmptyRegistry());
  }

  /** The types that messages of this service may have in an {@link Any}. */
  public TypeRegistry types() {
    return types;
  }
}
