package io.querymirror.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.querymirror.model.BindKind;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.io.InputStream;
import java.io.Reader;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Statement;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One class of a driver whose objects are known. What every execution asks for goes through handles
 * that were joined for the class; the rest is followed step by step.
 */
final class KnownDriver extends DriverAccess {
  /** How Connector/J begins the names of the variables that stand for OUT parameters. */
  private static final String OUT = "com_mysql_jdbc_outparam_";

  // Connector/J's proxies of several nodes, and what stands for them.
  private static final Reach PROXY = Reach.fields("thisAsProxy");
  private static final Reach NODE = Reach.fields("currentConnection");
  private static final int PROXIES = 4;

  private static final Reach BIND_IS_NULL = Reach.to("isNull");
  private static final Reach BIND_IS_SET = Reach.to("isSet");
  private static final Reach BIND_VALUE = Reach.to("getValue");
  private static final Reach ROW_CELLS = Reach.to("internalRowData");
  private static final Reach BIND_TYPE = Reach.to("getMysqlType", "getJdbcType");

  private final DriverPaths paths;
  private final @Nullable MethodHandle key;
  private final @Nullable MethodHandle connection;
  private final @Nullable Class<?> connectionType;
  private final @Nullable MethodHandle generatedKey;
  private final @Nullable MethodHandle warnings;
  private final Class<?> statementType;
  private final ClassLoader loader;

  /** Made when the first result is looked at; whoever comes second makes the same. */
  private @Nullable RowSource rows;

  /** {@code loader}: of the driver, which need not be the class's. */
  KnownDriver(DriverPaths paths, Class<?> type, ClassLoader loader) {
    super(type);
    this.paths = paths;
    this.statementType = type;
    this.loader = loader;
    boolean statement = Statement.class.isAssignableFrom(type);
    this.key = statement ? paths.keyOfStatement.joined(type, Object.class) : null;
    // What was prepared on one node runs there.
    boolean follows = statement && !type.getSimpleName().contains("Server");
    this.connection = follows ? paths.connectionOfStatement.joined(type, Object.class) : null;
    this.connectionType = connection == null ? null : connectionType(paths, loader);
    this.generatedKey = statement ? paths.generatedKey.joined(type, long.class) : null;
    this.warnings =
        statement ? paths.keyOfStatement.then(paths.warnings).joined(type, long.class) : null;
  }

