package io.querymirror.mirror.hosts;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import com.zaxxer.hikari.HikariDataSource;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.CopyRunner;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection, with what is known of its session. It goes back and forth between lanes
 * and the pool; the pool's own proxy is only for giving it back, so that the pool neither tracks
 * nor resets anything.
 */
final class JdbcTargetConnection implements TargetConnection, CopyRunner.Turns {
  private static final long ASK_AFTER_NANOS = 5_000_000_000L;
  private static final int ASK_SECONDS = 5;
  private static final String LIST_WARNINGS = Marker.OWN + "SHOW WARNINGS LIMIT 100";

  private final HostPool pool;
  private final HikariDataSource home;
  private final JdbcConnection raw;
  private final boolean readOnly;
  private final CopyRunner runner;
  private final RunningStatement running;
  private @Nullable Connection pooled;
  private @Nullable String schema;
  private boolean autocommit = true;

  /** The mode that the server knows of; the other one goes with the next statement. */
  private boolean toldAutocommit = true;

  private String signature = "";
  private boolean begun;
  private boolean used;
  private boolean broken;
  private Pin pin = Pin.NONE;
  private final PinnedSession pins;
  private long lastUse = System.nanoTime();

  JdbcTargetConnection(HostPool pool, HikariDataSource home, JdbcConnection raw, boolean readOnly) {
    this.pool = pool;
    this.home = home;
    this.raw = raw;
    this.readOnly = readOnly;
    this.runner = new CopyRunner(raw, pool.compare());
    this.running = new RunningStatement();
    this.pins = new PinnedSession(isMariaDb(raw));
  }

  void borrowed(Connection proxy) {
    pooled = proxy;
  }

  /** The first steps on a connection; nothing of an application has run on it before. */
  void begin(SourceConnection source, ConnectionVariant variant) throws SQLException {
    if (!begun) {
      for (String setting : variant.initial()) {
        run(Marker.OWN + setting);
      }
      for (String setting : pool.first(readOnly)) {
        run(Marker.OWN + setting);
      }
    }
    pool.prove(raw, source, !begun);
    if (!begun) {
      leaveToWatchdog();
    }
    begun = true;
  }

  /**
   * What the watchdog breaks off needs no time-out of the socket's own; a TLS socket may wait for
   * the other side as it is closed.
   */
  private void leaveToWatchdog() throws SQLException {
    if (!((NativeSession) raw.getSession()).isSSLEstablished()) {
      raw.setNetworkTimeout(Runnable::run, 0);
    }
  }

  @Override
  public TargetHost host() {
    return pool;
  }

  RunningStatement running() {
    return running;
  }

  @Override
  public CopyResult copy(Execution e, String sql) {
    return copy(e, sql, false);
  }

  @Override
  public CopyResult copy(Execution e, String sql, boolean keepRows) {
    Pin told = pin;
    pin = Pin.NONE;
    boolean whole = told.allowed(pool.pinRights()) && !pins.leaks(told);
    begins();
    @Nullable CopyResult result = null;
    try {
      boolean turns = autocommit != toldAutocommit;
      String own = pins.before(told, pool.pinRights());
      result = runner.run(e, sql, schema, turns ? with(own, mode()) : own, keepRows);
      if (turns && runner.ownSent()) {
        toldAutocommit = autocommit;
        // Nobody knows in which mode it ran.
        broken |= runner.refused();
      }
      pins.after(told, result);
      return whole ? result : result.unpinned();
    } finally {
      ended(result == null ? null : result.outcome());
    }
  }

  private String mode() {
    return "autocommit=" + (autocommit ? "1" : "0");
  }

  private static String with(String own, String assignment) {
    return own.isEmpty() ? Marker.OWN + "SET " + assignment : own + "," + assignment;
  }

  /** Before what can take no other text along. */
  private void tell() throws SQLException {
    if (autocommit != toldAutocommit) {
      runner.run(with("", mode()));
      toldAutocommit = autocommit;
    }
  }

  @Override
  public void pin(Pin next) {
    pin = next;
  }

  @Override
  public List<CopyResult> copyAll(List<Execution> all, List<String> texts) {
    return copyAll(all, texts, false);
  }

