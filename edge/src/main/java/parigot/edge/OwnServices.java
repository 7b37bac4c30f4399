package parigot.edge;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.health.v1.HealthProto;
import io.grpc.reflection.v1.ServerReflectionProto;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import parigot.runtime.descriptors.DescribedService;

/** The gRPC services of the edge itself: health, and reflection in both of its versions. */
final class OwnServices {
  private static final ServiceDescriptor HEALTH =
      HealthProto.getDescriptor().findServiceByName("Health");
  private static final ServiceDescriptor REFLECTION =
      ServerReflectionProto.getDescriptor().findServiceByName("ServerReflection");
  private static final ServiceDescriptor REFLECTION_ALPHA = alpha();

  private OwnServices() {}

  /** Deprecated is the version; clients of it are still there. */
  @SuppressWarnings("deprecation")
  private static ServiceDescriptor alpha() {
    return io.grpc.reflection.v1alpha.ServerReflectionProto.getDescriptor()
        .findServiceByName("ServerReflection");
  }

  /** Whether this is one of them. */
  static boolean has(ServiceDescriptor service) {
    return service.equals(HEALTH) || service.equals(REFLECTION) || service.equals(REFLECTION_ALPHA);
  }

  /** Those that the settings ask for. */
  static List<BindableService> of(EdgeSettings.Grpc settings, ServedApplication served) {
    List<BindableService> own = new ArrayList<>();
    if (settings.health()) {
      own.add(served.health().service());
    }
    if (settings.reflection()) {
      own.add(new V1(settings, served.services()));
      own.add(new V1Alpha(settings, served.services()));
    }
    return own;
  }

  private static Reflection reflection(EdgeSettings.Grpc settings, OpenServices services) {
    return new Reflection(
        () -> {
          List<ServiceDescriptor> all =
              new ArrayList<>(services.all().stream().map(DescribedService::descriptor).toList());
          if (settings.health()) {
            all.add(HEALTH);
          }
          all.add(REFLECTION);
          all.add(REFLECTION_ALPHA);
          return all;
        });
  }

  private static final class V1
      extends io.grpc.reflection.v1.ServerReflectionGrpc.ServerReflectionImplBase {
    private final EdgeSettings.Grpc settings;
    private final OpenServices services;

    V1(EdgeSettings.Grpc settings, OpenServices services) {
      this.settings = settings;
      this.services = services;
    }

    @Override
    public StreamObserver<ServerReflectionRequest> serverReflectionInfo(
        StreamObserver<ServerReflectionResponse> client) {
      Reflection reflection = reflection(settings, services);
      return new Questions<>(client) {
        @Override
        public void onNext(ServerReflectionRequest request) {
          client.onNext(reflection.answer(request));
        }
      };
    }
  }

  /** The same messages in another package. */
  private static final class V1Alpha
      extends io.grpc.reflection.v1alpha.ServerReflectionGrpc.ServerReflectionImplBase {
    private final EdgeSettings.Grpc settings;
    private final OpenServices services;

    V1Alpha(EdgeSettings.Grpc settings, OpenServices services) {
      this.settings = settings;
      this.services = services;
    }

    @Override
    public StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> serverReflectionInfo(
        StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionResponse> client) {
      Reflection reflection = reflection(settings, services);
      return new Questions<>(client) {
        @Override
        public void onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest request) {
          try {
            client.onNext(
                io.grpc.reflection.v1alpha.ServerReflectionResponse.parseFrom(
                    reflection
                        .answer(ServerReflectionRequest.parseFrom(request.toByteString()))
                        .toByteString()));
          } catch (InvalidProtocolBufferException e) {
            client.onError(
                Status.INTERNAL
                    .withDescription("The versions of reflection differ.")
                    .withCause(e)
                    .asException());
          }
        }
      };
    }
  }

  /** Answers until the client has no more questions. */
  private abstract static class Questions<Q, A> implements StreamObserver<Q> {
    private final StreamObserver<A> client;

    Questions(StreamObserver<A> client) {
      this.client = client;
    }

    @Override
    public void onError(Throwable failure) {
      // The client has gone, and nothing is kept for it.
    }

    @Override
    public void onCompleted() {
      client.onCompleted();
    }
  }
}
