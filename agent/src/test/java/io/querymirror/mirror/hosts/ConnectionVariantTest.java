package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.querymirror.model.SourceConnection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionVariantTest {
  private static ConnectionVariant of(String driver, Map<String, String> properties) {
    return ConnectionVariant.of(
        new SourceConnection(1, driver, "app", "db:3306", null, properties, -1, -1));
  }

  @Test
  void carriesWhatChangesResultsAndNothingElse() {
    assertEquals(
        Map.of("characterEncoding", "latin1", "allowMultiQueries", "true"),
        of(
                "connector-j",
                Map.of(
                    "CHARACTERENCODING",
                    "latin1",
                    "allowMultiQueries",
                    "true",
                    "cachePrepStmts",
                    "true",
                    "socketTimeout",
                    "1",
                    "user",
                    "app"))
            .properties());
  }

  @Test
  void namesAndValuesOfOlderDrivers() {
    assertEquals(
        Map.of("connectionTimeZone", "UTC", "zeroDateTimeBehavior", "CONVERT_TO_NULL"),
        of(
                "connector-j-5",
                Map.of("serverTimezone", "UTC", "zeroDateTimeBehavior", "convertToNull"))
            .properties());
  }

  @Test
  void otherDriversCarryOnlyWhatMeansTheSame() {
    assertEquals(
        Map.of("sessionVariables", "a=1", "characterSetResults", "UTF-8"),
        of("mariadb", Map.of("sessionVariables", "a=1", "characterEncoding", "x")).properties());
    assertEquals(ConnectionVariant.PLAIN, of("org.h2.Driver", Map.of("useAffectedRows", "true")));
  }

  @Test
  void whatMariaDbsDriverSetsAtOnceIsSetByAStatement() {
    ConnectionVariant v =
        of(
            "mariadb",
            Map.of("transactionIsolation", "READ-COMMITTED", "connectionTimeZone", "UTC"));
    assertEquals(
        List.of(
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "SET sql_mode=CONCAT(@@sql_mode,',IGNORE_SPACE')"),
        v.initial());
    assertEquals(
        Map.of(
            "connectionTimeZone",
            "UTC",
            "preserveInstants",
            "false",
            "characterSetResults",
            "UTF-8"),
        v.properties());
  }

  @Test
  void equalPropertiesAreOneVariant() {
    assertEquals(
        of("connector-j", Map.of("useAffectedRows", "true")),
        of("connector-j", Map.of("useAffectedRows", "true", "tcpNoDelay", "true")));
    assertNotEquals(
        of("connector-j", Map.of("useAffectedRows", "true")), of("connector-j", Map.of()));
  }
}
