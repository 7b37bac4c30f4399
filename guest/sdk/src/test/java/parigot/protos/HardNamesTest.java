package parigot.protos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are in each other's way in Java, and not in a .proto. */
@Tag("once")
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
        "message Object { Object o = 1; String String = 2; } message String { repeated String s = 1; "
            + "map<int32, Object> m = 2; } message Service { message Integer { Service s = 1; } "
            + "Integer i = 1; } message Override { Service Service = 1; } "
            + "service Future { rpc A(Service) returns (String); rpc B(Object) returns (Override); }",
        "message M { int32 class = 1; int32 class_ = 2; repeated int32 foo = 3; int32 foo_count ="
            + " 4; bytes foo_bytes = 5; int32 foo_list = 6; int32 all_foo = 7; }",
      })
  void namesThatAreInEachOthersWayCompile(String text)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = tried(text);
    assertThat(trial.accepted()).as(trial.figures()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message FooPlugin { int32 a = 1; } message fooplugin {} service Foo { "
            + "rpc Get(FooPlugin) returns (fooplugin); }",
        "message implementation { int32 a = 1; } message methods { message implementation {} } "
            + "service S { rpc A(implementation) returns (methods); "
            + "rpc B(methods) returns (methods.implementation); }",
        "message String { message Object { int32 a = 1; } } message List {} message Caller {} "
            + "service Service { rpc service(String) returns (List); rpc Service2(String.Object) "
            + "returns (Caller); rpc getClass(List) returns (String.Object); rpc class(Caller) "
            + "returns (String); }",
        "message Message { message DefaultInstance { int32 a = 1; } } message PluginService {} "
            + "service Hard { rpc hard(Message) returns (Message.DefaultInstance); "
            + "rpc Hard_(PluginService) returns (Message); }",
        "message M { int32 a = 1; } service Nothing {} service foo { rpc Foo(M) returns (M); } "
            + "service Foo { rpc Foo(M) returns (M); }",
      })
  void interfacesOfPluginsCompileToo(String text)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = tried(text);
    assertThat(trial.interfaces())
        .as(trial.figures())
        .isEqualTo(text.split("service \\w+ \\{", -1).length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message record { int32 a = 1; } service S { rpc A(record) returns (record); }",
        "message A { message B { message A { int32 a = 1; } } } service S { rpc B(A.B.A) returns (A); }",
        "message Builder { int32 a = 1; } service S { rpc A(Builder) returns (Builder); }",
        "message parigot { int32 a = 1; } service S { rpc A(parigot) returns (parigot); }",
      })
  void messagesThatProtobufHasNoClassForAreRefusedToPluginsAlone(String text)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = tried(text);
    assertThat(trial.accepted()).as(trial.figures()).isEqualTo(1);
    assertThat(trial.interfaces()).isZero();
    assertThat(trial.figures()).contains("another name");
  }

  private Trial tried(String text)
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
    return trial;
  }
}
