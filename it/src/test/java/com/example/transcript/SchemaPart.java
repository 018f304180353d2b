package com.example.transcript;

import java.sql.Connection;
import java.sql.Statement;

/** The tables and routines of all that follows. */
final class SchemaPart {
  private SchemaPart() {}

  static void run(Connection c, Printer out) throws Exception {
    String[] ddl = {
      "DROP TABLE IF EXISTS child, parent, item, kinds, blobs, log",
      "CREATE TABLE item (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60) UNIQUE,"
          + " price DECIMAL(10,2), stock INT NOT NULL DEFAULT 0) ENGINE=InnoDB",
      "CREATE TABLE parent (id INT PRIMARY KEY, label VARCHAR(20)) ENGINE=InnoDB",
      "CREATE TABLE child (id INT PRIMARY KEY, parent_id INT NOT NULL, FOREIGN KEY (parent_id)"
          + " REFERENCES parent (id)) ENGINE=InnoDB",
      "CREATE TABLE kinds (id INT PRIMARY KEY, b BIT(1), b8 BIT(8), ti TINYINT, si SMALLINT,"
          + " mi MEDIUMINT, bi BIGINT, ui INT UNSIGNED, ub BIGINT UNSIGNED, f FLOAT, d DOUBLE,"
          + " de DECIMAL(20,6), ch CHAR(5), vc VARCHAR(200), tx TEXT, bn BINARY(4),"
          + " vb VARBINARY(200), bl BLOB, da DATE, t TIME, t6 TIME(6), dt DATETIME,"
          + " dt6 DATETIME(6), ts TIMESTAMP NULL, ye YEAR, en ENUM('a','b'), st SET('x','y'),"
          + " js JSON) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
      "CREATE TABLE blobs (id INT PRIMARY KEY, b LONGBLOB, c LONGTEXT) ENGINE=InnoDB"
          + " DEFAULT CHARSET=utf8mb4",
      "CREATE TABLE log (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, what VARCHAR(200)) ENGINE=InnoDB",
      "DROP PROCEDURE IF EXISTS add_item",
      "DROP PROCEDURE IF EXISTS two_results",
      "DROP PROCEDURE IF EXISTS bump",
      "DROP FUNCTION IF EXISTS twice",
      "CREATE PROCEDURE add_item(IN n VARCHAR(60), IN p DECIMAL(10,2), OUT new_id INT, INOUT total"
          + " INT) BEGIN INSERT INTO item (name, price) VALUES (n, p); SET new_id ="
          + " LAST_INSERT_ID(); SET total = total + 1; END",
      "CREATE PROCEDURE two_results(IN a INT) BEGIN SELECT a AS first_one; SELECT a + 1 AS second,"
          + " 'x' AS letter; UPDATE item SET stock = stock + 0 WHERE id < 0; END",
      "CREATE PROCEDURE bump() BEGIN UPDATE item SET stock = stock + 1; END",
      "CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC NO SQL RETURN a * 2",
    };
    try (Statement s = c.createStatement()) {
      for (String sql : ddl) {
        out.sql(sql.substring(0, 20), () -> s.execute(sql));
        out.warnings("warnings", s.getWarnings());
      }
    }
  }
}
