package io.querymirror.instrument;

import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_BRIDGE;
import static org.objectweb.asm.Opcodes.ACC_NATIVE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Which methods of a driver's class have a hook, by the JDBC interfaces of the class. */
final class Hooks {
  /** Methods of a statement by which a driver may run statements of its own. */
  private static final Set<String> STATEMENT_GUARDS =
      Set.of(
          "cancel",
          "clearWarnings",
          "getGeneratedKeys",
          "getMetaData",
          "getMoreResults",
          "getParameterMetaData",
          "getWarnings");

  private static final Set<String> CONNECTION_GUARDS =
      Set.of(
          "clearWarnings",
          "createArrayOf",
          "createNewIO",
          "createStruct",
          "getCatalog",
          "getClientInfo",
          "getMetaData",
          "getSchema",
          "getTransactionIsolation",
          "getWarnings",
          "isReadOnly",
          "isValid",
          "nativeSQL",
          "ping",
          "setClientInfo",
          "setNetworkTimeout",
          "shutdownServer");

  private static final Map<String, String> COMMON_SETTERS =
      Map.of(
          "setBoolean", "boolean",
          "setByte", "byte",
          "setShort", "short",
          "setInt", "int",
          "setLong", "long",
          "setFloat", "float",
          "setDouble", "double",
          "setString", "java.lang.String",
          "setNString", "java.lang.String",
          "setBigDecimal", "java.math.BigDecimal");

  private static final String TEXT = "java.lang.String";
  private static final String SAVEPOINT = "java.sql.Savepoint";

  private final int roles;
  private final boolean known;

  /**
   * @param roles of {@link Roles}; 0 for a thread in which a driver cancels a statement
   * @param known whether the class is of a known driver
   */
  Hooks(int roles, boolean known) {
    this.roles = roles;
    this.known = known;
  }

  /** The hook of a method, or null. */
  @Nullable Hook of(int access, String name, String descriptor) {
    if ((access & (ACC_ABSTRACT | ACC_NATIVE)) != 0 || name.startsWith("<")) {
      return null;
    }
    Signature s = new Signature(access, name, descriptor);
    boolean plain = (access & ACC_PUBLIC) != 0 && (access & ACC_BRIDGE) == 0 && !s.isStatic;
    Hook hook = plain ? plain(s) : null;
    if (hook == null && is(Roles.DRIVER) && name.equals("connect") && !s.returns("void")) {
      hook = s.hook(Before.ARGUMENTS, After.CONNECT);
    }
    return hook;
  }

  private @Nullable Hook plain(Signature s) {
    Hook hook = null;
    if (roles == 0) {
      return s.name.equals("run") ? s.hook(Before.GUARD, After.GUARD) : null;
    }
    if (is(Roles.STATEMENT)) {
      hook = statement(s);
    }
    if (hook == null && is(Roles.PREPARED)) {
      hook = prepared(s);
    }
    if (hook == null && is(Roles.CONNECTION)) {
      hook = connection(s);
    }
    if (hook == null && is(Roles.META_DATA)) {
      hook = s.hook(Before.GUARD, After.GUARD);
    }
    return hook;
  }

  private @Nullable Hook statement(Signature s) {
    if (s.first(TEXT)) {
      switch (s.name) {
        case "executeQuery":
          return s.hook(Before.TEXT, After.ROWS);
        case "executeUpdate":
        case "executeLargeUpdate":
          return s.hook(Before.TEXT, After.COUNT);
        case "execute":
          return s.returns("boolean") ? s.hook(Before.TEXT, After.FLAG) : null;
        case "addBatch":
          return s.hook(Before.ARGUMENTS, After.ADD_BATCH);
        default:
      }
    }
    if (s.parameters.length == 0) {
      switch (s.name) {
        case "executeBatch":
        case "executeLargeBatch":
          return s.hook(Before.BATCH, After.BATCH);
        case "clearBatch":
          return s.hook(Before.GUARD, After.CLEAR_BATCH);
        case "close":
          return s.hook(Before.GUARD, After.CLOSE);
        default:
      }
    }
    return STATEMENT_GUARDS.contains(s.name) ? s.hook(Before.GUARD, After.GUARD) : null;
  }

