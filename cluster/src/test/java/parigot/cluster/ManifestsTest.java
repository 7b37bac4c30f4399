package parigot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import parigot.runtime.settings.Placement;

/** The manifests for Kubernetes are what it takes, and say what a placement says. */
@Tag("once")
class ManifestsTest {
  private static final Path FOLDER = Path.of("../docs/kubernetes");

  /** What a client made from Kubernetes's own description checks an object with. */
  private interface Check {
    void of(JsonElement object) throws IOException;
  }

  private static final Map<String, Check> CHECKS =
      Map.of(
          "v1/ConfigMap", V1ConfigMap::validateJsonElement,
          "v1/Service", V1Service::validateJsonElement,
          "apps/v1/StatefulSet", V1StatefulSet::validateJsonElement,
          "apps/v1/Deployment", V1Deployment::validateJsonElement,
          "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement);

  private static List<JsonObject> objects(String file) throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    List<JsonObject> objects = new ArrayList<>();
    for (Object object : yaml.loadAll(Files.readString(FOLDER.resolve(file)))) {
      objects.add(new Gson().toJsonTree(object).getAsJsonObject());
    }
    return objects;
  }

  private static void check(JsonObject object) throws IOException {
    String kind = object.get("apiVersion").getAsString() + "/" + object.get("kind").getAsString();
    assertThat(CHECKS).containsKey(kind);
    CHECKS.get(kind).of(object);
  }

  private static JsonObject kind(List<JsonObject> objects, String kind) {
    return objects.stream()
        .filter(object -> object.get("kind").getAsString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachObjectIsAsKubernetesDescribesIt() throws IOException {
    for (String file : List.of("nodes.yaml", "pool.yaml")) {
      List<JsonObject> objects = objects(file);
      assertThat(objects).hasSize(3);
      for (JsonObject object : objects) {
        check(object);
      }
    }
  }

  @Test
  void aSlipIsFound() throws IOException {
    JsonObject set = kind(objects("nodes.yaml"), "StatefulSet");
    set.getAsJsonObject("spec").addProperty("replica", 3);

    assertThatThrownBy(() -> check(set)).hasMessageContaining("replica");
  }

  @Test
  void thePodsAreTheNodesOfThePlacementAndItsPool() throws IOException {
    List<JsonObject> objects = objects("nodes.yaml");
    JsonObject set = kind(objects, "StatefulSet");
    String text =
        kind(objects, "ConfigMap").getAsJsonObject("data").get("placement.conf").getAsString();
    Config config = ConfigFactory.parseString(text);
    Placement placement = Placement.of(config);

    String name = set.getAsJsonObject("metadata").get("name").getAsString();
    JsonObject spec = set.getAsJsonObject("spec");
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < spec.get("replicas").getAsInt(); i++) {
      pods.add(name + "-" + i);
    }
    assertThat(placement.names()).isEqualTo(pods);
    for (String pod : pods) {
      assertThat(config.getString("parigot.nodes." + pod + ".host"))
          .startsWith(pod + "." + spec.get("serviceName").getAsString() + ".default.svc");
    }
    List<JsonObject> ofPool = objects("pool.yaml");
    String service = kind(ofPool, "Service").getAsJsonObject("metadata").get("name").getAsString();
    assertThat(placement.pools()).containsExactly("pool");
    assertThat(config.getString("parigot.nodes.pool.discover"))
        .startsWith("dns:" + service + ".default.svc");
    assertThat(kind(ofPool, "Deployment").toString()).contains("\"value\":\"pool\"");
  }
}
