package com.example.transcript;

import java.sql.Connection;
import java.sql.PreparedStatement;

/** One row with one value, inserted through a setter. */
final class Stored {
  private Stored() {}

  /** Sets the value, which is the first parameter. */
  interface Setter {
    void set(PreparedStatement p) throws Exception;
  }

  static void insert(
      Connection c, Printer out, String table, String column, int row, String label, Setter setter)
      throws Exception {
    out.run(
        label,
        () -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO " + table + " (" + column + ", id) VALUES (?, ?)")) {
            setter.set(p);
            p.setInt(2, row);
            out.perhaps("insert", p::executeUpdate);
          }
        });
  }
}
