package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.contend.Tables;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two applications, each mirrored in its own commit order to one target, keep none together. */
class SecondWriterIT {
  private static final String SCHEMA = "contend";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;

  private Config config(String name, EmbeddedServer target) throws IOException {
    return Config.in(Files.createDirectory(directory.resolve(name)))
        .target("twin", target, "writes: apply", "order: commit")
        .rule("all", "mirror: twin");
  }

  private static long seen(Config config) {
    return Files.exists(config.reports().resolve("report.json"))
        ? config.report().node("targets.twin.fidelity.several_writers").asLong()
        : 0;
  }

  @Test
  void eachNoticesTheOtherAndClaimsNoTable() throws IOException {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    for (EmbeddedServer server : new EmbeddedServer[] {source, target}) {
      server.execute(Tables.of(SCHEMA).toArray(new String[0]));
    }
    String[] words = {"threads=1", "steps=20"};
    Config first = config("first", target);
    Config second = config("second", target);
    try (App.Running one = Mirror.contend(source, SCHEMA, words).agent(first.write()).start()) {
      Await.until(PATIENCE, () -> Files.exists(first.reports().resolve("report.json")), one::err);
      assertEquals(0, seen(first), "alone");
      try (App.Running two = Mirror.contend(source, SCHEMA, words).agent(second.write()).start()) {
        Await.until(
            PATIENCE,
            () -> seen(first) > 0 && seen(second) > 0,
            () -> one.err() + two.err() + first.report() + second.report());
        two.await(PATIENCE).ok();
      }
      one.await(PATIENCE).ok();
    }
    for (Config each : new Config[] {first, second}) {
      assertTrue(
          each.report().node("targets.twin.out_of_step").toString().contains("\"*\""),
          each.report()::toString);
    }
  }
}
