package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.plugin.CallOptions;
import parigot.testkit.WithApplication;

/** What is large in a .proto runs as WebAssembly, all of it. */
@Tag("once")
class WideWasmTest {
  @BeforeAll
  static void compileTheGuest(@TempDir Path folder) throws Exception {
    WideGuest.compile(folder, Path.of("target", "wide", "wide.wasm"));
  }

  private static String answer(Application application, String method, Message request)
      throws Exception {
    Any answer =
        application
            .begin(
                new ServiceName("wide.v1", "wide"),
                method,
                Optional.of(Any.pack(request)),
                CallOptions.NONE)
            .response()
            .toCompletableFuture()
            .get(2, TimeUnit.MINUTES);
    // It is the same on the wire as the guest's own message of one text.
    return StringValue.parseFrom(answer.getValue()).getValue();
  }

  @Test
  @WithApplication(
      config =
          """
          parigot {
            search-path = ["target/wide"]
            guests.wide {
              wasm = "wide.wasm", restart = never, method-limit = 60 s, call-timeout = 2 minutes
            }
          }
          """)
  void aGuestHasTwoThousandFieldsFiveHundredMethodsAndFiveThousandConstants(Application application)
      throws Exception {
    Descriptor many =
        FileDescriptor.buildFrom(WideGuest.proto(), new FileDescriptor[0])
            .findMessageTypeByName("Many");
    DynamicMessage.Builder request = DynamicMessage.newBuilder(many);
    for (FieldDescriptor field : many.getFields()) {
      int number = field.getNumber();
      request.setField(
          field,
          switch (field.getJavaType()) {
            case STRING -> "text " + number;
            case INT -> number;
            case LONG -> -1L * number;
            default -> number / 8.0;
          });
    }

    assertThat(answer(application, "Check", request.build()))
        .isEqualTo("true text 4 text 2000 VALUE_%d %d", WideGuest.CONSTANTS, WideGuest.DEEPEST);
    for (int i = 1; i < WideGuest.METHODS; i++) {
      assertThat(answer(application, "Method" + i, StringValue.of("of "))).isEqualTo("of " + i);
    }
  }
}
