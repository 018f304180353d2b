package io.querymirror.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Identity of one physical connection of the application, learned without I/O. Compared by
 * identity: one object lives as long as its connection.
 */
public final class SourceConnection {
  private final long id;
  private final String driver;
  private final String user;
  private final String host;
  private final @Nullable String schema;
  private final Map<String, String> properties;
  private final long connectionId;
  private final int localPort;
  private final boolean fractions;
  private final boolean tellsReadOnly;
  private final List<String> hosts;

  /**
   * @param id number of the connection in this JVM, from 1
   * @param driver {@code connector-j}, {@code connector-j-5}, {@code mariadb}, {@code mariadb-2} or
   *     the class name of an unknown driver's connection
   * @param user as given to the driver; empty where unknown
   * @param host {@code host:port} as the URL names it, of the physical node; empty where unknown
   * @param schema current schema when the connection was first seen
   * @param properties the URL's and the caller's connection properties, without the password
   * @param connectionId the server's id of the connection (CONNECTION_ID()), -1 where unknown
   * @param localPort the client's TCP port, -1 where unknown
   */
  public SourceConnection(
      long id,
      String driver,
      String user,
      String host,
      @Nullable String schema,
      Map<String, String> properties,
      long connectionId,
      int localPort) {
    this(
        id, driver, user, host, schema, properties, connectionId, localPort, true, true, List.of());
  }

  /**
   * The same, and
   *
   * @param fractions whether the driver sends fractions of seconds
   * @param tellsReadOnly whether the driver tells the server of {@code setReadOnly}
   * @param hosts all that it may be connected to, now or later, where these are several
   */
  public SourceConnection(
      long id,
      String driver,
      String user,
      String host,
      @Nullable String schema,
      Map<String, String> properties,
      long connectionId,
      int localPort,
      boolean fractions,
      boolean tellsReadOnly,
      List<String> hosts) {
    this.id = id;
    this.driver = driver;
    this.user = user;
    this.host = host;
    this.schema = schema;
    this.properties = Map.copyOf(properties);
    this.connectionId = connectionId;
    this.localPort = localPort;
    this.fractions = fractions;
    this.tellsReadOnly = tellsReadOnly;
    this.hosts = List.copyOf(hosts);
  }

  public long id() {
    return id;
  }

  public String driver() {
    return driver;
  }

  public String user() {
    return user;
  }

  public String host() {
    return host;
  }

  /** {@code host:port} of all nodes that its driver may turn to without a new connection. */
  public List<String> hosts() {
    return hosts;
  }

  public @Nullable String schema() {
    return schema;
  }

  public Map<String, String> properties() {
    return properties;
  }

  public long connectionId() {
    return connectionId;
  }

  public int localPort() {
    return localPort;
  }

  /** Whether the driver sends fractions of seconds to this server, where no property forbids it. */
  public boolean sendsFractions() {
    return fractions;
  }

  /** Whether {@code setReadOnly} changes the server's session; else it is a hint to the driver. */
  public boolean tellsReadOnly() {
    return tellsReadOnly;
  }

  @Override
  public String toString() {
    return "connection " + id + " (" + user + "@" + host + ")";
  }
}
