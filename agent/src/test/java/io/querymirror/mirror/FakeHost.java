package io.querymirror.mirror;

import io.querymirror.catalog.FakeSchema;
import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.Pin;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.FakeResults;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import io.querymirror.model.SourceConnection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A host in memory: writes down what it is sent, with the number of the connection in front. */
final class FakeHost implements TargetHost {
  static final Outcome ROWS = Outcome.ROWS;
  static final Outcome LOST = Outcome.error("08S01", 0, "Communications link failure");

  private final String address;
  private final int weight;
  private final boolean writer;
  private final List<String> log = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private volatile State state = State.UP;
  private volatile Runnable changed = () -> {};
  private volatile BiFunction<ConnectionVariant, String, Outcome> reply = (v, sql) -> ROWS;
  private final List<ConnectionVariant> connected = new ArrayList<>();
  private volatile Function<String, List<Object>> answers = sql -> List.of(0L);
  private volatile Function<String, ResultRows> rows = sql -> null;
  private volatile Function<String, List<Integer>> warnings = sql -> List.of();
  private volatile int mostOpen;
  private volatile int room = Integer.MAX_VALUE;

  /** Rows of INSERTs that were committed. */
  private final List<String> written = new ArrayList<>();

  private final FakeSchema schema = new FakeSchema();
  private volatile boolean refusesToBeTold;
  private volatile CountDownLatch schemaKnown = new CountDownLatch(0);

  FakeHost(String address, int weight, boolean writer) {
    for (String table : List.of("a", "b", "t", "t0", "t1", "t2", "t3")) {
      schema.table(table, "v int");
    }
    schema.procedure("look", "SELECT count(*) FROM a").procedure("hides", null);
    this.address = address;
    this.weight = weight;
    this.writer = writer;
  }

