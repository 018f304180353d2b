package io.querymirror.mirror.hosts;

import com.mysql.cj.jdbc.JdbcConnection;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querymirror.config.CompareSettings;
import io.querymirror.config.HostRole;
import io.querymirror.config.HostSettings;
import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.message.Message;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.stats.TargetLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host: a HikariCP pool for each variant of connection properties that the
 * source uses, a few at most. Connections in use belong to their lanes; the pool neither retires
 * nor checks them.
 */
final class HostPool implements TargetHost {
  private static final int VARIANTS = 8;

  /** What a connection is told first where nothing of what it writes stays. */
  private static final List<String> WITHOUT_TRACE =
      List.of(
          "SET SESSION TRANSACTION READ ONLY",
          // A table that only the session sees may keep its rows, as the source's keeps them.
          "SET autocommit=1, completion_type=0, default_tmp_storage_engine=MyISAM");

  private static final long WAIT_MILLIS = 1_000;
  private static final long IDLE_MILLIS = 10_000;

  /** How long a table without transactions may be new and not known. */
  private static final long LOOK_NANOS = 5_000_000_000L;

  private final TargetSettings target;
  private final HostSettings host;
  private final int limit;
  private final TargetLog log;
  private final ScheduledExecutorService timer;
  private final ThreadFactory threads;
  private final HostHealth health;
  private final @Nullable SourceProof proof;
  private final Map<ConnectionVariant, HikariDataSource> pools = new ConcurrentHashMap<>();
  private final Map<JdbcConnection, JdbcTargetConnection> connections = new ConcurrentHashMap<>();
  private volatile PinRights pinRights = PinRights.ALL;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Executor workers;
  private volatile KeptWrites kept = KeptWrites.NONE;
  private volatile long keptAt;

  /** When a lane last got a connection (nanoTime). */
  private volatile long lastHad = System.nanoTime() - TimeUnit.DAYS.toNanos(1);

  private volatile boolean closed;
  private boolean told;

  /**
   * @param limit connections at most
   * @param proof null where nothing is applied
   */
  HostPool(
      TargetSettings target,
      HostSettings host,
      int limit,
      TargetLog log,
      Executor workers,
      ScheduledExecutorService timer,
      ThreadFactory threads,
      TargetLedger ledger,
      @Nullable SourceProof proof) {
    this.target = target;
    this.host = host;
    this.limit = limit;
    this.log = log;
    this.timer = timer;
    this.threads = threads;
    this.proof = proof;
    this.workers = workers;
    this.health = new HostHealth(host.address(), ledger, log, this::probe, workers, timer);
  }

  @Override
  public String address() {
    return host.address();
  }

  CompareSettings compare() {
    return target.compare();
  }

  @Override
  public int weight() {
    return host.weight();
  }

  @Override
  public boolean writer() {
    return host.role() == HostRole.WRITER;
  }

  @Override
  public State state() {
    return health.state();
  }

  @Override
  public void start(Runnable changed) {
    health.start(changed);
  }

  /** Connects outside of the pool, so that a pool is never there for a host that is not. */
  private void probe() throws SQLException {
    try (Connection c = own()) {
      if (proof != null) {
        proof.check(host, c, null, true);
      }
      look(c);
      lookAtRights(c);
    } catch (RefusedException e) {
      breakOff();
      throw e;
    }
  }

  private void lookAtRights(Connection c) throws SQLException {
    if (target.order() == Order.NONE) {
      return;
    }
    PinRights found = PinRights.of(c);
    if (!found.all() && pinRights.all()) {
      log.say(Message.PIN_RIGHTS, host.address(), found.advice());
    }
    pinRights = found;
  }

  /** What its account may tell a session of the original. */
  PinRights pinRights() {
    return pinRights;
  }

  /** Ends every connection in use at once: it may lead into the application's own database. */
  private void breakOff() {
    for (JdbcTargetConnection c : connections.values()) {
      c.abort();
    }
  }

  /** Outside of the pools. */
  @Override
  public Connection own() throws SQLException {
    return TargetDataSource.own(target, host).getConnection();
  }

  @Override
  public Connection own(ConnectionVariant variant) throws SQLException {
    return TargetDataSource.own(target, host, variant).getConnection();
  }

  @Override
  public TargetConnection connect(
      ConnectionVariant variant, SourceConnection source, @Nullable String signature)
      throws SQLException {
    if (closed || state() != State.UP) {
      throw new SQLTransientConnectionException(host.address() + " is " + state().word());
    }
    HikariDataSource pool = pool(variant);
    while (true) {
      makeRoom(pool);
      JdbcTargetConnection connection = borrow(pool, variant.isReadOnly());
      boolean fits = connection.signature().isEmpty() || connection.signature().equals(signature);
      if (!fits) {
        connection.release(null);
        continue;
      }
      try {
        connection.begin(source, variant);
        return connection;
      } catch (SQLException e) {
        connection.release(null);
        throw failed(e);
      }
    }
  }

  private JdbcTargetConnection borrow(HikariDataSource pool, boolean readOnly) throws SQLException {
    long asked = System.nanoTime();
    try {
      Connection pooled = pool.getConnection();
      JdbcConnection raw = pooled.unwrap(JdbcConnection.class);
      JdbcTargetConnection known = connections.get(raw);
      if (known == null) {
        known = new JdbcTargetConnection(this, pool, raw, readOnly);
        connections.put(raw, known);
      }
      known.borrowed(pooled);
      lastHad = System.nanoTime();
      if (closed) {
        known.abort();
      }
      return known;
    } catch (SQLException e) {
      SQLException cause = cause(e);
      if (isCrowd(cause, asked)) {
        log.debug(host.address() + ": " + Errors.words(cause));
        throw cause;
      }
      throw failed(cause);
    }
  }

