package com.example.contend;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hot rows, in all the ways in which applications fight for them. What no client can put in order,
 * or make alike, can be left out; see {@link Settings}.
 */
final class Contended implements Mix {
  private final List<Shape> shapes = new ArrayList<>();
  private final AtomicInteger references = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();
  private final Deque<Long> recent = new ConcurrentLinkedDeque<>();
  private final boolean unlocked;
  private final boolean stateful;
  private int weights;

  private interface Shape {
    void run(Session session) throws SQLException;
  }

  Contended(Settings settings) {
    unlocked = settings.unlocked() || !settings.readCommitted();
    add(150, Contended::transferByReading);
    add(110, Contended::transferByAdding);
    add(140, this::order);
    add(60, this::followUp);
    add(25, this::orderAgain);
    add(60, this::seat);
    add(25, Contended::seatToken);
    add(40, Contended::gauge);
    add(30, Contended::restock);
    add(90, Contended::tally);
    add(45, Contended::journal);
    add(50, Contended::mine);
    add(40, this::reads);
    add(50, Contended::read);
    if (settings.think() > 0) {
      add(1, Contended::hold);
    }
    stateful = settings.stateful();
    if (stateful) {
      add(40, Contended::variables);
      add(30, this::basket);
    }
    if (unlocked) {
      add(25, Contended::range);
      add(20, this::archive);
      add(20, Contended::seatBlindly);
    }
    if (!settings.commute()) {
      add(25, s -> s.alone("UPDATE gauge SET latest = ? WHERE id = ?", fresh(s), gauge(s.random)));
      add(
          25,
          s -> s.alone("UPDATE account SET balance = ? WHERE id = ?", fresh(s), account(s.random)));
      add(20, Contended::seatAlone);
    }
    if (settings.unpinned()) {
      add(
          8,
          s ->
              s.transaction(
                  () ->
                      s.update(
                          "INSERT INTO audit (account, balance)"
                              + " SELECT id, balance FROM account WHERE grp = ?",
                          group(s.random))));
      add(8, s -> s.alone("UPDATE account SET note = UUID() WHERE id = ?", account(s.random)));
      add(8, s -> s.alone("UPDATE gauge SET latest = RAND() * 1000000 WHERE id = 1"));
    }
  }

  private void add(int weight, Shape shape) {
    weights += weight;
    for (int i = 0; i < weight; i++) {
      shapes.add(shape);
    }
  }

  @Override
  public void step(Session s) throws SQLException {
    shapes.get(s.random.nextInt(weights)).run(s);
  }

  private static int account(Random random) {
    return Tables.account(random);
  }

  private static int group(Random random) {
    return random.nextInt(Tables.GROUPS);
  }

  private static int item(Random random) {
    return 1 + Math.min(random.nextInt(Tables.ITEMS), random.nextInt(Tables.ITEMS));
  }

  private static int seat(Random random) {
    return 1 + random.nextInt(Tables.SEATS);
  }

  /** Twice as many as seats, so that about every other one is taken. */
  private static String token(Random random) {
    return "t" + (1 + random.nextInt(2 * Tables.SEATS));
  }

  private static int gauge(Random random) {
    return 1 + random.nextInt(Tables.GAUGES);
  }

  /** A value that tells who wrote it. */
  private static int fresh(Session s) {
    return s.number * 1_000_000 + s.random.nextInt(1_000_000);
  }

  private static void transferByReading(Session s) throws SQLException {
    int a = account(s.random);
    int b = account(s.random);
    s.transaction(
        () -> {
          long[] from = s.select("SELECT id, balance FROM account WHERE id = ? FOR UPDATE", a);
          long[] to = s.select("SELECT id, balance FROM account WHERE id = ? FOR UPDATE", b);
          if (from != null && to != null && a != b) {
            int amount = s.random.nextInt(50);
            s.update("UPDATE account SET balance = ? WHERE id = ?", from[1] - amount, a);
            s.update("UPDATE account SET balance = ? WHERE id = ?", to[1] + amount, b);
          }
        });
  }

