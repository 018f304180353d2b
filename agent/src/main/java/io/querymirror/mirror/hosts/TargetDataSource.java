package io.querymirror.mirror.hosts;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.querymirror.config.HostSettings;
import io.querymirror.config.TargetSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Connects to one host of a target. A data source object and not a URL: whoever gives a URL to a
 * pool makes it ask DriverManager, and so decides over the application's drivers.
 */
public final class TargetDataSource extends MysqlDataSource {
  private static final long serialVersionUID = 1L;
  private static final long CONNECT_MILLIS = 5_000;

  /** The driver's own prints on standard error as it likes; another one is java.util.logging. */
  private static final String LOGGER = "Slf4JLogger";

  /** The watchdog ends a statement in time; this is for a host that no longer answers at all. */
  private static final long SOCKET_MARGIN_MILLIS = 15_000;

  /** For a look at a host that may hang, once it has accepted the connection. */
  private static final long LOOK_MILLIS = 5_000;

  private final transient Properties settings;
  private int loginSeconds = 1;

  private TargetDataSource(Properties settings) {
    this.settings = settings;
  }

  private TargetDataSource(HostSettings host, Properties settings) {
    this(settings);
    setServerName(host.host());
    setPort(host.port());
  }

  /** For copies. */
  static TargetDataSource of(TargetSettings target, HostSettings host, ConnectionVariant variant) {
    Properties p = properties(target, variant);
    p.putIfAbsent("socketFactory", TargetSockets.class.getName());
    return new TargetDataSource(host, p);
  }

  /** For the agent's own short statements: gives up soon on a host that does not answer. */
  static TargetDataSource own(TargetSettings target, HostSettings host) {
    return own(target, host, ConnectionVariant.PLAIN);
  }

  /** The same with the properties of a source connection. */
  static TargetDataSource own(TargetSettings target, HostSettings host, ConnectionVariant variant) {
    Properties p = properties(target, variant);
    p.setProperty("socketTimeout", Long.toString(LOOK_MILLIS));
    return new TargetDataSource(host, p);
  }

  /** For the application's own database, and for EXPLAIN alone. */
  public static TargetDataSource source(String host, int port, Properties given) {
    Properties p = new Properties();
    p.setProperty("connectTimeout", Long.toString(CONNECT_MILLIS));
    p.setProperty("socketTimeout", Long.toString(LOOK_MILLIS));
    p.setProperty("allowLoadLocalInfile", "false");
    p.putAll(given);
    p.setProperty("logger", LOGGER);
    TargetDataSource source = new TargetDataSource(p);
    source.setServerName(host);
    source.setPort(port);
    return source;
  }

  private static Properties properties(TargetSettings target, ConnectionVariant variant) {
    Properties p = new Properties();
    p.setProperty("connectTimeout", Long.toString(CONNECT_MILLIS));
    long socket = target.timeout().toMillis() + SOCKET_MARGIN_MILLIS;
    p.setProperty("socketTimeout", Long.toString(Math.min(socket, Integer.MAX_VALUE)));
    p.setProperty("tcpKeepAlive", "true");
    // The driver's own way to read ahead asks the socket twice what it has, and reads it in two.
    p.setProperty("useReadAheadInput", "false");
    p.setProperty("useUnbufferedInput", "false");
    variant.properties().forEach(p::setProperty);
    target.properties().forEach(p::setProperty);
    // From here on: what a lane relies on, whatever the application and the user have set.
    p.setProperty("user", target.username());
    p.setProperty("password", target.password());
    // With it every write is preceded by SELECT @@session.transaction_read_only.
    p.setProperty("readOnlyPropagatesToServer", "false");
    // With it every streamed result is preceded by SET net_write_timeout.
    p.setProperty("netTimeoutForStreamingResults", "0");
    // The lane says on the wire what it wants; the driver must not leave it out.
    p.setProperty("useLocalSessionState", "false");
    p.setProperty("useLocalTransactionState", "false");
    p.setProperty("autoReconnect", "false");
    p.setProperty("rewriteBatchedStatements", "false");
    p.setProperty("useCursorFetch", "false");
    p.setProperty("cachePrepStmts", "false");
    p.setProperty("dontTrackOpenResources", "false");
    p.setProperty("enableQueryTimeouts", "false");
    p.setProperty("allowLoadLocalInfile", "false");
    p.setProperty("logger", LOGGER);
    return p;
  }

  /** Connector/J forgets what it is told here; the pool reads it back, and complains of 0. */
  @Override
  public void setLoginTimeout(int seconds) {
    loginSeconds = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginSeconds;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(settings);
  }
}
