package io.querymirror.model;

/**
 * Why a statement may do or answer something else when it runs a second time, although the same
 * data are there. Kept as bits of an int, in the order of the constants.
 */
public enum Volatile {
  /** NOW() and its kin, as a value. A target can be told the time of the original. */
  CLOCK("the time", false),
  /** The time decides which rows are met, or between branches: a microsecond may matter. */
  CLOCK_DECIDES("the time in a condition", true),
  /** SYSDATE() goes on while a statement runs, and no session setting holds it. */
  SYSDATE("sysdate()", true),
  /** RAND() without an argument: targets can be made to agree with one another. */
  RANDOM("rand()", true),
  UUID("uuid() or another number from the server alone", true),
  CONNECTION("connection_id()", true),
  USER("the account's name", true),
  /** VERSION(), system variables that a server has, information_schema, SHOW. */
  SERVER("what differs from server to server", true),
  LOCK("a user lock", true),
  /** LAST_INSERT_ID(), FOUND_ROWS(), ROW_COUNT(): they follow from what the session ran before. */
  SESSION("the session's own past", false),
  /** SLEEP(), BENCHMARK(): they answer the same unless they are cut short, which is no error. */
  WAIT("sleep() or benchmark()", false),
  FILE("a file of the server", true),
  REPLICATION("the state of a replication", true),
  /** NEXTVAL(), NEXT VALUE FOR. */
  SEQUENCE("a sequence", true),
  /** A stored function or procedure, or a name that no server has built in. */
  ROUTINE("a stored routine", true),
  /** LIMIT without ORDER BY. */
  LIMIT("limit without order by", true),
  /** A user variable that is assigned row by row, without ORDER BY. */
  VARIABLE("a user variable that is assigned row by row", true),
  /** Keys that a trigger generates, that several sessions may have drawn in turns, or unknown. */
  KEYS("generated keys that are not known", true);

  private final String words;
  private final boolean loose;

  Volatile(String words, boolean loose) {
    this.words = words;
    this.loose = loose;
  }

  /** A few words for a report. */
  public String words() {
    return words;
  }

  /** Whether it stays so although a session is told the original's time and keys. */
  public boolean isLoose() {
    return loose;
  }

  public int bit() {
    return 1 << ordinal();
  }

  public boolean in(int bits) {
    return (bits & bit()) != 0;
  }
}
