package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class ReachTest {
  /** As a statement of a driver. */
  public static final class Outer {
    private final Inner inner = new Inner();

    Inner inner() {
      return inner;
    }
  }

  /** As its session. */
  public static final class Inner {
    private final long number = 7;
    private final String name = "seven";

    long number() {
      return number;
    }
  }

  /** Has classes of its own by these names, as a web application's loader. */
  private static final class Own extends ClassLoader {
    Own() {
      super(ReachTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ReachTest.class.getName() + "$")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (java.io.IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void joinsFieldsAndMethods() throws Throwable {
    MethodHandle number = Reach.to("inner", "number").joined(Outer.class, long.class);
    Object outer = new Outer();
    assertEquals(7L, (long) number.invokeExact(outer));
    MethodHandle name = Reach.fields("inner", "name").joined(Outer.class, Object.class);
    assertEquals("seven", (Object) name.invokeExact(outer));
    assertNull(Reach.to("inner", "nothing").joined(Outer.class, Object.class));
    assertNull(Reach.NOWHERE.joined(Outer.class, Object.class));
    assertEquals("seven", Reach.to("inner", "name").get(outer));
  }

  private static WeakReference<ClassLoader> used() throws Throwable {
    Own loader = new Own();
    Class<?> outer = loader.loadClass(Outer.class.getName());
    Object one = outer.getConstructor().newInstance();
    for (String[] path : new String[][] {{"inner"}, {"inner", "number"}, {"inner", "name"}}) {
      MethodHandle handle = Reach.to(path).joined(outer, Object.class);
      assertNotNull(handle);
      Object answer = handle.invokeExact(one);
      assertNotNull(answer);
      assertNotNull(Reach.to(path).get(one));
    }
    return new WeakReference<>(loader);
  }

  @Test
  void keepsNoLoaderAlive() throws Throwable {
    WeakReference<ClassLoader> loader = used();
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(loader.get());
  }
}