  private static void transferByAdding(Session s) throws SQLException {
    s.transaction(
        () -> {
          int amount = s.random.nextInt(50);
          String sql = "UPDATE account SET balance = balance + ?, changed = NOW(6) WHERE id = ?";
          s.update(sql, -amount, account(s.random));
          s.update(sql, amount, account(s.random));
          if (s.random.nextInt(4) == 0) {
            s.update("UPDATE account SET grp = ? WHERE id = ?", group(s.random), account(s.random));
          }
        });
  }

  private String reference(Random random) {
    // One time in twelve one that is there, or was rolled back.
    int number =
        random.nextInt(12) == 0
            ? random.nextInt(1 + references.get())
            : references.incrementAndGet();
    return "r" + number;
  }

  private void order(Session s) throws SQLException {
    long[] id = new long[1];
    boolean committed =
        s.transaction(
            () -> {
              id[0] =
                  s.insert(
                      "INSERT INTO orders (customer, reference, total) VALUES (?, ?, 0)",
                      s.random.nextInt(100),
                      reference(s.random));
              if (id[0] == 0) {
                return;
              }
              int quantity = 1 + s.random.nextInt(3);
              if (stateful && s.random.nextInt(4) == 0) {
                s.insert(
                    "INSERT INTO order_line (order_id, item, quantity)"
                        + " VALUES (LAST_INSERT_ID(), ?, ?)",
                    item(s.random),
                    quantity);
              } else {
                lines(s, id[0], quantity);
              }
              if (s.random.nextInt(4) == 0) {
                s.undone(
                    () -> {
                      take(s, 5);
                      lines(s, id[0], 9);
                    });
              }
              take(s, quantity);
              take(s, quantity);
              s.update("UPDATE orders SET total = total + ? WHERE id = ?", quantity * 10, id[0]);
            });
    if (committed && id[0] != 0) {
      recent.addLast(id[0]);
      if (recent.size() > 200) {
        recent.pollFirst();
      }
    }
  }

  private static void lines(Session s, long order, int quantity) throws SQLException, Lost {
    s.insert(
        "INSERT INTO order_line (order_id, item, quantity) VALUES (?, ?, ?), (?, ?, ?)",
        order,
        item(s.random),
        quantity,
        order,
        item(s.random),
        quantity);
  }

  private void take(Session s, int quantity) throws SQLException, Lost {
    if (unlocked) {
      s.update(
          "UPDATE item SET stock = stock - ?, version = version + 1 WHERE id = ? AND stock >= ?",
          quantity,
          item(s.random),
          quantity);
    } else {
      // Where it met no row, READ COMMITTED would keep no lock.
      s.update(
          "UPDATE item SET stock = stock - ?, version = version + 1 WHERE id = ?",
          quantity,
          item(s.random));
    }
  }

  /** The id of an order that some session has made, by its value. */
  private Long recent(Random random) {
    Long[] ids = recent.toArray(new Long[0]);
    return ids.length == 0 ? null : ids[random.nextInt(ids.length)];
  }

  private void followUp(Session s) throws SQLException {
    Long order = recent(s.random);
    if (order == null) {
      return;
    }
    s.transaction(
        () -> {
          s.select("SELECT id, customer, reference, total FROM orders WHERE id = ?", order);
          s.update("UPDATE orders SET total = total + 1 WHERE id = ?", order);
          if (s.random.nextBoolean()) {
            lines(s, order, 1);
          }
          if (unlocked && s.random.nextInt(3) == 0) {
            s.update(
                "DELETE FROM order_line WHERE order_id = ? AND item = ?", order, item(s.random));
          }
          s.select("SELECT COUNT(*), SUM(quantity) FROM order_line WHERE order_id = ?", order);
        });
  }

  private void orderAgain(Session s) throws SQLException {
    s.transaction(
        () -> {
          String reference = "r" + s.random.nextInt(1 + references.get());
          if (s.random.nextBoolean()) {
            s.insert(
                "INSERT INTO orders (customer, reference, total) VALUES (?, ?, 1)"
                    + " ON DUPLICATE KEY UPDATE total = total + 1",
                s.random.nextInt(100),
                reference);
          } else {
            s.insert(
                "INSERT IGNORE INTO orders (customer, reference, total) VALUES (?, ?, 0), (?, ?, 0)",
                s.random.nextInt(100),
                reference,
                s.random.nextInt(100),
                "r" + references.incrementAndGet());
          }
          take(s, 1);
        });
  }

