package parigot.peers;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import parigot.v1.host.LinkFrame;

/** The contract's numbers and names, as link.proto has them. */
final class Wire {
  /** The version of the protocol that this node speaks. */
  static final int PROTOCOL = 1;

  static final String SERVICE = "parigot.v1.Peer";

  static final MethodDescriptor<LinkFrame, LinkFrame> LINK =
      MethodDescriptor.<LinkFrame, LinkFrame>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Link"))
          .setRequestMarshaller(ProtoUtils.marshaller(LinkFrame.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(LinkFrame.getDefaultInstance()))
          .build();

  /** A LinkFrame is never longer. */
  static final int LONGEST = 256 * 1024;

  /** How many bytes of payloads, with what each takes beside its bytes, are written as one. */
  static final int BATCH = 64 * 1024;

  /** So many bytes may be on their way before more are handed over. */
  static final int ON_THE_WAY = 256 * 1024;

  /** What a side allows the other to send before it has read it. */
  static final int WINDOW = 4 * 1024 * 1024;

  /** How many frames are asked for at once, and again when half of them have come. */
  static final int ASKED_FOR = 64;

  static final CallOptions OPTIONS = CallOptions.DEFAULT.withOnReadyThreshold(ON_THE_WAY);

  private Wire() {}
}
