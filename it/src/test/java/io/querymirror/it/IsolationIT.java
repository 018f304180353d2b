package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.crowd.Crowd;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications with other versions of all that the agent carries, and with none of it. */
class IsolationIT {
  private static final List<String> LIBRARIES =
      List.of(
          "asm-7.1",
          "HikariCP-5.1.0",
          "jackson-core-2.17.2",
          "jackson-databind-2.17.2",
          "jackson-annotations-2.17.2",
          "jackson-dataformat-yaml-2.17.2",
          "snakeyaml-2.2",
          "slf4j-api-1.7.36",
          "slf4j-simple-1.7.36",
          "re2j-1.7",
          "HdrHistogram-2.1.12",
          "jctools-core-3.3.0",
          "picocli-4.6.3");

  private static final List<String> CLASSES =
      List.of(
          "org.objectweb.asm.ClassReader",
          "com.zaxxer.hikari.HikariConfig",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
          "org.yaml.snakeyaml.Yaml",
          "org.slf4j.LoggerFactory",
          "org.slf4j.impl.StaticLoggerBinder",
          "com.google.re2j.Pattern",
          "org.HdrHistogram.Histogram",
          "org.jctools.queues.MpscArrayQueue",
          "picocli.CommandLine",
          "com.mysql.cj.jdbc.Driver",
          "org.mariadb.jdbc.Driver",
          "io.querymirror.runtime.AgentStart",
          "io.querymirror.capture.Capture",
          "io.querymirror.model.SourceEvent");

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  @ParameterizedTest(name = "JDK {0}, own libraries: {1}, {2}")
  @CsvSource({
    "17, true, CONNECTOR_J_8",
    "25, true, CONNECTOR_J_8",
    "17, false, CONNECTOR_J_9",
    "25, false, CONNECTOR_J_9",
    "17, false, MARIADB_3",
  })
  void bothWork(int jdk, boolean crowded, Driver driver) {
    Config config =
        Config.in(directory).target("candidate", target).rule("all", "mirror: [candidate]");
    App.Finished without = app(jdk, crowded, driver).run().ok();
    long mark = target.generalLog().mark();
    App.Finished with = app(jdk, crowded, driver).agent(config.write()).run().ok();

    assertEquals(without.out(), with.out());
    // What the JVM says of the application's own libraries it says in either case.
    assertEquals(without.err(), App.foreign(with.err()), with.err());
    assertEquals(
        List.of("SELECT 0", "SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4"),
        Copies.texts(target.generalLog().since(mark)),
        with.err());
    assertEquals(5, config.report().balanced().ledger("candidate", "executed"));
  }

  /** Its packages are closed to the agent, which opens them to itself. */
  @Test
  void aDriverThatIsANamedModuleIsKnownFromInside() {
    Config config =
        Config.in(directory)
            .target("candidate", target)
            .rule("all", "match: {user: app, schema: mysql}, mirror: [candidate]");
    App.Finished finished =
        App.of(Crowd.class)
            .option("--module-path", Libraries.jar(Driver.MARIADB_3.library()).toString())
            .option("--add-modules", "org.mariadb.jdbc")
            .argument(
                Driver.MARIADB_3.url(source.address(), "mysql", ""), "app", EmbeddedServer.PASSWORD)
            .agent(config.write())
            .run()
            .ok();
    assertFalse(finished.err().contains("not known from inside"), finished.err());
    assertEquals(5, config.report().balanced().ledger("candidate", "executed"), finished.err());
  }

  private App app(int jdk, boolean crowded, Driver driver) {
    App app =
        App.of(Crowd.class)
            .java(jdk)
            .library(driver.library())
            .argument(driver.url(source.address(), "mysql", ""), "app", EmbeddedServer.PASSWORD)
            .argument(CLASSES.toArray());
    return crowded ? app.libraries(LIBRARIES) : app;
  }
}
