package io.querymirror.inspect;

import io.querymirror.mirror.hosts.HostAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rights of an account, as the server lists them, with those of its active roles. */
final class Grants {
  private static final Pattern LINE =
      Pattern.compile(
          "(GRANT|REVOKE) (.+?) ON (?:(?:TABLE|FUNCTION|PROCEDURE) )?"
              + "(\\*|`(?:[^`]|``)*`|\"[^\"]*\"|\\w+)\\.(\\*|`(?:[^`]|``)*`|\"[^\"]*\"|\\w+)"
              + " (?:TO|FROM) .*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What one line gives, or takes. */
  private static final class Line {
    final boolean gives;
    final Set<String> rights;
    final String schema;
    final String table;

    Line(boolean gives, Set<String> rights, String schema, String table) {
      this.gives = gives;
      this.rights = rights;
      this.schema = schema;
      this.table = table;
    }

    boolean names(String right) {
      return rights.contains(right) || rights.contains("ALL PRIVILEGES") || rights.contains("ALL");
    }
  }

  private final List<Line> lines = new ArrayList<>();

  Grants(List<String> grants) {
    for (String grant : grants) {
      Matcher m = LINE.matcher(grant);
      if (m.matches()) {
        lines.add(
            new Line(
                m.group(1).equalsIgnoreCase("GRANT"),
                rights(m.group(2)),
                unquoted(m.group(3)),
                unquoted(m.group(4))));
      }
    }
  }

  static Grants of(Connection c) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement s = c.createStatement()) {
      read(s, "SHOW GRANTS", all);
      String roles = roles(s);
      if (!roles.isEmpty()) {
        try {
          read(s, "SHOW GRANTS FOR CURRENT_USER() USING " + roles, all); // MySQL
        } catch (SQLException e) {
          read(s, "SHOW GRANTS FOR CURRENT_ROLE", all); // MariaDB
        }
      }
    }
    return new Grants(all);
  }

  private static void read(Statement s, String sql, List<String> into) throws SQLException {
    try (ResultSet r = s.executeQuery(HostAccess.OWN + sql)) {
      while (r.next()) {
        into.add(r.getString(1));
      }
    }
  }

  /** Those that are active, as the server writes them; empty for none. */
  private static String roles(Statement s) {
    try (ResultSet r = s.executeQuery(HostAccess.OWN + "SELECT CURRENT_ROLE()")) {
      String roles = r.next() ? r.getString(1) : null;
      return roles == null || roles.equalsIgnoreCase("NONE") ? "" : roles;
    } catch (SQLException e) {
      return ""; // a server that knows no roles
    }
  }

  /** Without the columns that a right may be for. */
  private static Set<String> rights(String list) {
    Set<String> rights = new HashSet<>();
    for (String right : list.replaceAll("\\([^)]*\\)", "").split(",")) {
      rights.add(right.trim().toUpperCase(Locale.ROOT));
    }
    return rights;
  }

  private static String unquoted(String name) {
    char first = name.charAt(0);
    return first == '`' || first == '"'
        ? name.substring(1, name.length() - 1).replace("``", "`")
        : name;
  }

  /** Whether it holds everywhere. */
  boolean everywhere(String right) {
    return lines.stream()
        .anyMatch(l -> l.gives && l.schema.equals("*") && l.table.equals("*") && l.names(right));
  }

  /** Whether it holds for all of a schema. */
  boolean on(String right, String schema) {
    boolean given = false;
    boolean taken = false;
    for (Line l : lines) {
      if (!l.names(right) || !l.table.equals("*")) {
        continue;
      }
      boolean all = l.schema.equals("*");
      if (l.gives) {
        given |= all || like(l.schema, schema);
      } else {
        taken |= !all && like(l.schema, schema);
      }
    }
    return given && !taken;
  }

  /** Whether it holds for one table, or for some of its columns. */
  boolean on(String right, String schema, String table) {
    return on(right, schema)
        || lines.stream()
            .anyMatch(
                l ->
                    l.gives
                        && l.names(right)
                        && l.schema.equalsIgnoreCase(schema)
                        && l.table.equalsIgnoreCase(table));
  }

  /** Whether any table of a schema has a right of its own. */
  boolean onTables(String schema) {
    return lines.stream()
        .anyMatch(l -> l.gives && l.schema.equalsIgnoreCase(schema) && !l.table.equals("*"));
  }

  /** A schema's name in a grant is a pattern: % and _, and a backslash before what is meant. */
  private static boolean like(String pattern, String schema) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(schema)
        .matches();
  }
}
