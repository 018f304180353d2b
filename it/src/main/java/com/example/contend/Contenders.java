package com.example.contend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The application's sessions, at work together or not at all. */
public final class Contenders implements AutoCloseable {
  private final Settings settings;
  private final Counts counts = new Counts();
  private final List<Session> sessions = new ArrayList<>();
  private volatile boolean stopped;
  private volatile long end;

  /** Connects them. Arguments as those of {@link Contend}. */
  public Contenders(String... args) throws SQLException {
    settings = Settings.parse(args);
    Mix mix = Mix.of(settings);
    for (int i = 0; i < settings.threads(); i++) {
      sessions.add(new Session(i, settings, mix, counts, this::over));
    }
  }

  private boolean over() {
    return stopped || System.nanoTime() > end;
  }

  /** Works for as long as the settings say. */
  public void run() throws InterruptedException {
    run(settings.millis() > 0 ? settings.millis() : TimeUnit.DAYS.toMillis(1));
  }

  /** Works for so long. */
  public void run(long millis) throws InterruptedException {
    end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Thread> threads = new ArrayList<>();
    for (Session session : sessions) {
      Thread thread = new Thread(session, "session");
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Ends the work soon. */
  public void stop() {
    stopped = true;
  }

  /** Executions of statements so far, as an agent counts them. */
  public long statements() {
    return counts.statements.get();
  }

  /** What they saw. */
  public String said() {
    StringBuilder trouble = new StringBuilder();
    sessions.forEach(session -> trouble.append(session.trouble()));
    return counts + " trouble=[" + trouble + "]";
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  @Override
  public void close() throws SQLException {
    for (Session session : sessions) {
      session.close();
    }
  }
}