  /**
   * For what asks for the schema {@code shop}: tables a, b, t, t0 to t3, none with a key, and the
   * procedures {@code look}, which reads a, and {@code hides}.
   */
  @Override
  public java.sql.Connection own() throws SQLException {
    try {
      schemaKnown.await();
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
    return schema.open();
  }

  /** Its account lacks the right to set what copies are told. */
  void refusesToBeTold() {
    refusesToBeTold = true;
  }

  void hidesSchema() {
    schema.down(true);
  }

  /** Nobody is told of the schema before. */
  void tellsSchemaAfter(CountDownLatch latch) {
    schemaKnown = latch;
  }

  /** What comes of a statement, by its text without marker; may block. */
  void reply(Function<String, Outcome> f) {
    reply = (variant, sql) -> f.apply(sql);
  }

  /** The same, by what the connection was asked for as. */
  void replyOn(BiFunction<ConnectionVariant, String, Outcome> f) {
    reply = f;
  }

  /** Rows that a copy returns, by its text; null for none. */
  void rows(Function<String, ResultRows> f) {
    rows = f;
  }

  /** Codes of the warnings that a copy raises, by its text. */
  void warnings(Function<String, List<Integer>> f) {
    warnings = f;
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What a SELECT of one row answers. */
  void answers(Function<String, List<Object>> f) {
    answers = f;
  }

  /** What each connection was asked for as, in their order. */
  List<ConnectionVariant> connected() {
    synchronized (log) {
      return new ArrayList<>(connected);
    }
  }

  /** So many connections and no more. */
  void room(int connections) {
    room = connections;
  }

  void become(State next) {
    state = next;
    changed.run();
  }

  List<String> log() {
    synchronized (log) {
      return new ArrayList<>(log);
    }
  }

  /** What one connection was sent, markers and all. */
  List<String> log(int connection) {
    String prefix = connection + " ";
    return log().stream()
        .filter(l -> l.startsWith(prefix))
        .map(l -> l.substring(prefix.length()))
        .toList();
  }

  /** What committed INSERTs wrote, in the order of their commits. */
  List<String> rows() {
    synchronized (log) {
      return new ArrayList<>(written);
    }
  }

  int mostOpen() {
    return mostOpen;
  }

  int open() {
    return open.get();
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public int weight() {
    return weight;
  }

  @Override
  public boolean writer() {
    return writer;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void start(Runnable onChange) {
    changed = onChange;
  }

  @Override
  public TargetConnection connect(
      ConnectionVariant variant, SourceConnection source, String signature) throws SQLException {
    if (state != State.UP) {
      throw new SQLTransientConnectionException("not up");
    }
    synchronized (log) {
      if (open.get() >= room) {
        throw new SQLException("Too many connections", "08004", 1040);
      }
      mostOpen = Math.max(mostOpen, open.incrementAndGet());
      connected.add(variant);
    }
    return new Connection(connections.incrementAndGet(), variant);
  }

  @Override
  public void close() {}

  private final class Connection implements TargetConnection {
    private final int number;
    private final ConnectionVariant variant;
    private boolean alive = true;
    private boolean released;
    private boolean autocommit = true;
    private String schema;
    private boolean begun;
    private boolean serverAutocommit = true;
    private final List<String> uncommitted = new ArrayList<>();
    private Pin pin = Pin.NONE;
    private List<Integer> warned = List.of();

    Connection(int number, ConnectionVariant variant) {
      this.number = number;
      this.variant = variant;
    }

    private Outcome send(String sql) {
      synchronized (log) {
        log.add(number + " " + sql);
      }
      if (!alive || released) {
        return LOST;
      }
      String plain = sql.replaceFirst("^/\\*.*?\\*/ ", "");
      Outcome outcome = reply.apply(variant, plain);
      if (Errors.lost(outcome)) {
        alive = false;
      } else if (outcome.ok()) {
        keepBooks(plain);
      } else if (Errors.deadlock(outcome)) {
        uncommitted.clear();
        begun = false;
      }
      return outcome;
    }

    /** Transactions as a server has them. */
    private void keepBooks(String sql) {
      if (sql.startsWith("INSERT")) {
        uncommitted.add(sql);
        if (serverAutocommit && !begun) {
          commit();
        }
      } else if (sql.equals("BEGIN") || sql.startsWith("START TRANSACTION")) {
        commit();
        begun = true;
      } else if (sql.equals("COMMIT")) {
        commit();
      } else if (sql.equals("ROLLBACK") || sql.startsWith("ROLLBACK AND NO CHAIN")) {
        uncommitted.clear();
        begun = false;
      } else if (sql.startsWith("SET autocommit=")) {
        boolean on = sql.endsWith("1");
        if (on && !serverAutocommit) {
          commit();
        }
        serverAutocommit = on;
      }
    }

    private void commit() {
      begun = false;
      synchronized (log) {
        written.addAll(uncommitted);
      }
      uncommitted.clear();
    }

    @Override
    public TargetHost host() {
      return FakeHost.this;
    }

    @Override
    public CopyResult copy(Execution e, String sql) {
      long start = System.nanoTime();
      return CopyResult.ran(send(Marker.COPY + sql), start, 1000);
    }

    @Override
    public CopyResult copy(Execution e, String sql, boolean keepRows) {
      long start = System.nanoTime();
      Outcome outcome = send(Marker.COPY + sql);
      ResultRows kept = keepRows && outcome.ok() ? rows.apply(sql) : null;
      warned = warnings.apply(sql);
      long nanos = System.nanoTime() - start;
      CopyResult result = FakeResults.of(outcome, start, nanos, kept, warned.size());
      return refusesToBeTold && pin.tells() ? result.unpinned() : result;
    }

    @Override
    public void pin(Pin next) {
      pin = next;
    }

    @Override
    public List<CopyResult> copyAll(List<Execution> all, List<String> texts) {
      synchronized (log) {
        log.add(number + " at once " + all.size());
      }
      List<CopyResult> results = new ArrayList<>();
      for (int i = 0; i < all.size() && alive; i++) {
        results.add(copy(all.get(i), texts.get(i)));
      }
      return results;
    }

    @Override
    public void run(String sql) throws SQLException {
      Outcome outcome = send(sql);
      if (!outcome.ok()) {
        throw new SQLException(outcome.message(), outcome.sqlState(), outcome.vendorCode());
      }
    }

    @Override
    public List<Object> ask(String sql) throws SQLException {
      run(sql);
      return answers.apply(sql);
    }

    @Override
    public List<Integer> warnings() throws SQLException {
      run(Marker.OWN + "SHOW WARNINGS");
      return warned;
    }

    @Override
    public boolean carries(ConnectionVariant wanted) {
      return true;
    }

    @Override
    public boolean used() {
      return false;
    }

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public boolean inTransaction() {
      return begun || !serverAutocommit;
    }

    @Override
    public String schema() {
      return schema;
    }

    @Override
    public void schema(String name) {
      schema = name;
    }

    @Override
    public boolean autocommit() {
      return autocommit;
    }

    @Override
    public void autocommit(boolean on) {
      autocommit = on;
    }

    @Override
    public String signature() {
      return "";
    }

    @Override
    public void release(String signature) {
      if (!released) {
        released = true;
        open.decrementAndGet();
        synchronized (log) {
          log.add(number + " released");
        }
      }
    }
  }
}
