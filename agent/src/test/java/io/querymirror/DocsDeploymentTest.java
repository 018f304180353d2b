package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.querymirror.Manual.Block;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on deployment shows fits together, and leads to a configuration that is valid. */
class DocsDeploymentTest {
  private static final String AGENT =
      "-javaagent:/opt/querymirror/querymirror-agent.jar=/etc/querymirror/querymirror.yaml";

  @TempDir Path dir;

  private static Stream<Block> blocks(String info) {
    return Manual.page("deployment.md").blocks().stream().filter(b -> b.info().equals(info));
  }

  /** The manifests by their kind. */
  private static Map<String, JsonNode> manifests() throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    for (Block block : blocks("yaml kubernetes").toList()) {
      YAMLMapper yaml = new YAMLMapper();
      try (MappingIterator<JsonNode> documents =
          yaml.readerFor(JsonNode.class).readValues(block.text())) {
        while (documents.hasNext()) {
          JsonNode document = documents.next();
          assertTrue(document.path("apiVersion").isTextual());
          assertTrue(document.at("/metadata/name").isTextual());
          found.put(document.path("kind").asText(), document);
        }
      }
    }
    assertEquals(Set.of("ConfigMap", "Deployment", "Secret"), found.keySet());
    return found;
  }

  private static Map<String, JsonNode> mounts(JsonNode container) {
    Map<String, JsonNode> mounts = new HashMap<>();
    for (JsonNode mount : container.path("volumeMounts")) {
      mounts.put(mount.path("mountPath").asText(), mount);
      assertTrue(mount.path("subPath").isMissingNode(), "a subPath never changes");
    }
    return mounts;
  }

  @Test
  void everyMountOfThePodHasItsVolume() throws IOException {
    JsonNode pod = manifests().get("Deployment").at("/spec/template/spec");
    Set<String> volumes = new TreeSet<>();
    pod.path("volumes").forEach(v -> volumes.add(v.path("name").asText()));
    Set<String> mounted = new TreeSet<>();
    for (String list : List.of("initContainers", "containers")) {
      for (JsonNode container : pod.path(list)) {
        assertTrue(container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
        mounts(container).values().forEach(m -> mounted.add(m.path("name").asText()));
      }
    }
    assertEquals(volumes, mounted);
  }

  @Test
  void thePathsOfThePodFitEachOther() throws IOException {
    Map<String, JsonNode> all = manifests();
    JsonNode deployment = all.get("Deployment");
    JsonNode pod = deployment.at("/spec/template/spec");
    JsonNode init = pod.at("/initContainers/0");
    JsonNode shop = pod.at("/containers/0");
    String jar = init.at("/command/2").asText();
    assertTrue(mounts(init).containsKey(Path.of(jar).getParent().toString()));
    JsonNode options = shop.at("/env/0");
    assertEquals("JAVA_TOOL_OPTIONS", options.path("name").asText());
    assertEquals(AGENT, options.path("value").asText());
    assertTrue(AGENT.contains(jar));
    assertEquals(
        mounts(init).get("/opt/querymirror").path("name"),
        mounts(shop).get("/opt/querymirror").path("name"));
    assertFalse(mounts(shop).get("/reports").path("readOnly").asBoolean());
    assertTrue(mounts(shop).containsKey("/tmp"), "for the socket of commands");
    JsonNode volumes = pod.path("volumes");
    String map = all.get("ConfigMap").at("/metadata/name").asText();
    String secret = all.get("Secret").at("/metadata/name").asText();
    assertEquals(List.of(map), texts(volumes, "/configMap/name"));
    assertEquals(List.of(secret), texts(volumes, "/secret/secretName"));
    assertEquals(
        deployment.at("/spec/selector/matchLabels"),
        deployment.at("/spec/template/metadata/labels"));
  }

  private static List<String> texts(JsonNode list, String pointer) {
    List<String> texts = new ArrayList<>();
    list.forEach(n -> texts.add(n.at(pointer).asText()));
    texts.removeIf(String::isEmpty);
    return texts;
  }

  @Test
  void theConfigurationOfThePodIsValid() throws Exception {
    Map<String, JsonNode> all = manifests();
    JsonNode data = all.get("ConfigMap").path("data");
    // The Secret's directory as this machine has it.
    Path secret = Files.createDirectory(dir.resolve("secret"));
    Files.writeString(
        secret.resolve("password"), all.get("Secret").at("/stringData/password").asText());
    String yaml = data.path("querymirror.yaml").asText();
    assertTrue(yaml.contains("/etc/querymirror-secret/password"));
    Path file =
        Files.writeString(
            dir.resolve("querymirror.yaml"),
            yaml.replace("/etc/querymirror-secret", secret.toString()));
    Settings settings = ConfigLoader.load(file, Map.of("HOSTNAME", "shop-1"));
    assertEquals(Path.of("/reports/shop-1"), settings.report().directory());
  }

  @Test
  void everyWayNamesTheSameFiles() {
    assertTrue(blocks("sh").allMatch(b -> b.text().contains(AGENT)));
    assertTrue(blocks("ini").allMatch(b -> b.text().contains(AGENT)));
    assertEquals(1, blocks("sh").count());
  }

  @Test
  void theDropInIsOneOfSystemd() {
    Block unit = blocks("ini").findFirst().orElseThrow();
    List<String> lines = unit.text().lines().toList();
    assertEquals("[Service]", lines.get(0));
    Set<String> keys = new TreeSet<>();
    lines.stream().skip(1).forEach(l -> keys.add(l.substring(0, l.indexOf('='))));
    assertEquals(Set.of("Environment", "LoadCredential", "StateDirectory"), keys);
  }
}
