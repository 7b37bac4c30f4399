package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceOptionsTest {
  private Map<String, String> files;

  @BeforeEach
  void generate() throws IOException {
    CodeGeneratorResponse response =
        Generator.generate(new Requests().of("several/v1beta1/several.proto"), warning -> {});
    assertThat(response.getError()).isEmpty();
    files =
        response.getFileList().stream()
            .collect(
                Collectors.toMap(
                    file -> file.getName().substring("several/v1beta1/".length()),
                    CodeGeneratorResponse.File::getContent));
  }

  @Test
  void theModuleIsThePackageWithoutItsVersionAndTheFunctionTellsItsServiceAmongSeveral() {
    assertThat(files.get("testUnderTestHost.java"))
        .contains("@Import(module = \"several\", name = \"exec_under_testUnderTest_\")");
  }

  @Test
  void aMethodMayNameItsHostFunction() {
    assertThat(files.get("testUnderTestHost.java"))
        .contains("@Import(module = \"several\", name = \"quite_another_name_testUnderTest_\")");
  }

  @Test
  void aServiceNamesItsErrorsWhereItsPackageHasSeveral() {
    assertThat(files.get("testUnderTestClient.java"))
        .contains("remote.call(\"ExecUnder\", OneErr::forNumber, request, Ask.parser())");
  }

  @Test
  void theHostCallsAReverseServiceAndNobodyElseDoes() {
    assertThat(files).doesNotContainKeys("CalledClient.java", "CalledHost.java");
    assertThat(files.get("Called.java"))
        .contains(".method(\"Handle\", Ask.parser(), implementation::handle)")
        .doesNotContain("locate(", "client(", "host()");
  }

  @Test
  void aStandInHasTheMethodsOfTheReverseServiceAndIsExportedUnderBothNames() {
    assertThat(files.get("StandIn.java"))
        .contains("public interface StandIn extends Called {")
        .contains(
            """
                return Service.of(NAME)
                    .errors(OneErr::forNumber)
                    .also(Called.NAME)
                    .method("Handle", Ask.parser(), implementation::handle)
                    .methodWithoutRequest("More", implementation::more)
                    .methodWithoutBoth("Close", implementation::close)
                    .build();
            """);
    assertThat(files.get("StandInClient.java"))
        .contains("remote.callWithoutBoth(\"Close\", OneErr::forNumber)");
  }
}
