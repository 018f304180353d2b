package io.querymirror.mirror.hosts;

import io.querymirror.model.SourceConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a source connection that change what a statement does or returns, and that only
 * a new connection can be given: connections of one variant can stand in for each other.
 */
public final class ConnectionVariant {
  public static final ConnectionVariant PLAIN = new ConnectionVariant(Map.of(), List.of(), false);

  /** Names that Connector/J 8 and later knows. */
  private static final List<String> CONNECTOR_J =
      List.of(
          "allowMultiQueries",
          "characterEncoding",
          "characterSetResults",
          "connectionCollation",
          "connectionTimeZone",
          "emptyStringsConvertToZero",
          "forceConnectionTimeZoneToSession",
          "jdbcCompliantTruncation",
          "noAccessToProcedureBodies",
          "noDatetimeStringSync",
          "preserveInstants",
          "sendFractionalSeconds",
          "sendFractionalSecondsForTime",
          "sendStringParametersAsUnicode",
          "sessionVariables",
          "tinyInt1isBit",
          "transformedBitIsBoolean",
          "treatUtilDateAsTimestamp",
          "useAffectedRows",
          "useUnicode",
          "yearIsDateType",
          "zeroDateTimeBehavior");

  /** Those of MariaDB Connector/J that mean the same by the same name. */
  private static final List<String> MARIADB =
      List.of(
          "allowMultiQueries",
          "connectionCollation",
          "connectionTimeZone",
          "forceConnectionTimeZoneToSession",
          "jdbcCompliantTruncation",
          "preserveInstants",
          "sessionVariables",
          "tinyInt1isBit",
          "transformedBitIsBoolean",
          "useAffectedRows",
          "yearIsDateType");

  /** MariaDB's driver asks for it when it logs in. */
  private static final String SPACES = "SET sql_mode=CONCAT(@@sql_mode,',IGNORE_SPACE')";

  private static final List<String> LEVELS =
      List.of("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE");

  private static final Map<SourceConnection, ConnectionVariant> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<String, String> properties;
  private final List<String> initial;
  private final boolean readOnly;

  private ConnectionVariant(
      Map<String, String> properties, List<String> initial, boolean readOnly) {
    this.properties = properties;
    this.initial = initial;
    this.readOnly = readOnly;
  }

  public static ConnectionVariant of(SourceConnection source) {
    ConnectionVariant known = KNOWN.get(source);
    if (known == null) {
      known = find(source);
      KNOWN.put(source, known);
    }
    return known;
  }

  private static ConnectionVariant find(SourceConnection source) {
    boolean connectorJ = source.driver().startsWith("connector-j");
    if (!connectorJ && !source.driver().startsWith("mariadb")) {
      return PLAIN;
    }
    Map<String, String> carried = new TreeMap<>();
    for (String name : connectorJ ? CONNECTOR_J : MARIADB) {
      String value = find(source.properties(), name);
      if (value != null) {
        carried.put(name, value(name, value));
      }
    }
    String zone = find(source.properties(), "serverTimezone");
    if (connectorJ && zone != null) {
      carried.putIfAbsent("connectionTimeZone", zone);
    }
    String isolation = null;
    if (!connectorJ) {
      if (carried.containsKey("connectionTimeZone")) {
        // Each driver has its own default.
        carried.putIfAbsent("preserveInstants", "false");
      }
      isolation = find(source.properties(), "transactionIsolation");
      carried.put("characterSetResults", "UTF-8");
      if (setsMode(carried)) {
        // It sets it last; Connector/J adds to it.
        carried.put("jdbcCompliantTruncation", "false");
      }
    }
    String mode = connectorJ || setsMode(carried) ? null : SPACES;
    return carried.isEmpty() && mode == null && isolation == null
        ? PLAIN
        : new ConnectionVariant(carried, initial(isolation, mode), false);
  }

  /** Connector/J takes the names of its properties in any case. */
  private static @Nullable String find(Map<String, String> properties, String name) {
    String exact = properties.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, String> entry : properties.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static String value(String name, String value) {
    if (name.equals("zeroDateTimeBehavior")) {
      // Connector/J 5 wrote convertToNull, later ones CONVERT_TO_NULL.
      String upper = value.toUpperCase(Locale.ROOT);
      return upper.equals("CONVERTTONULL") ? "CONVERT_TO_NULL" : upper;
    }
    return value;
  }

  public Map<String, String> properties() {
    return properties;
  }

  /** The same for sessions that may not write, whatever the target allows others. */
  public ConnectionVariant readOnly() {
    return new ConnectionVariant(properties, initial, true);
  }

  public boolean isReadOnly() {
    return readOnly;
  }

  /** The one without properties that may stand in for it. */
  ConnectionVariant plain() {
    return readOnly ? PLAIN.readOnly() : PLAIN;
  }

  /** The statements that set what no property of Connector/J sets. */
  public List<String> initial() {
    return initial;
  }

  private static List<String> initial(@Nullable String isolation, @Nullable String mode) {
    List<String> all = new ArrayList<>();
    if (isolation != null) {
      String level = isolation.toUpperCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
      level = level.replace("TRANSACTION ", "").trim();
      if (LEVELS.contains(level)) {
        all.add("SET SESSION TRANSACTION ISOLATION LEVEL " + level);
      }
    }
    if (mode != null) {
      all.add(mode);
    }
    return all;
  }

  private static boolean setsMode(Map<String, String> carried) {
    String set = carried.get("sessionVariables");
    return set != null && set.toLowerCase(Locale.ROOT).contains("sql_mode");
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof ConnectionVariant
        && readOnly == ((ConnectionVariant) o).readOnly
        && initial.equals(((ConnectionVariant) o).initial)
        && properties.equals(((ConnectionVariant) o).properties);
  }

  @Override
  public int hashCode() {
    return Objects.hash(properties, initial, readOnly);
  }
}
