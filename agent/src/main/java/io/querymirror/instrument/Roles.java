package io.querymirror.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which JDBC interfaces a class implements, found in class files: loading a class of the
 * application to ask it would change the application's own loading.
 */
final class Roles {
  static final int STATEMENT = 1;
  static final int PREPARED = 2;
  static final int CALLABLE = 4;
  static final int CONNECTION = 8;
  static final int META_DATA = 16;
  static final int DRIVER = 32;

  private static final int DEEPEST = 30;
  private static final int MOST_KEPT = 10_000;

  private static final Map<String, Integer> JDBC =
      Map.of(
          "java/sql/Statement", STATEMENT,
          "java/sql/PreparedStatement", STATEMENT | PREPARED,
          "java/sql/CallableStatement", STATEMENT | PREPARED | CALLABLE,
          "java/sql/Connection", CONNECTION,
          "java/sql/DatabaseMetaData", META_DATA,
          "java/sql/Driver", DRIVER);

  /** By loader's identity and name; two loaders with one hash only share an answer by name. */
  private final Map<String, Integer> known = new ConcurrentHashMap<>();

  int of(ClassLoader loader, ClassHeader header) {
    return of(loader, header, 0);
  }

  private int of(ClassLoader loader, ClassHeader header, int depth) {
    int roles = header.superName == null ? 0 : of(loader, header.superName, depth + 1);
    for (String name : header.interfaces) {
      roles |= of(loader, name, depth + 1);
    }
    return roles;
  }

  private int of(ClassLoader loader, String name, int depth) {
    Integer jdbc = JDBC.get(name);
    if (jdbc != null) {
      return jdbc;
    }
    if (depth > DEEPEST || name.startsWith("java/") || name.startsWith("javax/")) {
      return 0;
    }
    String key = System.identityHashCode(loader) + ":" + name;
    Integer before = known.get(key);
    if (before != null) {
      return before;
    }
    byte[] bytes = read(loader, name);
    ClassHeader header = bytes == null ? null : ClassHeader.read(bytes);
    int roles = header == null ? 0 : of(loader, header, depth);
    if (known.size() < MOST_KEPT) {
      known.put(key, roles);
    }
    return roles;
  }

  private static byte @Nullable [] read(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
