package io.querymirror.capture;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A chain of fields and argument-free methods through a driver's objects, by name: drivers differ
 * by version and none of their types is visible here. Only members known to do no I/O are named. A
 * member that is not there, or threw, makes the answer null. Handles are kept with the class they
 * belong to, so none of them keeps a class loader alive.
 */
final class Reach {
  private static final MethodType SHAPE = MethodType.methodType(Object.class, Object.class);

  private static final class Step extends ClassValue<Step.Link> {
    /** The handle, or null where the class has no such member. */
    static final class Link {
      final @Nullable MethodHandle handle;

      Link(@Nullable MethodHandle handle) {
        this.handle = handle;
      }
    }

    private final String name;

    Step(String name) {
      this.name = name;
    }

    @Override
    protected Link computeValue(Class<?> type) {
      try {
        return new Link(find(type));
      } catch (ReflectiveOperationException | RuntimeException e) {
        return new Link(null);
      }
    }

    private @Nullable MethodHandle find(Class<?> type) throws ReflectiveOperationException {
      if (Proxy.isProxyClass(type)) {
        // A failover proxy may connect for any call.
        return null;
      }
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        for (Method m : c.getDeclaredMethods()) {
          if (m.getName().equals(name)
              && m.getParameterCount() == 0
              && !Modifier.isStatic(m.getModifiers())
              && !Modifier.isAbstract(m.getModifiers())) {
            MethodHandle handle = unreflect(c, m);
            if (handle != null) {
              return handle.asType(SHAPE);
            }
          }
        }
        for (Field f : c.getDeclaredFields()) {
          if (f.getName().equals(name) && !Modifier.isStatic(f.getModifiers())) {
            return privateLookup(c).unreflectGetter(f).asType(SHAPE);
          }
        }
      }
      return null;
    }

    /** A class of the JDK itself gives its public methods only, and a hidden subclass none. */
    private static @Nullable MethodHandle unreflect(Class<?> c, Method m) {
      try {
        return privateLookup(c).unreflect(m);
      } catch (IllegalAccessException closed) {
        try {
          return MethodHandles.publicLookup().unreflect(m);
        } catch (IllegalAccessException notPublic) {
          return null;
        }
      }
    }

    private static MethodHandles.Lookup privateLookup(Class<?> c) throws IllegalAccessException {
      return MethodHandles.privateLookupIn(c, MethodHandles.lookup());
    }
  }

  private final Step[] steps;

  private Reach(Step[] steps) {
    this.steps = steps;
  }

  static Reach to(String... names) {
    Step[] steps = new Step[names.length];
    for (int i = 0; i < names.length; i++) {
      steps[i] = new Step(names[i]);
    }
    return new Reach(steps);
  }

  @Nullable Object get(@Nullable Object root) {
    Object at = root;
    try {
      for (Step step : steps) {
        if (at == null) {
          return null;
        }
        MethodHandle handle = step.get(at.getClass()).handle;
        if (handle == null) {
          return null;
        }
        at = (Object) handle.invokeExact(at);
      }
      return at;
    } catch (Throwable e) {
      return null;
    }
  }

  String string(@Nullable Object root) {
    Object v = get(root);
    return v == null ? "" : v.toString();
  }

  /** The number there, or {@code otherwise}. */
  long number(@Nullable Object root, long otherwise) {
    Object v = get(root);
    return v instanceof Number ? ((Number) v).longValue() : otherwise;
  }
}
