package parigot.record;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Optional;
import parigot.kernel.ServiceName;
import parigot.runtime.descriptors.DescribedMethod;
import parigot.runtime.descriptors.DescribedService;
import protosupport.v1.host.Protosupport;
import syscall.v1.host.ReadOneResponse;

/** Blanks secrets in what crosses into guests, before it is written. Any thread. */
final class Blanking {
  private final MessageTexts types;

  /**
   * @param types tells which messages have which secrets
   */
  Blanking(MessageTexts types) {
    this.types = types;
  }

  /**
   * An event without what is secret in it.
   *
   * @param event a serialized {@code syscall.v1.ReadOneResponse}
   * @return the same object when nothing is
   */
  ByteString event(ByteString event) {
    ReadOneResponse read;
    try {
      read = ReadOneResponse.parseFrom(event);
    } catch (InvalidProtocolBufferException e) {
      // A guest that is given what is no message finds no secret in it either.
      return event;
    }
    Message blanked = types.redaction().kept(read);
    return blanked.equals(read) ? event : blanked.toByteString();
  }

  /**
   * A plugin's answer without what is secret in it, as far as some module describes the plugin's
   * service.
   *
   * @return the same object when nothing is
   */
  ByteString answer(String module, String function, ByteString answer) {
    Optional<DescribedMethod> method =
        types
            .services()
            .filter(service -> module(service).equals(module))
            .flatMap(service -> service.methods().stream())
            .filter(each -> importName(each).equals(function))
            .findFirst();
    if (method.isEmpty() || answer.isEmpty()) {
      return answer;
    }
    try {
      DynamicMessage read = method.get().response(Any.newBuilder().setValue(answer).build());
      Message blanked = types.redaction().kept(read);
      return blanked.equals(read) ? answer : blanked.toByteString();
    } catch (InvalidProtocolBufferException e) {
      return answer;
    }
  }

  /** As in {@code file} for a service of the package {@code file.v1}. */
  private static String module(DescribedService service) {
    String name = "";
    for (String part : service.name().packagePath().split("\\.", -1)) {
      name = part.matches("v[0-9].*") ? name : part;
    }
    return name;
  }

  /** As in {@code create_queue_} for {@code CreateQueue}. */
  private static String importName(DescribedMethod method) {
    String own = method.descriptor().getOptions().getExtension(Protosupport.hostFuncName);
    return ServiceName.written("", own.isEmpty() ? method.name() : own).service() + "_";
  }
}
