package com.example.limits;

import com.example.load.Lines;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application that works in transactions of three rows each, and may fill its heap. Led by the
 * lines of its input, each answered by one line. Arguments: URL, user, password. Its table {@code
 * part} has the columns thread, number, part and filler.
 */
public final class Worker {
  private static final int PARTS = 3;

  private final String[] access;
  private final List<Thread> threads = new ArrayList<>();
  private final List<byte[]> held = new ArrayList<>();
  private final AtomicLong statements = new AtomicLong();
  private final StringBuffer trouble = new StringBuffer();
  private volatile boolean stopped;
  private int sessions;

  private Worker(String[] access) {
    this.access = access;
  }

  public static void main(String[] args) throws Exception {
    Worker worker = new Worker(args);
    Lines.answer(worker::command);
  }

  private Object command(String verb, String rest) throws InterruptedException {
    switch (verb) {
      case "start":
        return start(rest.split(","));
      case "stop":
        stopped = true;
        for (Thread thread : threads) {
          thread.join();
        }
        threads.clear();
        return "statements=" + statements + " failed=0 worst_ms=0 trouble=[" + trouble + "]";
      case "hold":
        held.add(new byte[Integer.parseInt(rest) << 20]);
        return held.size();
      case "release":
        held.clear();
        System.gc();
        return verb;
      case "gc":
        System.gc();
        return verb;
      case "progress":
        return statements;
      default:
        throw new IllegalArgumentException(verb);
    }
  }

  /** THREADS,BYTES: so many sessions, with so many bytes in each row. */
  private String start(String[] how) {
    stopped = false;
    for (int i = 0; i < Integer.parseInt(how[0]); i++) {
      int session = ++sessions;
      String filler = "x".repeat(Integer.parseInt(how[1]));
      Thread thread = new Thread(() -> work(session, filler), "worker");
      threads.add(thread);
      thread.start();
    }
    return "started";
  }

  private void work(int session, String filler) {
    try (Connection c = DriverManager.getConnection(access[0], access[1], access[2]);
        PreparedStatement read = c.prepareStatement("SELECT COUNT(*) FROM part WHERE thread = ?");
        PreparedStatement write = c.prepareStatement("INSERT INTO part VALUES (?, ?, ?, ?)")) {
      c.setAutoCommit(false);
      for (int number = 1; !stopped; number++) {
        for (int part = 0; part < PARTS; part++) {
          write.setInt(1, session);
          write.setInt(2, number);
          write.setInt(3, part);
          write.setString(4, filler);
          write.executeUpdate();
          read.setInt(1, -1);
          read.executeQuery().close();
          statements.addAndGet(2);
        }
        c.commit();
      }
    } catch (SQLException | RuntimeException | OutOfMemoryError e) {
      trouble.append(e);
    }
  }
}