  private static @Nullable Class<?> connectionType(DriverPaths paths, ClassLoader loader) {
    try {
      return Class.forName(paths.connectionClass, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  @Override
  boolean isOfSeveral(Object statement) {
    return several(statement) != null;
  }

  /** The connection of several nodes that a statement is made of; else null. */
  private @Nullable Object several(Object statement) {
    MethodHandle handle = connection;
    if (handle == null) {
      return null;
    }
    try {
      Object found = (Object) handle.invokeExact(statement);
      boolean one = found == null || found.getClass() == connectionType;
      return one || !Proxy.isProxyClass(found.getClass()) && PROXY.get(found) == null
          ? null
          : found;
    } catch (Throwable e) {
      return null;
    }
  }

  /** The node's own connection. The proxies are not called: any call of theirs may connect. */
  private static @Nullable Object node(Object connection) {
    Object at = connection;
    for (int i = 0; i < PROXIES && at != null; i++) {
      Object proxy =
          Proxy.isProxyClass(at.getClass()) ? Proxy.getInvocationHandler(at) : PROXY.get(at);
      if (proxy == null) {
        return at;
      }
      at = NODE.get(proxy);
    }
    return null;
  }

  @Override
  @Nullable Object keyOfStatement(Object statement) {
    Object several = several(statement);
    if (several != null) {
      Object node = node(several);
      Object found = node == null ? null : keyOfConnection(node);
      if (found != null) {
        return found;
      }
    }
    MethodHandle handle = key;
    if (handle != null) {
      try {
        return (Object) handle.invokeExact(statement);
      } catch (Throwable e) {
        return null;
      }
    }
    return paths.keyOfStatement.get(statement);
  }

  @Override
  @Nullable Object keyOfConnection(Object connection) {
    Reach path = paths.keyOfConnection;
    return path == null ? connection : path.get(connection);
  }

  @Override
  long generatedKey(Object statement) {
    long found = 0;
    MethodHandle handle = generatedKey;
    if (handle == null) {
      found = paths.generatedKey.number(statement, 0);
    } else {
      try {
        found = (long) handle.invokeExact(statement);
      } catch (Throwable e) {
        found = 0;
      }
    }
    return found > 0 ? found : Outcome.NO_KEY;
  }

  @Override
  List<Long> batchKeys(Object statement) {
    Object held = paths.batchKeys.get(statement);
    return paths.keyOfResult == Reach.NOWHERE
        ? BatchKeys.digits(held, ROW_CELLS)
        : BatchKeys.numbers(generatedKey(statement), held, paths.keyOfResult);
  }

  @Override
  int warnings(Object statement) {
    MethodHandle handle = warnings;
    if (handle == null) {
      return paths.warnings == Reach.NOWHERE
          ? Outcome.UNKNOWN_WARNINGS
          : (int) paths.warnings.number(keyOfStatement(statement), Outcome.UNKNOWN_WARNINGS);
    }
    try {
      return (int) (long) handle.invokeExact(statement);
    } catch (Throwable e) {
      return Outcome.UNKNOWN_WARNINGS;
    }
  }

  @Override
  @Nullable HeldRows rows(Object statement, RowBudget budget) {
    RowSource source = rows;
    return (source == null ? source() : source).take(statement, budget);
  }

  @Override
  @Nullable HeldRows parameters(Object callable, RowBudget budget) {
    RowSource source = rows;
    return (source == null ? source() : source).parameters(callable, budget);
  }

  private RowSource source() {
    RowSource source = RowSource.of(paths, statementType, loader);
    rows = source;
    return source;
  }

  @Override
  SourceConnection identify(
      long id,
      Object key,
      @Nullable Object connection,
      @Nullable String url,
      Map<String, String> properties) {
    UrlParts parts = UrlParts.undecoded(paths.url.string(key)); // MariaDB's has one.
    Map<String, String> all = new LinkedHashMap<>(parts.properties);
    if (paths.properties == Reach.NOWHERE) {
      all.putAll(properties);
    } else {
      addAll(paths.properties.get(key), all);
    }
    all.keySet().removeIf(DriverAccess::isSecret);
    String host = paths.host.string(key);
    return new SourceConnection(
        id,
        paths.driver,
        paths.user.string(key),
        host.isEmpty() ? parts.host : host + ":" + paths.port.number(key, 3306),
        schema(key, connection == null ? key : connection),
        all,
        paths.threadId.number(key, -1),
        (int) paths.localPort.number(key, -1),
        sendsFractions(key),
        tellsReadOnly(key, all),
        parts.hosts);
  }

  /** Connector/J does not tell it a server before 5.6.5, for which it takes a MariaDB before 11. */
  private boolean tellsReadOnly(Object key, Map<String, String> properties) {
    return paths.driver.startsWith("mariadb")
        ? Boolean.TRUE.equals(paths.tellsReadOnly.get(key))
        : sendsFractions(key)
            && !"false".equalsIgnoreCase(properties.get("readOnlyPropagatesToServer"));
  }

  /** Connector/J takes a MariaDB before 11 for a 5.5, and tells it whole seconds. */
  private boolean sendsFractions(Object key) {
    return !Boolean.FALSE.equals(paths.fractions.get(key))
        && !(paths.major.number(key, 0) == 5 && paths.minor.number(key, 0) < 6);
  }

  private static void addAll(@Nullable Object own, Map<String, String> to) {
    if (own instanceof Properties) {
      // Their defaults are in no view of the map.
      Properties p = (Properties) own;
      for (String name : p.stringPropertyNames()) {
        String value = p.getProperty(name);
        if (value != null) {
          to.put(name, value);
        }
      }
    } else if (own instanceof Map) {
      ((Map<?, ?>) own)
          .forEach(
              (k, v) -> {
                if (k != null && v != null) {
                  to.put(k.toString(), v.toString());
                }
              });
    }
  }

  @Override
  @Nullable String schema(Object key, Object subject) {
    String schema =
        subject instanceof Statement
            ? paths.schemaOfStatement.string(subject)
            : paths.schemaOfConnection.string(subject);
    if (schema.isEmpty()) {
      schema = paths.schema.string(key);
    }
    return schema.isEmpty() ? null : schema;
  }

  @Override
  @Nullable String ownSchema(Object statement) {
    return (String) paths.ownSchema.get(statement);
  }

  @Override
  boolean autocommit(Object key) {
    Boolean on = flag(paths.autocommit, paths.autocommitMask, key);
    return on == null || on;
  }

  @Override
  boolean inTransaction(Object key) {
    Boolean in = flag(paths.inTransaction, paths.inTransactionMask, key);
    return in == null ? !autocommit(key) : in;
  }

  private static @Nullable Boolean flag(Reach path, int mask, Object key) {
    Object found = path.get(key);
    return found instanceof Number
        ? (Boolean) ((((Number) found).longValue() & mask) != 0)
        : (Boolean) found;
  }

  @Override
  long created(Object key) {
    return paths.created.number(key, 0);
  }

  @Override
  @Nullable String sql(Object preparedStatement) {
    Object client = paths.sql.get(preparedStatement);
    return client != null ? client.toString() : (String) paths.serverSql.get(preparedStatement);
  }

  /** For binds that no setter of the application set, as those of an updatable result set. */
  @Override
  @Nullable RawBinds binds(Object preparedStatement) {
    Object held = paths.binds.get(preparedStatement);
    if (held == null || !held.getClass().isArray()) {
      return null;
    }
    int n = Array.getLength(held);
    BindKind[] kinds = new BindKind[n];
    @Nullable Object[] values = new Object[n];
    @Nullable Object[] extras = new Object[n];
    for (int i = 0; i < n; i++) {
      Object bind = Array.get(held, i);
      Object type = BIND_TYPE.get(bind);
      if (bind == null || type == null || !Boolean.TRUE.equals(BIND_IS_SET.get(bind))) {
        // Before 8.0.29 a bind holds bytes made for the wire, not the value.
        return null;
      }
      Object value = BIND_VALUE.get(bind);
      if (Boolean.TRUE.equals(BIND_IS_NULL.get(bind))) {
        kinds[i] = BindKind.NULL;
        extras[i] = Types.NULL;
      } else if (value == null || value instanceof InputStream || value instanceof Reader) {
        kinds[i] = BindKind.UNSUPPORTED;
        values[i] = "stream";
      } else if (value instanceof byte[]
          && preparedStatement instanceof CallableStatement
          && namesVariable((byte[]) value)) {
        // In the place of what was bound to an OUT parameter.
        return null;
      } else if (value instanceof byte[]) {
        kinds[i] = BindKind.BYTES;
        values[i] = value;
      } else {
        kinds[i] = BindKind.OBJECT_TYPED;
        values[i] = value;
        extras[i] = type;
      }
    }
    return new RawBinds(kinds, values, extras);
  }

  private static boolean namesVariable(byte[] value) {
    return new String(value, 0, Math.min(value.length, OUT.length() + 2), ISO_8859_1).contains(OUT);
  }

  @Override
  boolean bindsByReference() {
    return paths.bindsByReference;
  }

  @Override
  boolean isPing(String sql) {
    return paths.pings && sql.startsWith("/* ping */");
  }
}
