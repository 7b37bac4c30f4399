package parigot.protos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are in each other's way in Java, and not in a .proto. */
class HardNamesTest {
  private static final String ERRORS =
      """
      enum Err {
        option (protosupport.v1.parigot_error) = true;
        NoError = 0;
        DispatchError = 1;
        UnmarshalError = 2;
        MarshalError = 3;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message Builder { message Builder { Builder b = 1; } Builder b = 1; }",
        "message DefaultInstance { enum DefaultInstance { A = 0; } DefaultInstance d = 1; }",
        "message Foo {} message foo {} message FOO { foo a = 1; Foo b = 2; FOO c = 3; }",
        "message A { message Foo {} message foo {} message FOO {} foo a = 1; Foo b = 2; }",
        "message A { message builder {} enum BUILDER { X = 0; } builder a = 1; BUILDER b = 2; }",
        "enum EnumDesc { A = 0; } message M { EnumDesc desc = 1; }",
        "enum E { option allow_alias = true; class = 0; class_ = 0; number = 2; number_ = 2; "
            + "UNRECOGNIZED = 4; UNRECOGNIZED_ = 4; } message M {}",
        "message M { oneof a_b { int32 x = 1; int32 X = 2; string a_b_not_set = 3; } "
            + "oneof aB { int32 y = 4; } int32 a_b_case = 5; }",
        "message A { message a { int32 x = 1; } int32 A = 1; a B = 2; A a_ = 3; }",
        "message M { message b { int32 x = 1; } int32 B = 1; b c = 2; } message N { M.b b = 1; }",
        "message java { string java = 1; } message parigot { java org = 1; } message org {}",
        "message value { value value = 1; repeated value values = 2; map<string, value> in = 3; }",
        "message in { in in = 1; in tag = 2; } message out { out out = 1; in in_ = 2; }",
        "message record {} message var {} message yield { record record = 1; var var = 2; }",
        "message FooClient {} message FooHost {} service Foo { rpc Get(FooClient) returns (FooHost); }",
        "message M { int32 a = 1; } service S { rpc Foo(M) returns (M); rpc foo(M) returns (M) { "
            + "option (protosupport.v1.host_func_name) = \"foo2\"; } rpc fOO(M) returns (M); }",
        "message M { int32 a = 1; } service S { rpc get_url(M) returns (M); rpc GetUrl(M) "
            + "returns (M) { option (protosupport.v1.host_func_name) = \"other\"; } }",
        "message NAME { int32 a = 1; } message remote { int32 a = 1; } message request { int32 a ="
            + " 1; } service S { rpc A(NAME) returns (remote); rpc B(remote) returns (request); "
            + "rpc C(request) returns (NAME); }",
        "message M { int32 class = 1; int32 class_ = 2; repeated int32 foo = 3; int32 foo_count ="
            + " 4; bytes foo_bytes = 5; int32 foo_list = 6; int32 all_foo = 7; }",
      })
  void namesThatAreInEachOthersWayCompile(String text)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = new Trial(new Protoc(folder));
    trial.run(
        List.of(
            List.of(
                new ProtoFile(
                    "hard.proto",
                    "syntax = \"proto3\";\npackage hard.v1;\n"
                        + "import \"protosupport/v1/protosupport.proto\";\n"
                        + text.replaceAll(
                            "(message|enum) (\\w+) \\{",
                            "$1 $2 { option deprecated_legacy_json_field_conflicts = true; ")
                        + ERRORS))));
    assertThat(trial.accepted()).as(trial.figures()).isEqualTo(1);
  }
}
