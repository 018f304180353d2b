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

/** Instruments the drivers that were loaded before the agent came. */
public final class LoadedDrivers {
  private static final Class<?>[] JDBC = {
    Statement.class, Connection.class, DatabaseMetaData.class, Driver.class
  };

  private LoadedDrivers() {}

  /** {@code own}: the agent's loader, whose drivers stay as they are. */
  public static void retransform(Instrumentation instrumentation, ClassLoader own) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> c : instrumentation.getAllLoadedClasses()) {
      if (c.getClassLoader() != null
          && c.getClassLoader() != own
          && !c.isInterface()
          && !KnownClasses.isIgnored(c.getName().replace('.', '/'))
          && isJdbc(c)
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
      }
    }
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
