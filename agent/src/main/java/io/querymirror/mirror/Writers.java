package io.querymirror.mirror;

import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Execution;
import io.querymirror.order.Ordered;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether another agent applies writes in commit order to the same server: each holds a user lock
 * there, on a connection of its own, for as long as it runs. Two of them keep no order among each
 * other, so neither may claim that the tables are equal. Targets of this same agent are told by a
 * second lock, and matter only where their {@linkplain TouchedSchemas schemas} meet.
 */
final class Writers implements OwnWriters.Member, AutoCloseable {
  /** Where to take the lock. */
  interface Server {
    /** A connection of the agent's own, that the caller closes. */
    Connection open() throws SQLException;
  }

  /** One lock for each target of each agent, so that all of them see each other. */
  private static final int AGENTS = 16;

  private static final String LOCK = "querymirror.writer.";
  private static final long EVERY_NANOS = 2_000_000_000L;

  /** Marks of connections that broke may be there for a while. */
  private static final int MARKS = 3;

  private final TouchedSchemas touched;
  private final Server server;
  private final Executor workers;
  private final Runnable several;
  private final Consumer<String> debug;
  private final AtomicBoolean met = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private @Nullable Connection connection;
  private int own;
  private boolean others;
  private boolean closed;
  private volatile OwnWriters group = new OwnWriters();
  private volatile String name = group.join(this);

  /** The locks that tell its connections, the last ones; the newest at the end. */
  private final List<String> marks = new CopyOnWriteArrayList<>();

  private int connections;
  private boolean looked;
  private long last;

  /**
   * @param several to be run each time that others are noticed
   * @param debug takes a line of the log
   */
  Writers(
      TouchedSchemas touched,
      Server server,
      Executor workers,
      Runnable several,
      Consumer<String> debug) {
    this.touched = touched;
    this.server = server;
    this.workers = workers;
    this.several = several;
    this.debug = debug;
  }

  /** The targets of the same agent; before it looks for the first time. */
  void among(OwnWriters own) {
    group = own;
    name = own.join(this);
  }

  /** A statement has its place in the order. Under the target's lock; never waits. */
  void ran(Execution e, Ordered place) {
    if (touched.note(e, place)) {
      group.grown(this);
    }
  }

  @Override
  public TouchedSchemas touched() {
    return touched;
  }

  @Override
  public void met() {
    if (met.compareAndSet(false, true)) {
      several.run();
    }
  }

  /** Looks, on a worker, where it is time to. Called by one thread. */
  void look() {
    long now = System.nanoTime();
    if (looked && now - last < EVERY_NANOS || !looking.compareAndSet(false, true)) {
      return;
    }
    looked = true;
    last = now;
    workers.execute(
        () -> {
          try {
            lookNow();
          } finally {
            looking.set(false);
          }
        });
  }

  /** On a worker. */
  synchronized void lookNow() {
    if (closed) {
      return;
    }
    try {
      Connection c = connection;
      if (c == null) {
        c = server.open();
        connection = c;
        // Where a session holds one lock only the second gives it back: then nobody is known.
        number(c, "SELECT GET_LOCK('" + newMark() + "', 0)");
        own = take(c);
      }
      boolean now = own == 0 || othersOn(c);
      if (now && !others) {
        several.run();
      }
      others = now;
    } catch (SQLException | RuntimeException e) {
      debug.accept("look for other writers: " + Errors.words(e));
      release();
    }
  }

  private String newMark() {
    String mark = name + '.' + ++connections;
    marks.add(mark);
    if (marks.size() > MARKS) {
      marks.remove(0);
    }
    return mark;
  }

  /** The number of the lock that is this agent's now; 0 where all are others'. */
  private static int take(Connection c) throws SQLException {
    for (int i = 1; i <= AGENTS; i++) {
      if (number(c, "SELECT GET_LOCK('" + LOCK + i + "', 0)") == 1) {
        return i;
      }
    }
    return 0;
  }

  /** Whether somebody holds a lock who is none of this agent's; one seen twice, as locks move. */
  private boolean othersOn(Connection c) throws SQLException {
    Set<Long> strangers = strangers(c);
    if (!strangers.isEmpty()) {
      strangers.retainAll(strangers(c));
    }
    return !strangers.isEmpty();
  }

  /** The connections of others that hold a lock. */
  private Set<Long> strangers(Connection c) throws SQLException {
    StringBuilder ask = new StringBuilder("SELECT 0");
    List<OwnWriters.Member> ours = new ArrayList<>();
    for (OwnWriters.Member member : group.members()) {
      for (String mark : ((Writers) member).marks) {
        ours.add(member);
        holder(ask, mark);
      }
    }
    for (int i = 1; i <= AGENTS; i++) {
      if (i != own) {
        holder(ask, LOCK + i);
      }
    }
    List<Long> holders = numbers(c, ask.toString());
    List<Long> known = holders.subList(1, 1 + ours.size());
    Set<Long> strangers = new HashSet<>();
    for (Long holder : holders.subList(1 + ours.size(), holders.size())) {
      int at = known.indexOf(holder);
      if (holder != 0 && at < 0) {
        strangers.add(holder);
      } else if (holder != 0 && ours.get(at) != this) {
        group.onOneServer(this, ours.get(at));
      }
    }
    return strangers;
  }

  private static void holder(StringBuilder ask, String lock) {
    ask.append(", IS_USED_LOCK('").append(lock).append("')");
  }

  private static long number(Connection c, String sql) throws SQLException {
    return numbers(c, sql).get(0);
  }

  /** The values of the one row; 0 for NULL. */
  private static List<Long> numbers(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery(Marker.OWN + sql)) {
      if (!row.next()) {
        throw new SQLException("no answer");
      }
      List<Long> values = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        values.add(row.getLong(i));
      }
      return values;
    }
  }

  private void release() {
    Connection c = connection;
    connection = null;
    own = 0;
    if (c != null) {
      try {
        c.close();
      } catch (SQLException e) {
        // It was gone already.
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    group.leave(this);
    release();
  }
}
