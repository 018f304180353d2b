package io.querymirror.capture;

import org.jspecify.annotations.Nullable;

/**
 * Where one family of drivers keeps what the agent wants to know, as paths through its objects. The
 * key is the object that stands for the physical connection.
 */
final class DriverPaths {
  private static final int SERVER_IN_TRANSACTION = 1;
  private static final int SERVER_AUTOCOMMIT = 2;

  /** Connector/J 8.0 and newer; its NativeSession is one for each node behind a load balancer. */
  static final DriverPaths CONNECTOR_J = connectorJ();

  /** Connector/J 5.1; the ConnectionImpl is behind its load-balancing proxies too. */
  static final DriverPaths CONNECTOR_J_5 = connectorJ5();

  /** MariaDB Connector/J 3 and newer. */
  static final DriverPaths MARIADB = mariaDb();

  /** MariaDB Connector/J 2. */
  static final DriverPaths MARIADB_2 = mariaDb2();

  final String driver;

  /** The classes in which the paths to the key begin. */
  final String statementClass;

  final String connectionClass;

  Reach keyOfStatement = Reach.NOWHERE;

  /** Null where the connection itself is the key. */
  @Nullable Reach keyOfConnection;

  /**
   * The connection that a statement asks for its session whenever it runs; NOWHERE where it keeps
   * the session that it was made in.
   */
  Reach connectionOfStatement = Reach.NOWHERE;

  // Of a statement.
  Reach sql = Reach.NOWHERE;
  Reach serverSql = Reach.NOWHERE;
  Reach generatedKey = Reach.NOWHERE;

  /** A list, of rows with a key in digits, or of results with a key each but the first. */
  Reach batchKeys = Reach.NOWHERE;

  /** Of such a result; NOWHERE where the list is of rows. */
  Reach keyOfResult = Reach.NOWHERE;

  Reach schemaOfStatement = Reach.NOWHERE;
  Reach ownSchema = Reach.NOWHERE;
  Reach binds = Reach.NOWHERE;

  // Of a connection.
  Reach schemaOfConnection = Reach.NOWHERE;

  // Of the key.
  Reach host = Reach.NOWHERE;
  Reach port = Reach.NOWHERE;
  Reach user = Reach.NOWHERE;
  Reach url = Reach.NOWHERE;
  Reach properties = Reach.NOWHERE;
  Reach schema = Reach.NOWHERE;
  Reach threadId = Reach.NOWHERE;
  Reach localPort = Reach.NOWHERE;
  Reach warnings = Reach.NOWHERE;

  /** Whether the driver believes that the server knows fractions of seconds. */
  Reach fractions = Reach.NOWHERE;

  /** Whether one of MariaDB's drivers tells the server of setReadOnly; null where it never does. */
  Reach tellsReadOnly = Reach.NOWHERE;

  // The server's version, where the driver goes by that.
  Reach major = Reach.NOWHERE;
  Reach minor = Reach.NOWHERE;

  /** By System.currentTimeMillis(). */
  Reach created = Reach.NOWHERE;

  /** A Boolean, or a number of which the mask's bit counts. */
  Reach autocommit = Reach.NOWHERE;

  int autocommitMask;
  Reach inTransaction = Reach.NOWHERE;
  int inTransactionMask;

  /** Whether the driver keeps what was bound by reference until it sends. */
  boolean bindsByReference = true;

  /** How to get at the rows of a result. */
  RowSource.Opener rows = (statement, loader) -> RowSource.NONE;

  // Where its version is found: a static field, and on from there.
  private String versionClass = "";
  private String versionField = "";
  private @Nullable Reach versionOf;

  /** Whether a comment can make a ping of a statement. */
  boolean pings;

  private DriverPaths(String driver, String statementClass, String connectionClass) {
    this.driver = driver;
    this.statementClass = statementClass;
    this.connectionClass = connectionClass;
  }

  private static DriverPaths connectorJ() {
    DriverPaths p =
        new DriverPaths(
            "connector-j", "com.mysql.cj.jdbc.StatementImpl", "com.mysql.cj.jdbc.ConnectionImpl");
    p.keyOfStatement = Reach.to("session");
    p.connectionOfStatement = Reach.fields("connection");
    p.keyOfConnection = Reach.to("getSession");
    p.sql = Reach.to("query", "getOriginalSql");
    p.generatedKey = Reach.to("lastInsertId");
    p.batchKeys = Reach.to("batchedGeneratedKeys");
    p.schemaOfStatement = Reach.to("connection", "database");
    p.ownSchema = Reach.to("query", "getCurrentDatabase");
    p.binds = Reach.to("query", "getQueryBindings", "getBindValues");
    p.schemaOfConnection = Reach.to("database");
    p.host = Reach.to("getHostInfo", "getHost");
    p.port = Reach.to("getHostInfo", "getPort");
    p.user = Reach.to("getHostInfo", "getUser");
    p.properties = Reach.to("getHostInfo", "getHostProperties");
    p.schema = Reach.to("getHostInfo", "getDatabase");
    p.threadId = Reach.to("getThreadId");
    p.localPort = Reach.to("getProtocol", "getSocketConnection", "getMysqlSocket", "getLocalPort");
    p.warnings = Reach.to("getProtocol", "getWarningCount");
    p.fractions = Reach.to("getServerSession", "getCapabilities", "serverSupportsFracSecs");
    p.created = Reach.to("connectionCreationTimeMillis");
    p.autocommit = Reach.to("getServerSession", "isAutoCommit");
    p.inTransaction = Reach.to("getServerSession", "inTransactionOnServer");
    p.rows = (type, loader) -> new ConnectorRowSource(ConnectorNames.NEW, type, loader);
    p.versionClass = "com.mysql.cj.Constants";
    p.versionField = "CJ_VERSION";
    p.pings = true;
    return p;
  }

