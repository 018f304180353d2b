package io.querymirror.capture;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A chain of fields and argument-free methods through a driver's objects, by name: drivers differ
 * by version and none of their types is visible here. Only members known to do no I/O are named. A
 * member that is not there, or threw, makes the answer null. Handles are kept with the class they
 * belong to, so none of them keeps a class loader alive.
 */
final class Reach {
  /** To nothing: always null. */
  static final Reach NOWHERE = new Reach(new Step[0]);

  private static final MethodType SHAPE = MethodType.methodType(Object.class, Object.class);

  private static final class Step extends ByClass<Step.Link> {
    /** The handle, or null where the class has no such member. */
    static final class Link {
      final @Nullable MethodHandle handle;

      Link(@Nullable MethodHandle handle) {
        this.handle = handle;
      }
    }

    private final String name;
    private final boolean fieldsOnly;

    Step(String name, boolean fieldsOnly) {
      this.name = name;
      this.fieldsOnly = fieldsOnly;
    }

    @Override
    Link compute(Class<?> type) {
      try {
        MethodHandle found = find(type);
        return new Link(found == null ? null : found.asType(SHAPE));
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
          if (!fieldsOnly
              && m.getName().equals(name)
              && m.getParameterCount() == 0
              && !Modifier.isStatic(m.getModifiers())
              && !Modifier.isAbstract(m.getModifiers())) {
            MethodHandle handle = unreflect(c, m);
            if (handle != null) {
              return handle;
            }
          }
        }
        for (Field f : c.getDeclaredFields()) {
          if (f.getName().equals(name) && !Modifier.isStatic(f.getModifiers())) {
            return privateLookup(c).unreflectGetter(f);
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
      try {
        return MethodHandles.privateLookupIn(c, MethodHandles.lookup());
      } catch (IllegalAccessException closed) {
        if (ClosedModules.open(c)) {
          return MethodHandles.privateLookupIn(c, MethodHandles.lookup());
        }
        throw closed;
      }
    }
  }

  private final Step[] steps;

  private Reach(Step[] steps) {
    this.steps = steps;
  }

  static Reach to(String... names) {
    return of(names, false);
  }

  /** A chain of fields alone, where a method may change what it reads. */
  static Reach fields(String... names) {
    return of(names, true);
  }

  private static Reach of(String[] names, boolean fieldsOnly) {
    Step[] steps = new Step[names.length];
    for (int i = 0; i < names.length; i++) {
      steps[i] = new Step(names[i], fieldsOnly);
    }
    return new Reach(steps);
  }

  /** A static field of the class. */
  static @Nullable Object constant(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    try {
      return Step.privateLookup(type).unreflectGetter(field).invoke();
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ReflectiveOperationException(e);
    }
  }

  /** This path, and on from its end. */
  Reach then(Reach next) {
    Step[] both = Arrays.copyOf(steps, steps.length + next.steps.length);
    System.arraycopy(next.steps, 0, both, steps.length, next.steps.length);
    return next == NOWHERE ? NOWHERE : new Reach(both);
  }

  /** Whether objects of the class, or of some subclass, have the first member. */
  boolean beginsAt(Class<?> type) {
    return steps.length > 0 && steps[0].get(type).handle != null;
  }

  /**
   * The whole path as one handle from Object to {@code answer}, which the compiler makes one piece
   * of; null where the declared types do not tell all of it. The handle fails where an object on
   * the way is null.
   */
  @Nullable MethodHandle joined(Class<?> type, Class<?> answer) {
    if (steps.length == 0) {
      return null;
    }
    try {
      MethodHandle whole = null;
      for (Step step : steps) {
        Class<?> at = whole == null ? type : whole.type().returnType();
        MethodHandle next = at.isPrimitive() || at.isInterface() ? null : step.find(at);
        if (next == null) {
          return null;
        }
        // A handle keeps what it was last converted to: no handle of the JDK's own may meet a class
        // of a driver, or it keeps its loader (seen of MethodHandles.identity).
        MethodHandle taking =
            next.asType(next.type().changeParameterType(0, whole == null ? Object.class : at));
        whole = whole == null ? taking : MethodHandles.filterReturnValue(whole, taking);
      }
      return whole == null ? null : whole.asType(MethodType.methodType(answer, Object.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  @Nullable Object get(@Nullable Object root) {
    if (steps.length == 0) {
      return null;
    }
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
