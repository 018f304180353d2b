package io.querymirror.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.TargetSettings;
import io.querymirror.sql.SqlParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  private TargetSettings target() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("querymirror.yaml"),
            "targets: {a: {hosts: db, username: u, schemas: {shop: shop_next}}}\n"
                + "rules: [{mirror: a}]\n");
    return ConfigLoader.load(file, Map.of()).targets().get("a");
  }

  /** A report in which these texts ran in the schema shop. */
  private static JsonNode report(String... texts) {
    ObjectNode report = JSON.createObjectNode();
    ArrayNode digests = report.putObject("targets").putObject("any").putArray("digests");
    for (String text : texts) {
      digests
          .addObject()
          .put("text", SqlParser.parse(text).digestText())
          .put("schema", "shop")
          .put("count", 3);
    }
    return report;
  }

  @Test
  void tablesOfTextsByTheTargetsSchemas() throws Exception {
    SeenTables seen =
        new SeenTables(
            List.of(
                report(
                    "SELECT * FROM item i JOIN `Cart` ON i.id = 7 WHERE x IN (1, 2, 3)",
                    "INSERT INTO log.audit VALUES (1, 'a'), (2, 'b')",
                    "WITH x AS (SELECT * FROM shop.orders) SELECT * FROM x",
                    "SELECT * FROM information_schema.TABLES",
                    "CREATE TEMPORARY TABLE scratch (id INT)",
                    "SELECT * FROM scratch",
                    "SELECT 1")));
    assertEquals(
        "{log={audit=3}, shop_next={Cart=3, item=3, orders=3}}", seen.of(target()).toString());
  }

  @Test
  void whatIsMissingIsNamed() {
    Map<String, Long> seen = new TreeMap<>(Map.of("item", 3L, "Cart", 1L, "orders", 2L));
    Map<String, String> there = Map.of("item", "item", "cart", "cart");
    Point point = SeenTables.compare("shop", seen, there, false);
    assertEquals(
        "warning tables.shop: not there: orders; there in another case: Cart", point.toString());
    assertEquals(
        "warning tables.shop: not there: orders",
        SeenTables.compare("shop", seen, there, true).toString());
    assertEquals(
        "ok tables.shop: all 1 that the source's statements named",
        SeenTables.compare("shop", Map.of("item", 3L), there, true).toString());
    assertEquals(Level.ERROR, SeenTables.compare("shop", seen, null, true).level());
  }
}
