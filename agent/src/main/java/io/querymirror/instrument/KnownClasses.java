package io.querymirror.instrument;

/** What is known of classes by their names alone (internal form, with slashes). */
final class KnownClasses {
  private static final String[] DRIVERS = {
    "com/mysql/cj/jdbc/", "com/mysql/jdbc/", "org/mariadb/jdbc/"
  };

  /** The drivers' own wrappers and proxies: the physical statement is behind them. */
  private static final String[] DRIVER_WRAPPERS = {
    "com/mysql/cj/jdbc/ha/",
    "com/mysql/cj/jdbc/ConnectionWrapper",
    "com/mysql/cj/jdbc/StatementWrapper",
    "com/mysql/cj/jdbc/PreparedStatementWrapper",
    "com/mysql/cj/jdbc/CallableStatementWrapper",
    "com/mysql/jdbc/MultiHost",
    "com/mysql/jdbc/LoadBalanced",
    "com/mysql/jdbc/Replication",
    "com/mysql/jdbc/Failover",
    "com/mysql/jdbc/JDBC4MultiHost",
    "com/mysql/jdbc/JDBC4LoadBalanced",
    "com/mysql/jdbc/JDBC4Replication",
    "com/mysql/jdbc/jdbc2/optional/",
    "org/mariadb/jdbc/MariaDbPoolPinnedConnection",
    "org/mariadb/jdbc/MariaDbPooledConnection",
  };

  /** Pools and tracers: what they wrap is captured. Also the platform and other agents. */
  private static final String[] IGNORED = {
    "java/",
    "javax/",
    "jdk/",
    "sun/",
    "com/sun/",
    "io/querymirror/",
    "com/zaxxer/hikari/",
    "org/apache/commons/dbcp",
    "org/apache/tomcat/jdbc/",
    "org/apache/tomcat/dbcp/",
    "com/mchange/",
    "com/alibaba/druid/",
    "io/agroal/",
    "org/vibur/",
    "bitronix/",
    "com/atomikos/",
    "com/arjuna/",
    "oracle/ucp/",
    "com/p6spy/",
    "net/ttddyy/dsproxy/",
    "net/sf/log4jdbc/",
    "com/newrelic/",
    "datadog/",
    "io/opentelemetry/",
    "org/springframework/",
    "org/hibernate/",
    "org/apache/ibatis/",
    "org/jooq/",
    "org/apache/shardingsphere/",
    "net/bytebuddy/",
  };

  private KnownClasses() {}

  static boolean isDriver(String name) {
    return startsWith(name, DRIVERS);
  }

  static boolean isIgnored(String name) {
    return startsWith(name, IGNORED) || startsWith(name, DRIVER_WRAPPERS);
  }

  /** A thread in which Connector/J 5.1 runs KILL QUERY by a public method of a statement. */
  static boolean isCancelThread(String name) {
    return name.startsWith("com/mysql/jdbc/StatementImpl$CancelTask");
  }

  private static boolean startsWith(String name, String[] prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