  /** A row deleted and inserted again; its new token may be another's. */
  private void seat(Session s) throws SQLException {
    s.transaction(
        () -> {
          int seat = seat(s.random);
          if (s.select("SELECT id FROM seat WHERE id = ? FOR UPDATE", seat) != null) {
            s.update("DELETE FROM seat WHERE id = ?", seat);
          }
          sit(s, seat);
        });
  }

  private static void sit(Session s, int seat) throws SQLException, Lost {
    s.update(
        "INSERT INTO seat (id, holder, token) VALUES (?, ?, ?)", seat, s.number, token(s.random));
  }

  private static void seatToken(Session s) throws SQLException {
    s.transaction(
        () -> {
          int seat = seat(s.random);
          if (s.select("SELECT id, holder FROM seat WHERE id = ? FOR UPDATE", seat) != null) {
            s.update("UPDATE seat SET token = ? WHERE id = ?", token(s.random), seat);
            s.update("UPDATE seat SET holder = ? WHERE id = ?", fresh(s), seat);
          }
        });
  }

  private static void seatBlindly(Session s) throws SQLException {
    s.transaction(
        () -> {
          s.update("UPDATE seat SET token = ? WHERE id = ?", token(s.random), seat(s.random));
          s.update("UPDATE seat SET holder = ? WHERE id = ?", fresh(s), seat(s.random));
          int seat = seat(s.random);
          s.update("DELETE FROM seat WHERE id = ?", seat);
          sit(s, seat);
        });
  }

  private static void seatAlone(Session s) throws SQLException {
    int seat = seat(s.random);
    s.alone("DELETE FROM seat WHERE id = ?", seat);
    s.alone(
        "INSERT INTO seat (id, holder, token) VALUES (?, ?, ?)", seat, fresh(s), token(s.random));
  }

  private static void gauge(Session s) throws SQLException {
    s.transaction(
        () -> {
          if (s.random.nextBoolean()) {
            s.update("UPDATE gauge SET latest = ? WHERE id = ?", fresh(s), gauge(s.random));
          }
          s.update(
              "INSERT INTO gauge (id, n, latest) VALUES (?, 1, ?)"
                  + " ON DUPLICATE KEY UPDATE n = n + 1, latest = VALUES(latest)",
              gauge(s.random),
              fresh(s));
        });
  }

  private static void variables(Session s) throws SQLException {
    s.transaction(
        () -> {
          if (s.random.nextBoolean()) {
            s.update("SET @x = ?", s.random.nextInt(9));
          } else {
            s.select(
                "SELECT @x := balance % 7 FROM account WHERE id = ? ORDER BY id FOR UPDATE",
                account(s.random));
          }
          s.update(
              "UPDATE account SET balance = balance + COALESCE(@x, 0) WHERE id = ?",
              account(s.random));
        });
  }

  private static void restock(Session s) throws SQLException {
    s.transaction(
        () -> {
          int item = item(s.random);
          long[] row = s.select("SELECT id, stock FROM item WHERE id = ? FOR UPDATE", item);
          if (row != null) {
            s.update(
                "UPDATE item SET stock = ? WHERE id = ?", row[1] + 10 + s.random.nextInt(5), item);
          }
        });
  }

  /** A temporary table, filled with values or by a read, and written to a table that stays. */
  private void basket(Session s) throws SQLException {
    s.alone(
        "CREATE TEMPORARY TABLE IF NOT EXISTS basket"
            + " (item INT PRIMARY KEY, quantity INT NOT NULL) ENGINE = InnoDB");
    s.transaction(
        () -> {
          s.update("DELETE FROM basket");
          s.update(
              "INSERT INTO basket VALUES (?, ?), (?, ?)",
              1,
              s.random.nextInt(9),
              2,
              s.random.nextInt(9));
          if (unlocked) {
            s.update("INSERT INTO basket SELECT id, version FROM item WHERE id > ?", 8);
          }
          s.update(
              "INSERT INTO shipment SELECT ?, item, quantity FROM basket",
              batches.incrementAndGet());
        });
    if (s.random.nextInt(4) == 0) {
      s.alone("DROP TEMPORARY TABLE basket");
    }
  }

