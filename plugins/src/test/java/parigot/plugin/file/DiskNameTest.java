package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;

import file.v1.host.FileErr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import parigot.plugin.ServiceError;

class DiskNameTest {

  @Property(tries = 3000)
  void aNameOnTheDiskIsPlainAndReadsBack(@ForAll String name, @ForAll boolean caseMatters) {
    String valid = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    DiskName names = new DiskName(caseMatters);
    String written = names.of(valid);
    assertThat(written).doesNotContain("/").doesNotStartWith("@").matches("[ -~]*");
    assertThat(names.read(written)).contains(valid);
    if (!caseMatters) {
      assertThat(written.replaceAll("%..", ""))
          .isEqualTo(written.replaceAll("%..", "").toLowerCase(Locale.ROOT));
    }
  }

  @Property(tries = 3000)
  void anyPathIsEitherRefusedOrStaysInside(@ForAll String end) {
    Path root = Path.of("/sandbox");
    try {
      FilePath path = FilePath.parse("/parigot/app/" + end);
      Path found = root;
      for (String name : path.names()) {
        found = found.resolve(new DiskName(true).of(name));
      }
      assertThat(found.normalize()).isEqualTo(found);
      assertThat(found.getNameCount()).isEqualTo(1 + path.names().size());
      assertThat(found.startsWith(root)).isTrue();
    } catch (ServiceError refused) {
      assertThat(refused.number()).isEqualTo(FileErr.InvalidPathError_VALUE);
    }
  }
}
