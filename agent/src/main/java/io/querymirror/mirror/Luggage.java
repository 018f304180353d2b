package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.Marker;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session takes along when it leaves a connection: values that only this connection knows,
 * as SET statements that give them to another. One round trip.
 */
final class Luggage {
  private final Map<String, String> settings = new LinkedHashMap<>();
  private @Nullable Object identity;

  private Luggage() {}

  /**
   * Reads them.
   *
   * @param names user variables with their {@code @}, session variables without
   */
  static Luggage of(TargetConnection c, List<String> names) throws SQLException {
    StringBuilder select = new StringBuilder(Marker.OWN).append("SELECT LAST_INSERT_ID()");
    for (String name : names) {
      String quoted = quoted(name);
      if (name.startsWith("@")) {
        select.append(", ").append(quoted).append(", COLLATION(").append(quoted);
        select.append("), HEX(").append(quoted).append(')');
      } else {
        select.append(", ").append(quoted);
      }
    }
    List<@Nullable Object> values = c.ask(select.toString());
    Luggage found = new Luggage();
    found.identity = values.get(0);
    int i = 1;
    for (String name : names) {
      String literal;
      if (name.startsWith("@")) {
        literal = literal(values.get(i), values.get(i + 1), values.get(i + 2));
        i += 3;
      } else {
        literal = literal(values.get(i++));
      }
      found.settings.put(name, "SET " + quoted(name) + " = " + literal);
    }
    return found;
  }

  /** Of each name, the statement that sets it. */
  Map<String, String> settings() {
    return settings;
  }

  /** What LAST_INSERT_ID() answered. */
  @Nullable Object identity() {
    return identity;
  }

  static String quoted(String name) {
    if (name.startsWith("@")) {
      return "@`" + name.substring(1).replace("`", "``") + '`';
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("\\.")) {
      parts.add(ControlText.quote(part));
    }
    return "@@session." + String.join(".", parts);
  }

  private static String literal(
      @Nullable Object value, @Nullable Object collation, @Nullable Object hex) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return literal(value);
    }
    String name = String.valueOf(collation);
    if (name.equals("binary")) {
      return "x'" + hex + "'";
    }
    int end = name.indexOf('_');
    return "_" + (end < 0 ? name : name.substring(0, end)) + " x'" + hex + "' COLLATE " + name;
  }

  static String literal(@Nullable Object value) {
    if (value instanceof Double || value instanceof Float) {
      String text = value.toString();
      return text.indexOf('E') < 0 ? text + "e0" : text;
    }
    if (value instanceof BigDecimal) {
      String text = ((BigDecimal) value).toPlainString();
      return text.indexOf('.') < 0 ? text + '.' : text;
    }
    if (value instanceof Number) {
      return value.toString();
    }
    if (value instanceof Boolean) {
      return value.equals(true) ? "1" : "0";
    }
    if (value == null) {
      return "NULL";
    }
    String text = value.toString();
    // By its code points, as no sql_mode and no character set changes what it means then.
    StringBuilder hex = new StringBuilder("_utf8mb4 x'");
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      hex.append(String.format("%02x", b));
    }
    return hex.append('\'').toString();
  }
}
