package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.compare.Statements;
import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of all types that production's driver holds are the same as those that a server of its
 * kind and one of the other kind send, by text and by the binary protocol; one that is not is
 * found.
 */
class AllTypesIT {
  private static final int TIMES = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "CONNECTOR_J, MYSQL8",
    "CONNECTOR_J, MARIADB",
    "CONNECTOR_J_5, MYSQL8",
    "MARIADB, MARIADB",
    "MARIADB_2, MYSQL8"
  })
  void areTheSameOnBothKindsOfServers(Driver driver, ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer mysql = Servers.target(ServerKind.MYSQL8);
    EmbeddedServer mariadb = Servers.target(ServerKind.MARIADB);
    for (EmbeddedServer server : new EmbeddedServer[] {source, mysql, mariadb}) {
      RowPacketsIT.fill(server);
    }
    mysql.execute("UPDATE packets.kinds SET d6 = d6 + INTERVAL 1 MICROSECOND WHERE id = 1");
    String[] statements = {
      "SELECT * FROM kinds",
      "?SELECT * FROM kinds WHERE id > 0",
      RowPacketsIT.SUMS,
      "?" + RowPacketsIT.SUMS,
      "SELECT id, d6 FROM kinds"
    };
    // Of text and prepared statements with one text, the digest is one.
    Config config =
        Config.in(directory)
            .target("mysql", mysql, "compare: {results: true}")
            .target("mariadb", mariadb, "compare: {results: true}")
            .rule("all", "mirror: [mysql, mariadb]");
    App app =
        App.of(Statements.class)
            .library(driver.library())
            .argument(
                driver.url(source.address(), "packets", "useServerPrepStmts=true"),
                "app",
                EmbeddedServer.PASSWORD,
                TIMES)
            .argument((Object[]) statements);
    Report report = Mirror.run(app, config).report();
    JsonNode there = report.node("targets.mariadb.results");
    JsonNode here = report.node("targets.mysql.results");
    int same = here.path("same").asInt();
    int different = here.path("different").asInt();
    // Of what ran before the configuration was read no rows were held: of the first round some.
    int early = there.at("/incomparable/no_rows").asInt();
    assertAll(
        report.toString(),
        () -> assertTrue(early <= 5, there.toString()),
        () -> assertEquals(5 * TIMES - early, there.path("same").asInt(), there.toString()),
        () -> assertEquals(0, there.path("different").asInt(), there.toString()),
        () -> assertEquals(5 * TIMES - early, same + different, here.toString()),
        () -> assertTrue(different >= 3 * (TIMES - 1) && different <= 3 * TIMES, here.toString()),
        () -> assertTrue(same >= 2 * (TIMES - 1) && same <= 2 * TIMES, here.toString()));
  }
}
