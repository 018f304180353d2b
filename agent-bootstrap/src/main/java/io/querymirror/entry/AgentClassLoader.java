package io.querymirror.entry;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent and its libraries from below one folder of the jar, where class files have an
 * ending that no other loader looks for. Its parent is the platform loader, so nothing of the
 * application is seen from here, and nothing here from the application: isolation in place of
 * renaming the libraries, as drivers and service files break when renamed.
 *
 * <p>What the jar holds comes from the jar, also where another agent has put a class of that name
 * on the boot path.
 */
final class AgentClassLoader extends SecureClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String FOLDER = "querymirror/";

  private static final String PLATFORM = "jdk.internal.loader.ClassLoaders$PlatformClassLoader";

  /** JDK 24 and newer warn on standard error of every library that finds it. */
  private static final String UNSAFE = "sun.misc.Unsafe";

  private final JarFile jar;
  private final CodeSource source;
  private final EntryHandler handler;

  AgentClassLoader(File file) throws IOException {
    super(platformLoader());
    // Never verified: the jar is not signed, and looking for signatures loads half of a provider.
    jar = new JarFile(file, false);
    source = new CodeSource(file.toURI().toURL(), (Certificate[]) null);
    handler = new EntryHandler(jar);
  }

  /** Java 8 byte code has no name for it. */
  private static ClassLoader platformLoader() throws IOException {
    ClassLoader loader = getSystemClassLoader();
    while (loader != null) {
      if (loader.getClass().getName().equals(PLATFORM)) {
        return loader;
      }
      loader = loader.getParent();
    }
    // Someone's own system loader, without that parent. Slow, so not the first choice.
    try {
      return (ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IOException("no platform class loader", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return super.loadClass(name, resolve);
    }
    if (name.equals(UNSAFE)) {
      // JCTools has classes that use it; none of them may be taken by mistake.
      throw new ClassNotFoundException(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        ZipEntry entry = entry(name.replace('.', '/') + ".class");
        if (entry == null) {
          return super.loadClass(name, resolve);
        }
        loaded = define(name, entry);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name, ZipEntry entry) throws ClassNotFoundException {
    byte[] bytes;
    try {
      bytes = read(entry);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    return defineClass(name, bytes, 0, bytes.length, source);
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> own = findResources(name);
    return own.hasMoreElements() ? own : super.getResources(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    ZipEntry entry = entry(name);
    return entry == null ? null : handler.url(entry);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }

  private @Nullable ZipEntry entry(String name) {
    return jar.getEntry(FOLDER + (name.endsWith(".class") ? name + "data" : name));
  }

  private byte[] read(ZipEntry entry) throws IOException {
    byte[] bytes = new byte[(int) entry.getSize()];
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readFully(bytes);
    }
    return bytes;
  }
}
