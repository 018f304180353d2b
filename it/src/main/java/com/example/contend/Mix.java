package com.example.contend;

import java.sql.SQLException;

/** What sessions do, shared by all of them. */
interface Mix {
  /** One step of a session: a transaction, or a statement by itself. */
  void step(Session session) throws SQLException;

  static Mix of(Settings settings) {
    switch (settings.mix()) {
      case "contended":
        return new Contended(settings);
      case "oltp":
        return new Oltp();
      case "transfers":
        return new Transfers();
      default:
        throw new IllegalArgumentException("mix=" + settings.mix());
    }
  }
}
