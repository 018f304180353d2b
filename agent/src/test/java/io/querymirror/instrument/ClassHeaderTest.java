package io.querymirror.instrument;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ClassHeaderTest {
  private static byte[] bytes(Class<?> c) throws IOException {
    String path = c.getName().replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  @Test
  void readsSuperClassAndInterfaces() throws IOException {
    ClassHeader list = ClassHeader.read(bytes(ArrayList.class));
    assertEquals("java/util/AbstractList", list.superName);
    assertArrayEquals(
        new String[] {
          "java/util/List", "java/util/RandomAccess", "java/lang/Cloneable", "java/io/Serializable"
        },
        list.interfaces);
    assertFalse(list.isInterface);
    assertTrue(ClassHeader.read(bytes(Runnable.class)).isInterface);
  }

  @Test
  void findsWhoMentionsJdbc() throws Exception {
    assertTrue(ClassHeader.mentionsJdbc(bytes(Class.forName("com.mysql.cj.jdbc.StatementImpl"))));
    assertFalse(ClassHeader.mentionsJdbc(bytes(ConcurrentHashMap.class)));
    assertFalse(ClassHeader.mentionsJdbc(new byte[0]));
    assertTrue(ClassHeader.mentionsJdbc("java/sql/".getBytes()));
    assertFalse(ClassHeader.mentionsJdbc("java/sql".getBytes()));
  }

  @Test
  void whatIsNoClassFileIsNone() {
    assertNull(ClassHeader.read(new byte[] {1, 2, 3}));
    assertNull(ClassHeader.read(new byte[0]));
  }

  @Test
  void rolesComeThroughSuperClassesAndInterfaces() throws Exception {
    Roles roles = new Roles();
    ClassLoader loader = ClassHeaderTest.class.getClassLoader();
    assertEquals(
        Roles.STATEMENT | Roles.PREPARED,
        roles.of(
            loader,
            ClassHeader.read(bytes(Class.forName("com.mysql.cj.jdbc.ServerPreparedStatement")))));
    assertEquals(
        Roles.CONNECTION,
        roles.of(
            loader, ClassHeader.read(bytes(Class.forName("com.mysql.cj.jdbc.ConnectionImpl")))));
    assertEquals(0, roles.of(loader, ClassHeader.read(bytes(ArrayList.class))));
  }
}