  private static DriverPaths connectorJ5() {
    DriverPaths p =
        new DriverPaths(
            "connector-j-5", "com.mysql.jdbc.StatementImpl", "com.mysql.jdbc.ConnectionImpl");
    p.keyOfStatement = Reach.to("connection", "getActiveMySQLConnection");
    p.connectionOfStatement = Reach.fields("connection");
    p.keyOfConnection = Reach.to("getActiveMySQLConnection");
    p.sql = Reach.to("originalSql");
    p.generatedKey = Reach.to("lastInsertId");
    p.batchKeys = Reach.to("batchedGeneratedKeys");
    p.ownSchema = Reach.to("currentCatalog");
    p.host = Reach.to("host");
    p.port = Reach.to("port");
    p.user = Reach.to("user");
    p.properties = Reach.to("props");
    p.schema = Reach.to("database");
    p.threadId = Reach.to("connectionId");
    p.localPort = Reach.to("io", "mysqlConnection", "getLocalPort");
    p.warnings = Reach.to("io", "warningCount");
    p.major = Reach.to("io", "serverMajorVersion");
    p.minor = Reach.to("io", "serverMinorVersion");
    p.created = Reach.to("connectionCreationTimeMillis");
    p.autocommit = Reach.to("autoCommit");
    p.inTransaction = Reach.to("io", "serverStatus");
    p.inTransactionMask = SERVER_IN_TRANSACTION;
    p.rows = (type, loader) -> new ConnectorRowSource(ConnectorNames.OLD, type, loader);
    p.versionClass = "com.mysql.jdbc.NonRegisteringDriver";
    p.versionField = "VERSION";
    // It makes the wire's bytes in the setter.
    p.bindsByReference = false;
    p.pings = true;
    return p;
  }

  private static DriverPaths mariaDb() {
    DriverPaths p =
        new DriverPaths("mariadb", "org.mariadb.jdbc.Statement", "org.mariadb.jdbc.Connection");
    p.keyOfStatement = Reach.to("con");
    p.sql = Reach.to("sql");
    p.generatedKey = Reach.to("currResult", "getLastInsertId");
    p.batchKeys = Reach.to("results");
    p.keyOfResult = Reach.to("getLastInsertId");
    p.host = Reach.to("client", "getHostAddress", "host");
    p.port = Reach.to("client", "getHostAddress", "port");
    p.user = Reach.to("getContext", "getConf", "user");
    p.url = Reach.to("getContext", "getConf", "initialUrl");
    p.schema = Reach.to("getContext", "getDatabase");
    p.threadId = Reach.to("getContext", "getThreadId");
    p.localPort = Reach.to("client", "socket", "getLocalPort");
    p.warnings = Reach.to("getContext", "getWarning");
    // From 4.0 on: before, it is a choice among several hosts alone.
    p.tellsReadOnly = Reach.to("getContext", "getConf", "readOnlyPropagatesToServer");
    p.autocommit = Reach.to("getContext", "getServerStatus");
    p.autocommitMask = SERVER_AUTOCOMMIT;
    p.inTransaction = p.autocommit;
    p.inTransactionMask = SERVER_IN_TRANSACTION;
    p.rows = (type, loader) -> new MariadbRowSource(MariadbNames.NEW, type, loader);
    p.versionClass = "org.mariadb.jdbc.util.VersionFactory";
    p.versionField = "instance";
    p.versionOf = Reach.fields("version");
    return p;
  }

  /** Its count of warnings is read by a method that may throw on a closed result; left alone. */
  private static DriverPaths mariaDb2() {
    DriverPaths p =
        new DriverPaths(
            "mariadb-2", "org.mariadb.jdbc.MariaDbStatement", "org.mariadb.jdbc.MariaDbConnection");
    p.keyOfStatement = Reach.to("connection");
    p.sql = Reach.to("sqlQuery");
    p.serverSql = Reach.to("sql");
    p.host = Reach.to("protocol", "getHost");
    p.port = Reach.to("protocol", "getPort");
    p.user = Reach.to("protocol", "getUsername");
    p.url = Reach.to("protocol", "getUrlParser", "getInitialUrl");
    p.schema = Reach.to("protocol", "database");
    p.threadId = Reach.to("protocol", "getServerThreadId");
    p.localPort = Reach.to("protocol", "socket", "getLocalPort");
    p.autocommit = Reach.to("protocol", "getAutocommit");
    p.inTransaction = Reach.to("protocol", "inTransaction");
    p.rows = (type, loader) -> new MariadbRowSource(MariadbNames.OLD, type, loader);
    p.versionClass = "org.mariadb.jdbc.internal.util.constant.Version";
    p.versionField = "version";
    return p;
  }

  /** As the driver itself says; null where it does not. */
  @Nullable String version(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = Class.forName(versionClass, false, loader);
    Object found = Reach.constant(type, versionField);
    Reach further = versionOf;
    Object version = further == null ? found : further.get(found);
    return version == null ? null : version.toString();
  }

  /** Whether this driver's version has the key where it is looked for. */
  boolean leadThrough(ClassLoader loader) {
    try {
      Reach ofConnection = keyOfConnection;
      return keyOfStatement.beginsAt(Class.forName(statementClass, false, loader))
          && (ofConnection == null
              || ofConnection.beginsAt(Class.forName(connectionClass, false, loader)));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
