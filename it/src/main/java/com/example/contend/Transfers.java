package com.example.contend;

import java.sql.SQLException;

/**
 * Double-entry bookkeeping: whatever is committed leaves the sum of all balances, and that of all
 * entries of the journal, at what it was.
 */
final class Transfers implements Mix {
  @Override
  public void step(Session s) throws SQLException {
    int from = Tables.account(s.random);
    int to = Tables.account(s.random);
    int amount = 1 + s.random.nextInt(50);
    s.transaction(
        () -> {
          // A session takes its rows in order, and so has few deadlocks.
          move(s, Math.min(from, to), from < to ? -amount : amount);
          move(s, Math.max(from, to), from < to ? amount : -amount);
        });
  }

  private static void move(Session s, int account, int amount) throws SQLException, Lost {
    if (s.update("UPDATE account SET balance = balance + ? WHERE id = ?", amount, account) < 0
        || s.insert("INSERT INTO journal (session, value) VALUES (?, ?)", s.number, amount) == 0) {
      throw new Lost();
    }
  }
}
