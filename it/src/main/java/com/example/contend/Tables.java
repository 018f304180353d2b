package com.example.contend;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** The tables of all mixes, with their first rows: few, so that sessions meet. */
public final class Tables {
  static final int ACCOUNTS = 300;
  static final int GROUPS = 20;
  static final int ITEMS = 12;
  static final int SEATS = 24;
  static final int GAUGES = 8;
  static final int OLTP_ROWS = 1_000;

  private static final String NOW = " TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)";

  private Tables() {}

  static int account(Random random) {
    return 1 + (random.nextInt(4) == 0 ? random.nextInt(10) : random.nextInt(ACCOUNTS));
  }

  /** Statements that make a schema anew. */
  public static List<String> of(String schema) {
    List<String> list = new ArrayList<>();
    list.add("DROP DATABASE IF EXISTS " + schema);
    list.add("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    list.add("USE " + schema);
    table(
        list,
        "account",
        "id INT PRIMARY KEY, grp INT NOT NULL, balance BIGINT NOT NULL,"
            + " note VARCHAR(40) NOT NULL, changed"
            + NOW
            + ", KEY (grp)");
    table(
        list,
        "orders",
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL,"
            + " reference VARCHAR(32) NOT NULL, total BIGINT NOT NULL, created"
            + NOW
            + ", changed TIMESTAMP(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6),"
            + " UNIQUE KEY (reference), KEY (customer)");
    table(
        list,
        "order_line",
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, order_id BIGINT NOT NULL, item INT NOT NULL,"
            + " quantity INT NOT NULL, KEY (order_id), FOREIGN KEY (order_id) REFERENCES orders (id)");
    table(list, "item", "id INT PRIMARY KEY, stock INT NOT NULL, version INT NOT NULL");
    table(
        list,
        "seat",
        "id INT PRIMARY KEY, holder INT NOT NULL, token VARCHAR(16) NOT NULL, UNIQUE KEY (token)");
    table(
        list,
        "journal",
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, session INT NOT NULL, value BIGINT NOT NULL, at"
            + NOW);
    table(list, "tally", "id INT PRIMARY KEY, n BIGINT NOT NULL");
    table(list, "gauge", "id INT PRIMARY KEY, n BIGINT NOT NULL, latest BIGINT NOT NULL");
    table(
        list,
        "mine",
        "session INT NOT NULL, id INT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (session, id)");
    table(
        list,
        "archive",
        "batch BIGINT NOT NULL, account INT NOT NULL, balance BIGINT NOT NULL,"
            + " PRIMARY KEY (batch, account)");
    table(
        list,
        "audit",
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, account INT NOT NULL, balance BIGINT NOT NULL");
    table(
        list,
        "shipment",
        "batch BIGINT NOT NULL, item INT NOT NULL, quantity INT NOT NULL,"
            + " PRIMARY KEY (batch, item)");
    table(
        list,
        "sbtest1",
        "id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL DEFAULT 0,"
            + " c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT '', KEY k_1 (k)");
    rows(
        list,
        "account (id, grp, balance, note, changed)",
        ACCOUNTS,
        id -> id + ", " + id % GROUPS + ", 1000, '', '2026-01-01 00:00:00'");
    rows(list, "item", ITEMS, id -> id + ", 500, 0");
    rows(list, "seat", SEATS, id -> id + ", 0, 't" + id + "'");
    rows(list, "tally", GAUGES, id -> id + ", 0");
    rows(list, "gauge", GAUGES, id -> id + ", 0, 0");
    rows(list, "sbtest1", OLTP_ROWS, id -> id + ", " + id + ", 'c" + id + "', 'pad'");
    return list;
  }

  private static void table(List<String> list, String name, String columns) {
    list.add("CREATE TABLE " + name + " (" + columns + ") ENGINE = InnoDB");
  }

  private static void rows(List<String> list, String into, int count, IntFunction<String> row) {
    StringBuilder sql = new StringBuilder("INSERT INTO " + into + " VALUES ");
    for (int id = 1; id <= count; id++) {
      sql.append(id == 1 ? "(" : ", (").append(row.apply(id)).append(')');
    }
    list.add(sql.toString());
  }
}
