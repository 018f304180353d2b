package io.querymirror.instrument;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The drivers that are loaded already: instruments them when the agent comes later than they, and
 * makes them what they were when it leaves.
 */
public final class LoadedDrivers {
  private static final Class<?>[] JDBC = {
    Statement.class, Connection.class, DatabaseMetaData.class, Driver.class
  };

  private LoadedDrivers() {}

  /**
   * Has the JVM ask the transformers anew: with the agent's among them the hooks come, without it
   * they go.
   *
   * @param own the agent's loader, whose drivers stay as they are
   * @return the names of the classes that stayed as they were
   */
  public static List<String> retransform(Instrumentation instrumentation, ClassLoader own) {
    List<String> failed = new ArrayList<>();
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> c : instrumentation.getAllLoadedClasses()) {
      if (c.getClassLoader() != null
          && !isAgents(c.getClassLoader(), own)
          && !c.isInterface()
          && !KnownClasses.isIgnored(c.getName().replace('.', '/'))
          && (isJdbc(c) || KnownClasses.isCancelThread(c.getName().replace('.', '/')))
          && instrumentation.isModifiableClass(c)) {
        found.add(c);
      }
    }
    for (Class<?> c : found) {
      try {
        // One by one: a class that cannot be must not keep the others from it.
        instrumentation.retransformClasses(c);
      } catch (UnmodifiableClassException | LinkageError | RuntimeException e) {
        log().later(Message.NOT_INSTRUMENTED, c.getName(), e);
        failed.add(c.getName());
      }
    }
    return failed;
  }

  /** Also one of an agent that has left, and is not collected yet. */
  private static boolean isAgents(ClassLoader loader, ClassLoader own) {
    return loader == own || loader.getClass().getName().equals(own.getClass().getName());
  }

  private static boolean isJdbc(Class<?> c) {
    try {
      for (Class<?> jdbc : JDBC) {
        if (jdbc.isAssignableFrom(c)) {
          return true;
        }
      }
    } catch (LinkageError e) {
      // A class whose own super types are missing is no driver at work.
    }
    return false;
  }

  private static Log log() {
    return Log.of(LoadedDrivers.class);
  }
}