  private static void tally(Session s) throws SQLException {
    if (s.random.nextInt(4) == 0) {
      s.transaction(
          () -> {
            s.update("UPDATE tally SET n = n + ? WHERE id = ?", 10, gauge(s.random));
            s.update("UPDATE tally SET n = n - ? WHERE id = ?", 10, gauge(s.random));
          });
    } else {
      s.alone("UPDATE tally SET n = n + 1 WHERE id = ?", gauge(s.random));
    }
  }

  private static void journal(Session s) throws SQLException {
    if (s.random.nextInt(4) == 0) {
      s.alone(
          "INSERT INTO journal (session, value) VALUES (?, 1), (?, 2), (?, 3)",
          s.number,
          s.number,
          s.number);
    } else {
      s.alone("INSERT INTO journal (session, value) VALUES (?, ?)", s.number, fresh(s));
    }
  }

  /** Rows that no other session touches. */
  private static void mine(Session s) throws SQLException {
    int id = 1 + s.random.nextInt(5);
    switch (s.random.nextInt(4)) {
      case 0:
        s.alone("REPLACE INTO mine (session, id, n) VALUES (?, ?, ?)", s.number, id, fresh(s));
        break;
      case 1:
        s.alone("UPDATE mine SET n = n * 2 + 1 WHERE session = ? AND id = ?", s.number, id);
        break;
      case 2:
        s.alone("DELETE FROM mine WHERE session = ? AND id = ?", s.number, id);
        break;
      default:
        s.alone("INSERT INTO mine (session, id, n) VALUES (?, ?, ?)", s.number, id, fresh(s));
    }
  }

  private void reads(Session s) throws SQLException {
    s.transaction(
        () -> {
          s.select("SELECT COUNT(*), SUM(balance) FROM account WHERE grp = ?", group(s.random));
          s.select("SELECT id, grp, balance FROM account WHERE id = ?", account(s.random));
          s.select("SELECT id, n, latest FROM gauge WHERE id = ?", gauge(s.random));
          Long order = recent(s.random);
          if (order != null) {
            s.select("SELECT COUNT(*), SUM(quantity) FROM order_line WHERE order_id = ?", order);
          }
        });
  }

  private static void read(Session s) throws SQLException {
    switch (s.random.nextInt(4)) {
      case 0:
        s.look("SELECT id, grp, balance FROM account WHERE id = ?", account(s.random));
        break;
      case 1:
        s.look("SELECT COUNT(*), SUM(balance) FROM account WHERE grp = ?", group(s.random));
        break;
      case 2:
        s.look("SELECT id, n, latest FROM gauge WHERE id = ?", gauge(s.random));
        break;
      default:
        s.look("SELECT id, holder, token FROM seat WHERE id = ?", seat(s.random));
    }
  }

  /** Keeps a hot row so long that those who wait for it are refused. */
  private static void hold(Session s) throws SQLException {
    if (s.random.nextInt(2) == 0) {
      s.transaction(
          () -> {
            s.update("UPDATE item SET stock = stock - 1 WHERE id = 2");
            Session.pause(TimeUnit.MILLISECONDS.toNanos(1_300));
          });
    }
  }

  private static void range(Session s) throws SQLException {
    s.transaction(
        () -> {
          switch (s.random.nextInt(3)) {
            case 0:
              s.update(
                  "UPDATE account SET balance = balance + 1 WHERE grp = ? AND balance > ?",
                  group(s.random),
                  1000);
              break;
            case 1:
              int from = account(s.random);
              s.update(
                  "UPDATE account SET note = ? WHERE id BETWEEN ? AND ?",
                  "by " + fresh(s),
                  from,
                  from + s.random.nextInt(20));
              break;
            default:
              s.update("UPDATE item SET stock = stock + 50 WHERE stock < ?", 30);
          }
          s.update("UPDATE gauge SET n = n + 1 WHERE id = ?", gauge(s.random));
        });
  }

  private void archive(Session s) throws SQLException {
    s.transaction(
        () -> {
          s.update(
              "INSERT INTO archive (batch, account, balance)"
                  + " SELECT ?, id, balance FROM account WHERE grp = ?",
              batches.incrementAndGet(),
              group(s.random));
          s.update("UPDATE account SET balance = balance + 1 WHERE id = ?", account(s.random));
        });
  }
}
