package io.querymirror.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The way that works is tested with the real jar; here what a JVM does not let us do. */
class BootClassesTest {
  private final List<List<String>> appended = new ArrayList<>();

  private Object refuse(String method, Object[] arguments) {
    if (method.equals("redefineModule")) {
      throw new UnsupportedOperationException("not in this JVM");
    }
    appended.add(((JarFile) arguments[0]).stream().map(Object::toString).toList());
    return null;
  }

  @Test
  void fallsBackToAJarOnTheBootPath() {
    Instrumentation refusing =
        (Instrumentation)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> refuse(method.getName(), arguments));
    ClassLoader inJar =
        new ClassLoader(null) {
          @Override
          public InputStream getResourceAsStream(String name) {
            return getClass().getResourceAsStream(name.substring("boot".length()));
          }
        };
    assertThrows(IOException.class, () -> new BootClasses(refusing, inJar).define());
    assertEquals(
        List.of(BootClasses.NAMES.stream().map(n -> n.replace('.', '/') + ".class").toList()),
        appended);
  }
}
