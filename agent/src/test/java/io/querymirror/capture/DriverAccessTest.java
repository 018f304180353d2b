package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Versions of a driver that keep what the agent looks for, and one that keeps it elsewhere. */
class DriverAccessTest {
  /** What stands for the server session in the driver's own classes. */
  public static class Protocol {
    public int getWarningCount() {
      return 2;
    }
  }

  public static class NativeSession {
    public Protocol getProtocol() {
      return new Protocol();
    }
  }

  private static final String STATEMENT = "com.mysql.cj.jdbc.StatementImpl";
  private static final String CONNECTION = "com.mysql.cj.jdbc.ConnectionImpl";
  private static final String CONNECTION_TYPE = Type.getDescriptor(Connection.class);

  private final NativeSession session = new NativeSession();

  /** A statement and its connection, of classes that are named as Connector/J's. */
  private static Class<?> statementClass(String sessionField, String sessionMethod)
      throws ClassNotFoundException {
    String session = Type.getDescriptor(NativeSession.class);
    Map<String, byte[]> classes =
        Map.of(
            STATEMENT,
            bytes(
                STATEMENT,
                Statement.class,
                Map.of(sessionField, session, "lastInsertId", "J", "connection", CONNECTION_TYPE),
                "getConnection",
                "connection"),
            CONNECTION,
            bytes(CONNECTION, Connection.class, Map.of("own", session), sessionMethod, "own"));
    ClassLoader loader =
        new ClassLoader(DriverAccessTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] own = classes.get(name);
            if (own == null) {
              return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, own, 0, own.length);
          }
        };
    return loader.loadClass(STATEMENT);
  }

  /** A class with fields, and a method that answers one of them. */
  private static byte[] bytes(
      String name, Class<?> type, Map<String, String> fields, String method, String answered) {
    String internal = name.replace('.', '/');
    ClassWriter w = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String[] interfaces = {Type.getInternalName(type)};
    w.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, internal, null, "java/lang/Object", interfaces);
    fields.forEach((f, descriptor) -> w.visitField(0, f, descriptor, null, null).visitEnd());
    MethodVisitor create = w.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    create.visitVarInsn(Opcodes.ALOAD, 0);
    create.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    create.visitInsn(Opcodes.RETURN);
    create.visitMaxs(0, 0);
    String descriptor = fields.get(answered);
    MethodVisitor get = w.visitMethod(Opcodes.ACC_PUBLIC, method, "()" + descriptor, null, null);
    get.visitVarInsn(Opcodes.ALOAD, 0);
    get.visitFieldInsn(Opcodes.GETFIELD, internal, answered, descriptor);
    get.visitInsn(Opcodes.ARETURN);
    get.visitMaxs(0, 0);
    return w.toByteArray();
  }

  private static Object create(Class<?> type) throws ReflectiveOperationException {
    return type.getConstructor().newInstance();
  }

  private static void set(Object object, String field, Object value)
      throws ReflectiveOperationException {
    Field f = object.getClass().getDeclaredField(field);
    f.setAccessible(true);
    f.set(object, value);
  }

  @Test
  void whatAKnownVersionHoldsIsRead() throws ReflectiveOperationException {
    Class<?> type = statementClass("session", "getSession");
    Object statement = create(type);
    DriverAccess access = DriverAccess.of(statement);
    assertEquals(Outcome.NO_KEY, access.generatedKey(statement));
    set(statement, "session", session);
    set(statement, "lastInsertId", 7L);
    assertSame(session, access.keyOfStatement(statement));
    assertEquals(7, access.generatedKey(statement));
    assertEquals(2, access.warnings(statement));
    // Its version is not told, so it was never tried.
    assertSame(NoRows.DRIVER, access.rows(statement, new RowBudget(1 << 20, 1000)));
    Object connection = create(type.getClassLoader().loadClass(CONNECTION));
    set(connection, "own", session);
    assertSame(session, DriverAccess.of(connection).keyOfConnection(connection));
  }

  /** As the driver's proxies are: any call may connect. */
  private static final class Nodes implements InvocationHandler {
    Object currentConnection;

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      throw new AssertionError(method);
    }
  }

  @Test
  void aStatementGoesAlongToAnotherNode() throws ReflectiveOperationException {
    Class<?> type = statementClass("session", "getSession");
    Object statement = create(type);
    set(statement, "session", session);
    DriverAccess access = DriverAccess.of(statement);
    Object first = create(type.getClassLoader().loadClass(CONNECTION));
    set(first, "own", session);
    set(statement, "connection", first);
    assertFalse(access.isOfSeveral(statement));
    assertSame(session, access.keyOfStatement(statement));

    Nodes nodes = new Nodes();
    nodes.currentConnection = first;
    set(
        statement,
        "connection",
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, nodes));
    assertTrue(access.isOfSeveral(statement));
    assertSame(session, access.keyOfStatement(statement));
    Object second = create(type.getClassLoader().loadClass(CONNECTION));
    NativeSession other = new NativeSession();
    set(second, "own", other);
    nodes.currentConnection = second;
    assertSame(other, access.keyOfStatement(statement));
    nodes.currentConnection = null;
    assertSame(session, access.keyOfStatement(statement));
  }

  @Test
  void aVersionThatKeepsItsSessionElsewhereIsFollowedByJdbcItself()
      throws ReflectiveOperationException {
    for (String[] names : new String[][] {{"wire", "getSession"}, {"session", "getWire"}}) {
      Class<?> type = statementClass(names[0], names[1]);
      Object connection = create(type.getClassLoader().loadClass(CONNECTION));
      Object statement = create(type);
      set(statement, "connection", connection);
      DriverAccess access = DriverAccess.of(statement);
      assertSame(connection, access.keyOfStatement(statement));
      assertSame(connection, DriverAccess.of(connection).keyOfConnection(connection));
    }
  }
}
