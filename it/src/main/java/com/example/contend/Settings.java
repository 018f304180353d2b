package com.example.contend;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is run, from words like {@code seed=3}.
 *
 * @param mix {@code contended}, {@code oltp} or {@code transfers}
 * @param threads sessions, each with a thread and a connection of its own
 * @param millis how long, at most; 0: until {@code steps} are done
 * @param steps of each session at most; 0: until the time is over
 * @param seed of all that is random; with one thread and steps the same seed does the same
 * @param readCommitted the isolation, else REPEATABLE READ
 * @param commute autocommit writes commute with all writes of the same rows, or touch rows that no
 *     other session touches
 * @param unlocked with statements that under READ COMMITTED read rows without keeping a lock: the
 *     source of INSERT … SELECT, UPDATE and DELETE of anything but a key, or of a row that is not
 *     there
 * @param unpinned with statements whose values no client can know: ids given to INSERT … SELECT,
 *     UUID(), RAND()
 * @param stateful with user variables, temporary tables and LAST_INSERT_ID()
 * @param reconnect steps after which a session takes a new connection; 0: never. Across its
 *     connections its order is like that of two sessions
 * @param think microseconds, at most, that a session waits between statements of a transaction, one
 *     time in four; 0: it waits nowhere
 */
record Settings(
    String url,
    String user,
    String password,
    String mix,
    int threads,
    long millis,
    int steps,
    long seed,
    boolean readCommitted,
    boolean commute,
    boolean unlocked,
    boolean unpinned,
    boolean stateful,
    int reconnect,
    int think) {
  private static final Set<String> KNOWN =
      Set.of(
          "mix",
          "threads",
          "millis",
          "steps",
          "seed",
          "isolation",
          "autocommit",
          "unlocked",
          "unpinned",
          "stateful",
          "reconnect",
          "think");

  /** URL, user, password, then words in any order. */
  static Settings parse(String... args) {
    Map<String, String> words = new HashMap<>();
    for (int i = 3; i < args.length; i++) {
      String[] word = args[i].split("=", 2);
      if (word.length < 2 || !KNOWN.contains(word[0])) {
        throw new IllegalArgumentException(args[i] + " is none of " + KNOWN);
      }
      words.put(word[0], word[1]);
    }
    int steps = Integer.parseInt(words.getOrDefault("steps", "0"));
    return new Settings(
        args[0],
        args[1],
        args[2],
        words.getOrDefault("mix", "contended"),
        Integer.parseInt(words.getOrDefault("threads", "8")),
        Long.parseLong(words.getOrDefault("millis", steps > 0 ? "0" : "8000")),
        steps,
        Long.parseLong(words.getOrDefault("seed", "1")),
        oneOf(words, "isolation", "rr", "rc").equals("rc"),
        oneOf(words, "autocommit", "commute", "any").equals("commute"),
        oneOf(words, "unlocked", "true", "false").equals("true"),
        oneOf(words, "unpinned", "false", "true").equals("true"),
        oneOf(words, "stateful", "true", "false").equals("true"),
        Integer.parseInt(words.getOrDefault("reconnect", "200")),
        Integer.parseInt(words.getOrDefault("think", "2000")));
  }

  private static String oneOf(Map<String, String> words, String key, String usual, String other) {
    String value = words.getOrDefault(key, usual);
    if (!value.equals(usual) && !value.equals(other)) {
      throw new IllegalArgumentException(key + "=" + value);
    }
    return value;
  }
}