  /** What lies behind a pool's time-out. */
  private static SQLException cause(SQLException e) {
    SQLException found = e;
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        found = (SQLException) t;
      }
    }
    return found;
  }

  private SQLException failed(SQLException e) {
    if (e instanceof RefusedException) {
      breakOff();
      health.refused((RefusedException) e);
    } else if (!Errors.tooManyConnections(e) && !(e instanceof NoWitnessException)) {
      log.debug(host.address() + ": " + Errors.words(e));
      lost();
    }
    return e;
  }

  /** Whether it was a wait in the pool's own line while others were served: that is no failure. */
  private boolean isCrowd(SQLException e, long since) {
    return e instanceof SQLTransientConnectionException
        && e.getCause() == null
        && lastHad - since >= 0;
  }

  /** A connection turned out to be dead, or could not be had. */
  void lost() {
    if (proof != null) {
      proof.doubt(host);
    }
    health.suspect();
  }

  private HikariDataSource pool(ConnectionVariant wanted) {
    ConnectionVariant variant = wanted;
    HikariDataSource found = pools.get(variant);
    if (found != null) {
      return found;
    }
    synchronized (pools) {
      found = pools.get(variant);
      if (found == null) {
        if (pools.size() >= VARIANTS) {
          if (!told) {
            told = true;
            log.say(Message.TOO_MANY_VARIANTS);
          }
          variant = wanted.plain();
          found = pools.get(variant);
          if (found != null) {
            return found;
          }
        }
        found = create(variant);
        pools.put(variant, found);
      }
      return found;
    }
  }

  /** Whether a pool has connections of this variant. */
  boolean isOf(HikariDataSource pool, ConnectionVariant variant) {
    return pools.get(variant) == pool;
  }

  private HikariDataSource create(ConnectionVariant variant) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(TargetDataSource.of(target, host, variant));
    config.setPoolName("querymirror-" + target.name() + "-" + host.address());
    config.setMinimumIdle(0);
    config.setMaximumPoolSize(limit);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setMaxLifetime(0);
    config.setKeepaliveTime(0);
    config.setLeakDetectionThreshold(0);
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(true);
    config.setReadOnly(false);
    config.setRegisterMbeans(false);
    config.setAllowPoolSuspension(false);
    config.setThreadFactory(threads);
    config.setScheduledExecutor(timer);
    return new HikariDataSource(config);
  }

  /** Keeps the connections of all variants together below the limit: idle ones of others close. */
  private void makeRoom(HikariDataSource wanted) {
    if (pools.size() < 2) {
      return;
    }
    int total = 0;
    for (HikariDataSource pool : pools.values()) {
      total += pool.getHikariPoolMXBean().getTotalConnections();
    }
    if (total >= limit && wanted.getHikariPoolMXBean().getIdleConnections() == 0) {
      for (HikariDataSource pool : pools.values()) {
        if (pool != wanted) {
          pool.getHikariPoolMXBean().softEvictConnections();
        }
      }
    }
  }

  /** For a new connection, and for one that serves another source than before. */
  void prove(JdbcConnection raw, SourceConnection source, boolean fresh) throws SQLException {
    if (proof != null) {
      proof.check(host, raw, source, fresh);
    }
  }

  /**
   * What a new connection is told before anything else.
   *
   * @param readOnly whether it may not write, whatever the target allows others
   */
  List<String> first(boolean readOnly) {
    if (target.writes() == Writes.ROLLBACK) {
      return WITHOUT_TRACE;
    }
    boolean reads = readOnly || target.writes() == Writes.DENY;
    return reads ? List.of("SET SESSION TRANSACTION READ ONLY") : List.of();
  }

  @Override
  public @Nullable String keeps(Execution e, TextMap texts) {
    return kept.of(e, texts);
  }

  /** Reads anew what a rollback does not undo: tables come and go. */
  private void look(Connection c) throws SQLException {
    if (target.writes() == Writes.ROLLBACK) {
      kept = KeptWrites.of(c);
      keptAt = System.nanoTime();
    }
  }

  private void lookAgain() {
    try (Connection c = own()) {
      look(c);
    } catch (SQLException e) {
      log.debug(host.address() + ": " + Errors.words(e));
    } finally {
      looking.set(false);
    }
  }

  long timeoutNanos() {
    return target.timeout().toNanos();
  }

  void forget(JdbcConnection raw) {
    connections.remove(raw);
  }

  Collection<JdbcTargetConnection> connections() {
    return connections.values();
  }

  /**
   * From time to time: forgets what the pool has closed by itself, and looks anew whether this is
   * the source where the source has hosts that it was not compared with.
   */
  void sweep() {
    connections.keySet().removeIf(HostPool::isClosed);
    if (proof != null && !proof.covers(host)) {
      health.suspect();
    }
    if (target.writes() == Writes.ROLLBACK
        && state() == State.UP
        && System.nanoTime() - keptAt > LOOK_NANOS
        && looking.compareAndSet(false, true)) {
      workers.execute(this::lookAgain);
    }
  }

  private static boolean isClosed(JdbcConnection raw) {
    try {
      return raw.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closed = true;
    health.close();
    breakOff();
    // A pool waits for what it closes; the JVM's exit may not.
    for (HikariDataSource pool : pools.values()) {
      threads.newThread(pool::close).start();
    }
  }
}
