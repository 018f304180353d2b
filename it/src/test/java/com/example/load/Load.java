package com.example.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Several sessions at once, each with a connection and a table of its own. */
final class Load {
  private final List<Session> sessions = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong statements = new AtomicLong();
  private volatile int pauseMillis;
  private volatile boolean stopped;

  Load(String[] access, int count, int statementsEach) throws SQLException {
    for (int i = 0; i < count; i++) {
      sessions.add(new Session(access, i, statementsEach, this));
    }
  }

  void start() {
    for (Session session : sessions) {
      Thread thread = new Thread(session, "session");
      threads.add(thread);
      thread.start();
    }
  }

  /** Between two steps of each session. */
  Load pause(int millis) {
    pauseMillis = millis;
    return this;
  }

  void rest() {
    if (pauseMillis > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      } catch (InterruptedException e) {
        stopped = true;
      }
    }
  }

  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  void executed() {
    statements.incrementAndGet();
  }

  long statements() {
    return statements.get();
  }

  /** What the application saw: statements, of these the expected failures, and the unexpected. */
  String finish() {
    long failed = 0;
    long worst = 0;
    StringBuilder trouble = new StringBuilder();
    for (int i = 0; i < sessions.size(); i++) {
      try {
        threads.get(i).join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      failed += sessions.get(i).failed();
      worst = Math.max(worst, sessions.get(i).worstNanos());
      trouble.append(sessions.get(i).trouble());
    }
    return "statements="
        + statements.get()
        + " failed="
        + failed
        + " worst_ms="
        + worst / 1_000_000
        + " trouble=["
        + trouble
        + "]";
  }
}
