package io.querymirror.inspect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static Grants grants(String... lines) {
    return new Grants(List.of(lines));
  }

  @Test
  void everywhereIsOnEverySchema() {
    Grants g = grants("GRANT SELECT, PROCESS ON *.* TO `m`@`%` IDENTIFIED BY PASSWORD '*AB'");
    assertTrue(g.everywhere("PROCESS"));
    assertTrue(g.on("SELECT", "shop"));
    assertFalse(g.on("INSERT", "shop"));
    assertFalse(grants("GRANT USAGE ON *.* TO `m`@`%`").on("SELECT", "shop"));
  }

  @Test
  void allPrivilegesAreAll() {
    assertTrue(grants("GRANT ALL PRIVILEGES ON `shop`.* TO `m`@`%`").on("SHOW VIEW", "shop"));
    assertTrue(grants("GRANT ALL PRIVILEGES ON *.* TO `m`@`%` WITH GRANT OPTION").everywhere("X"));
  }

  @Test
  void aSchemaIsAPattern() {
    Grants g = grants("GRANT SELECT ON `shop\\_%`.* TO `m`@`%`", "GRANT INSERT ON `a_c`.* TO 'm'");
    assertTrue(g.on("SELECT", "shop_next"));
    assertFalse(g.on("SELECT", "shopping"));
    assertTrue(g.on("INSERT", "abc"));
    assertFalse(g.on("INSERT", "ac"));
    assertFalse(g.on("SELECT", "other"));
  }

  @Test
  void aTableAndItsColumns() {
    Grants g =
        grants(
            "GRANT SELECT (`id`, `name`), INSERT ON `shop`.`item` TO `m`@`%`",
            "GRANT SELECT ON \"odd\"\"\".\"t\" TO 'm'",
            "GRANT EXECUTE ON PROCEDURE `shop`.`p` TO `m`@`%`");
    assertFalse(g.on("SELECT", "shop"));
    assertTrue(g.on("SELECT", "shop", "item"));
    assertTrue(g.on("INSERT", "shop", "ITEM"));
    assertFalse(g.on("INSERT", "shop", "cart"));
    assertTrue(g.onTables("shop"));
    assertFalse(g.onTables("other"));
  }

  @Test
  void whatIsTakenFromASchemaIsNotThere() {
    Grants g =
        grants("GRANT SELECT, INSERT ON *.* TO `m`@`%`", "REVOKE INSERT ON `shop`.* FROM `m`@`%`");
    assertTrue(g.on("SELECT", "shop"));
    assertFalse(g.on("INSERT", "shop"));
    assertTrue(g.on("INSERT", "other"));
  }
}
