package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may be in the jar, all of it. Whatever is new there is added here on purpose, or not. */
class AgentJarIT {
  private static final Path FILE = Libraries.agent();

  private static final String ENTRY = "io/querymirror/entry/";
  private static final String FOLDER = "querymirror/";
  private static final String BOOT = "querymirror/boot/io/querymirror/bootstrap/";

  /** Below the agent's folder, with the artifacts that it comes from. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("com/fasterxml/jackson/annotation/", List.of("jackson-annotations")),
          Map.entry("com/fasterxml/jackson/core/", List.of("jackson-core")),
          Map.entry("com/fasterxml/jackson/databind/", List.of("jackson-databind")),
          Map.entry("com/google/re2j/", List.of("re2j")),
          Map.entry("com/mysql/cj/", List.of("mysql-connector-j")),
          Map.entry("com/zaxxer/hikari/", List.of("HikariCP")),
          Map.entry(
              "io/prometheus/metrics/",
              List.of(
                  "prometheus-metrics-config",
                  "prometheus-metrics-exposition-textformats",
                  "prometheus-metrics-model")),
          Map.entry("org/HdrHistogram/", List.of("HdrHistogram")),
          Map.entry("org/jctools/", List.of("jctools-core", "jctools-core-jdk11")),
          Map.entry("org/objectweb/asm/", List.of("asm")),
          Map.entry("org/slf4j/", List.of("slf4j-api")),
          Map.entry("org/webjars/uplot/", List.of("uplot")),
          Map.entry("org/yaml/snakeyaml/", List.of("snakeyaml")),
          Map.entry("picocli/", List.of("picocli")));

  private static JarFile jar;
  private static Set<String> files;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(FILE.toFile());
    files =
        jar.stream()
            .filter(e -> !e.isDirectory())
            .map(ZipEntry::getName)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void holdsWhatItMayHoldAndNothingElse() {
    Set<String> allowed =
        new TreeSet<>(
            Set.of(
                "META-INF/MANIFEST.MF",
                "META-INF/LICENSE",
                "META-INF/NOTICE",
                "META-INF/licenses/",
                ENTRY,
                BOOT,
                FOLDER + "io/querymirror/",
                FOLDER + "META-INF/services/org.slf4j.spi.SLF4JServiceProvider"));
    LIBRARIES.keySet().forEach(library -> allowed.add(FOLDER + library));

    Set<String> others = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (String file : files) {
      allowed.stream()
          .filter(file::startsWith)
          .findFirst()
          .ifPresentOrElse(used::add, () -> others.add(file));
    }
    assertEquals(Set.of(), others);
    assertEquals(allowed, used);
  }

  @Test
  void leavesOutWhatWouldHurt() {
    List<String> unwanted =
        List.of(
            // Register with DriverManager.
            FOLDER + "com/mysql/cj/jdbc/Driver.classdata",
            FOLDER + "META-INF/services/java.sql.Driver",
            // Need protobuf.
            FOLDER + "com/mysql/cj/xdevapi/",
            FOLDER + "com/mysql/cj/x/");
    for (String prefix : unwanted) {
      assertEquals(List.of(), files.stream().filter(f -> f.startsWith(prefix)).toList());
    }
    assertEquals(
        List.of(),
        files.stream()
            .filter(f -> f.contains("module-info") || f.matches(".*\\.(java|SF|RSA|jar|so|dll)"))
            .toList());
  }

  /** The pools of the application and of the agent may be set up by different files. */
  @Test
  void poolsDoNotReadTheApplicationsSettings() throws IOException {
    String config = FOLDER + "com/zaxxer/hikari/HikariConfig.classdata";
    String text = new String(bytes(config), StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("hikaricp.configurationFile"));
  }

  @Test
  void manifestSaysWhatTheJvmHasToKnow() throws IOException {
    Map<String, String> found = new TreeMap<>();
    jar.getManifest().getMainAttributes().forEach((k, v) -> found.put(k.toString(), v.toString()));
    found.remove("Manifest-Version");
    found.remove("Created-By");
    found.remove("Build-Jdk-Spec");
    String version = found.remove("Implementation-Version");
    assertTrue(version.matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), version);
    assertEquals(
        new TreeMap<>(
            Map.of(
                "Premain-Class", "io.querymirror.entry.Agent",
                "Agent-Class", "io.querymirror.entry.Agent",
                "Main-Class", "io.querymirror.entry.Agent",
                "Can-Retransform-Classes", "true",
                "Can-Redefine-Classes", "true",
                "Implementation-Title", "querymirror")),
        found);
  }

  @Test
  void isSmallEnough() throws IOException {
    assertTrue(Files.size(FILE) <= 14_000_000, () -> FILE.toFile().length() + " bytes");
  }

  /** The same sources give the same jar: no time of the build in it. */
  @Test
  void allEntriesHaveOneTime() {
    assertEquals(1, jar.stream().map(ZipEntry::getTime).distinct().count());
  }

  @Test
  void onlyTheEntryClassesAreClassesToOtherLoaders() {
    assertEquals(
        List.of(),
        files.stream().filter(f -> f.endsWith(".class") && !f.startsWith(ENTRY)).toList());
    assertEquals(
        List.of(),
        files.stream().filter(f -> f.startsWith(ENTRY) && !f.endsWith(".class")).toList());
  }

  @Test
  void everyClassRunsOnTheJvmItIsFor() throws IOException {
    Map<String, Integer> tooNew = new TreeMap<>();
    for (String file : files) {
      if (file.endsWith(".class") || file.endsWith(".classdata")) {
        int version = read(file).version();
        boolean early = file.startsWith(ENTRY) || file.startsWith(BOOT);
        if (early ? version != 52 : version > 55) {
          tooNew.put(file, version);
        }
      }
    }
    assertEquals(Map.of(), tooNew);
  }

  /** The boot loader sees no java.sql, and on Java 9 and newer nothing else of the platform's. */
  @Test
  void bootClassesNameNothingThatTheBootLoaderMayMiss() throws IOException {
    Set<String> packages =
        Set.of("java.lang", "java.lang.invoke", "java.util", "io.querymirror.bootstrap");
    Set<String> strangers = new TreeSet<>();
    for (String file : files) {
      if (file.startsWith(BOOT)) {
        for (String type : read(file).types()) {
          if (!packages.contains(type.substring(0, Math.max(0, type.lastIndexOf('.'))))) {
            strangers.add(type);
          }
        }
      }
    }
    assertEquals(Set.of(), strangers);
  }

  @Test
  void hasTheLicenceOfEveryLibrary() throws IOException {
    Set<String> artifacts = new TreeSet<>();
    LIBRARIES.values().forEach(artifacts::addAll);
    Set<String> licensed = new TreeSet<>();
    for (String file : files) {
      if (file.matches("META-INF/licenses/[^/]+/LICENSE(\\.txt)?")) {
        licensed.add(file.split("/")[2]);
      }
    }
    assertEquals(artifacts, licensed);
    assertTrue(text("META-INF/LICENSE").contains("Apache License"));
    assertTrue(text("META-INF/NOTICE").contains("Universal FOSS Exception"));
    String connector = text("META-INF/licenses/mysql-connector-j/LICENSE");
    assertTrue(connector.contains("The Universal FOSS Exception, Version 1.0"), "exception");
    assertFalse(text("META-INF/licenses/re2j/LICENSE").isBlank());
  }

  private static ClassBytes read(String file) throws IOException {
    return ClassBytes.of(bytes(file));
  }

  private static String text(String file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String file) throws IOException {
    return jar.getInputStream(jar.getEntry(file)).readAllBytes();
  }
}
