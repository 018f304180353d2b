package io.querymirror.catalog;

import java.util.Locale;

/** Names of schemas and tables by the server's lower_case_table_names. */
final class Names {
  private Names() {}

  static String of(String name, boolean anyCase) {
    return anyCase ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** Schemas that the server keeps for itself: what is read there no transaction writes. */
  static boolean isSystem(String schema) {
    switch (schema.toLowerCase(Locale.ROOT)) {
      case "information_schema":
      case "performance_schema":
      case "mysql":
      case "sys":
        return true;
      default:
        return false;
    }
  }
}