  @Override
  public List<CopyResult> copyAll(List<Execution> all, List<String> texts, boolean keepRows) {
    if (!runner.sendsAhead() || autocommit != toldAutocommit) {
      return List.of();
    }
    boolean whole = false;
    begins();
    try {
      List<CopyResult> results = runner.runAll(all, texts, schema, this, keepRows);
      whole = true;
      return results;
    } finally {
      ended(whole ? Outcome.ROWS : null);
    }
  }

  @Override
  public void begins() {
    running.begin(pool.timeoutNanos());
  }

  @Override
  public void run(String sql) throws SQLException {
    begins();
    @Nullable Outcome outcome = null;
    try {
      tell();
      runner.run(sql);
      outcome = Outcome.ROWS;
    } catch (SQLException e) {
      outcome = Errors.outcome(e);
      throw e;
    } finally {
      ended(outcome);
    }
  }

  @Override
  public List<@Nullable Object> ask(String sql) throws SQLException {
    return answer(
        sql,
        row -> {
          List<@Nullable Object> values = new ArrayList<>();
          if (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              values.add(row.getObject(i));
            }
          }
          return values;
        });
  }

  @Override
  public List<Integer> warnings() throws SQLException {
    return answer(
        LIST_WARNINGS,
        rows -> {
          List<Integer> codes = new ArrayList<>();
          while (rows.next()) {
            codes.add(rows.getInt("Code"));
          }
          return codes;
        });
  }

  private interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  /** A question of the agent's own. */
  private <T> T answer(String sql, Reading<T> reading) throws SQLException {
    begins();
    @Nullable Outcome outcome = null;
    try (Statement statement = raw.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      T answer = reading.of(rows);
      outcome = Outcome.ROWS;
      return answer;
    } catch (SQLException e) {
      outcome = Errors.outcome(e);
      throw e;
    } finally {
      ended(outcome);
    }
  }

  @Override
  public boolean carries(ConnectionVariant wanted) {
    return pool.isOf(home, wanted);
  }

  @Override
  public boolean used() {
    return used;
  }

  /**
   * @param outcome null where the run broke off by an error of the agent's own
   */
  @Override
  public boolean ended(@Nullable Outcome outcome) {
    lastUse = System.nanoTime();
    boolean killed = running.end();
    if (outcome == null) {
      broken = true;
    } else if (Errors.lost(outcome)) {
      lost();
    } else if (killed && !Errors.interrupted(outcome)) {
      // The kill found the statement over, or is still under way and would hit the next one.
      broken = true;
    }
    return !broken;
  }

  private void lost() {
    if (!broken) {
      broken = true;
      pool.lost();
    }
  }

  @Override
  public boolean alive() {
    if (broken) {
      return false;
    }
    if (System.nanoTime() - lastUse > ASK_AFTER_NANOS) {
      try {
        lastUse = System.nanoTime();
        if (!raw.isValid(ASK_SECONDS)) {
          lost();
        }
      } catch (SQLException e) {
        lost();
      }
    }
    return !broken;
  }

  @Override
  public boolean inTransaction() {
    return ((NativeSession) raw.getSession()).getServerSession().inTransactionOnServer();
  }

  @Override
  public @Nullable String schema() {
    return schema;
  }

  @Override
  public void schema(@Nullable String name) {
    schema = name;
  }

  @Override
  public boolean autocommit() {
    return autocommit;
  }

  @Override
  public void autocommit(boolean on) {
    autocommit = on;
    toldAutocommit = on;
  }

  @Override
  public void turn(boolean on) {
    autocommit = on;
  }

  @Override
  public String signature() {
    return signature;
  }

  @Override
  public void release(@Nullable String state) {
    Connection proxy = pooled;
    pooled = null;
    if (proxy == null) {
      return;
    }
    if (state == null || broken || !pins.leave()) {
      pool.forget(raw);
      home.evictConnection(proxy);
    } else {
      signature = state;
      used = true;
    }
    try {
      proxy.close();
    } catch (SQLException e) {
      pool.forget(raw);
    }
  }

  private static boolean isMariaDb(JdbcConnection raw) {
    String version = raw.getSession().getServerSession().getServerVersion().toString();
    return version.toLowerCase(Locale.ROOT).contains("mariadb");
  }

  long connectionId() {
    return raw.getSession().getThreadId();
  }

  HostPool pool() {
    return pool;
  }

  /** Breaks it off from any thread, whatever it is doing. */
  void abort() {
    try {
      raw.abortInternal();
    } catch (SQLException | RuntimeException e) {
      // It was gone already.
    }
  }
}
