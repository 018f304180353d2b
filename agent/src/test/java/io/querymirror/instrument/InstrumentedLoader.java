package io.querymirror.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;

/** Loads a library's classes anew, through the transformer, as a JVM with the agent would. */
public final class InstrumentedLoader extends URLClassLoader {
  private final FrontTransformer transformer = new FrontTransformer(new ClassLoader() {});
  private final String[] prefixes;

  /** Classes with these prefixes are defined here; all others come from the parent. */
  public InstrumentedLoader(String... prefixes) {
    super(new URL[0], InstrumentedLoader.class.getClassLoader());
    this.prefixes = prefixes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      for (String prefix : prefixes) {
        if (name.startsWith(prefix)) {
          Class<?> loaded = findLoadedClass(name);
          return loaded != null ? loaded : define(name);
        }
      }
      return super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/');
    try (InputStream in = getParent().getResourceAsStream(path + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] changed = transformer.transform(this, path, null, null, bytes);
      byte[] used = changed == null ? bytes : changed;
      return defineClass(name, used, 0, used.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
