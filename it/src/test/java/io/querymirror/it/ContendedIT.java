package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.contend.Tables;
import io.querymirror.it.replay.Comparison;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contended application and the comparison by themselves: what either finds must not be of its
 * own making. By hand, and with other settings: {@link io.querymirror.it.replay.Trial}.
 */
class ContendedIT {
  private static final String SCHEMA = "contend";

  @TempDir Path directory;

  private static void emptied(EmbeddedServer... servers) {
    for (EmbeddedServer server : servers) {
      server.execute(Tables.of(SCHEMA).toArray(new String[0]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSessionAloneLeavesEqualTables(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: apply", "order: session")
            .rule("all", "mirror: twin");
    Mirror.Ended app =
        Mirror.run(
            Mirror.contend(source, SCHEMA, "threads=1", "steps=600", "think=0", "reconnect=0"),
            config);
    Comparison comparison = Comparison.of(source, target, SCHEMA);
    assertAll(
        app + "\n" + comparison,
        () -> assertTrue(app.said().contains("trouble=[]")),
        () -> assertTrue(comparison.equal()),
        () -> assertTrue(comparison.rows() > 1_500),
        () -> assertEquals(0, app.report().dropped("twin")),
        () -> assertEquals(app.number("statements"), app.report().number("capture.seen")),
        () -> assertTrue(app.number("duplicates") > 0),
        () -> assertTrue(app.number("rollbacks") > 0));
  }

  @Test
  void theComparisonFindsWhatDiffers() {
    EmbeddedServer source = Servers.source(ServerKind.MARIADB);
    EmbeddedServer target = Servers.target(ServerKind.MARIADB);
    emptied(source, target);
    // What the clocks filled may be as far apart as this.
    source.execute("UPDATE contend.account SET changed = changed + INTERVAL 1 SECOND");
    assertTrue(Comparison.of(source, target, SCHEMA).equal());
    target.execute(
        "UPDATE contend.account SET balance = balance + 1 WHERE id = 7",
        "UPDATE contend.account SET changed = '2027-01-01 00:00:00' WHERE id = 8",
        "DELETE FROM contend.seat WHERE id = 3",
        "INSERT INTO contend.journal (session, value) VALUES (1, 2)",
        "DROP TABLE contend.mine");
    Comparison comparison = Comparison.of(source, target, SCHEMA);
    assertFalse(comparison.equal());
    assertEquals(
        Set.of("account", "seat", "journal", "mine"), comparison.tables(), comparison::toString);
    assertEquals(5, comparison.count(), comparison::toString);
  }
}
