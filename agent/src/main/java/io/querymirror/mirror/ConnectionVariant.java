package io.querymirror.mirror;

import io.querymirror.model.SourceConnection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a source connection that change what a statement does or returns, and that only
 * a new connection can be given: connections of one variant can stand in for each other.
 */
final class ConnectionVariant {
  static final ConnectionVariant PLAIN = new ConnectionVariant(Map.of(), false);

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
          "preserveInstants",
          "sessionVariables",
          "tinyInt1isBit",
          "transformedBitIsBoolean",
          "useAffectedRows",
          "yearIsDateType");

  private static final Map<SourceConnection, ConnectionVariant> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<String, String> properties;
  private final boolean readOnly;

  private ConnectionVariant(Map<String, String> properties, boolean readOnly) {
    this.properties = properties;
    this.readOnly = readOnly;
  }

  static ConnectionVariant of(SourceConnection source) {
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
    return carried.isEmpty() ? PLAIN : new ConnectionVariant(carried, false);
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

  Map<String, String> properties() {
    return properties;
  }

  /** The same for sessions that may not write, whatever the target allows others. */
  ConnectionVariant readOnly() {
    return new ConnectionVariant(properties, true);
  }

  boolean isReadOnly() {
    return readOnly;
  }

  /** The one without properties that may stand in for it. */
  ConnectionVariant plain() {
    return readOnly ? PLAIN.readOnly() : PLAIN;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof ConnectionVariant
        && readOnly == ((ConnectionVariant) o).readOnly
        && properties.equals(((ConnectionVariant) o).properties);
  }

  @Override
  public int hashCode() {
    return properties.hashCode() + (readOnly ? 1 : 0);
  }
}