  private @Nullable Hook prepared(Signature s) {
    if (s.parameters.length == 0) {
      switch (s.name) {
        case "executeQuery":
          return s.hook(Before.PREPARED, After.ROWS);
        case "executeUpdate":
        case "executeLargeUpdate":
          return s.hook(Before.PREPARED, After.COUNT);
        case "execute":
          return s.returns("boolean") ? s.hook(Before.PREPARED, After.FLAG) : null;
        case "addBatch":
          return s.hook(Before.GUARD, After.ADD_BATCH);
        case "clearParameters":
          return s.hook(Before.GUARD, After.CLEAR_PARAMETERS);
        default:
          return null;
      }
    }
    boolean positioned = s.first("int") || s.first(TEXT);
    if (positioned && s.name.equals("registerOutParameter")) {
      return s.hook(Before.ARGUMENTS, After.REGISTER_OUT);
    }
    if (isCommonSetter(s)) {
      return s.parameters[1].getSort() == Type.OBJECT
          ? s.hook(Before.VALUE, After.VALUE)
          : s.hook(Before.NUMBER, After.NUMBER);
    }
    return positioned && s.name.startsWith("set") && s.parameters.length >= 2
        ? s.hook(Before.ARGUMENTS, After.BIND)
        : null;
  }

  /** The common setters have hooks of their own, which box and store nothing. */
  private static boolean isCommonSetter(Signature s) {
    return s.parameters.length == 2
        && s.first("int")
        && s.parameters[1].getClassName().equals(COMMON_SETTERS.get(s.name));
  }

  private @Nullable Hook connection(Signature s) {
    int count = s.parameters.length;
    switch (s.name) {
      case "prepareStatement":
      case "prepareCall":
      case "clientPrepareStatement":
      case "serverPrepareStatement":
        return s.first(TEXT) && !s.returns("void") ? s.hook(Before.ARGUMENTS, After.PREPARE) : null;
      case "commit":
      case "close":
      case "reset":
      case "resetServerState":
        return count == 0 ? s.hook(Before.CONTROL, After.CONTROL) : null;
      case "abort":
        return count == 1 ? s.hook(Before.CONTROL, After.CONTROL) : null;
      case "changeUser":
        return count == 2 ? s.hook(Before.CONTROL, After.CONTROL) : null;
      case "rollback":
        return count == 0
            ? s.hook(Before.CONTROL, After.CONTROL)
            : s.first(SAVEPOINT) ? s.hook(Before.CONTROL_ARGUMENT, After.CONTROL) : null;
      case "releaseSavepoint":
        return s.first(SAVEPOINT) ? s.hook(Before.CONTROL_ARGUMENT, After.CONTROL) : null;
      case "setCatalog":
      case "setSchema":
      case "setDatabase":
        return s.only(TEXT) ? s.hook(Before.CONTROL_ARGUMENT, After.CONTROL) : null;
      case "setSavepoint":
        return s.returns(SAVEPOINT) ? s.hook(Before.CONTROL, After.CONTROL_RESULT) : null;
      case "setAutoCommit":
      case "setReadOnly":
        return s.only("boolean") ? s.hook(Before.CONTROL_NUMBER, After.CONTROL) : null;
      case "setTransactionIsolation":
        return s.only("int") ? s.hook(Before.CONTROL_NUMBER, After.CONTROL) : null;
      default:
        return CONNECTION_GUARDS.contains(s.name) ? s.hook(Before.GUARD, After.GUARD) : null;
    }
  }

  private boolean is(int role) {
    return (roles & role) != 0;
  }

  private final class Signature {
    final String name;
    final boolean isStatic;
    final Type[] parameters;
    final Type result;

    Signature(int access, String name, String descriptor) {
      this.name = name;
      this.isStatic = (access & ACC_STATIC) != 0;
      this.parameters = Type.getArgumentTypes(descriptor);
      this.result = Type.getReturnType(descriptor);
    }

    boolean first(String type) {
      return parameters.length > 0 && parameters[0].getClassName().equals(type);
    }

    boolean only(String type) {
      return parameters.length == 1 && first(type);
    }

    boolean returns(String type) {
      return result.getClassName().equals(type);
    }

    Hook hook(Before before, After after) {
      return new Hook(before, after, name, parameters, result, isStatic, known);
    }
  }
}
