package io.querymirror.runtime;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * Puts the classes that every class loader must see into the boot loader.
 *
 * <p>{@link Instrumentation#appendToBootstrapClassLoaderSearch} is the documented way, but makes
 * the JVM print "Sharing is only supported for boot loader classes" and costs the application its
 * class-data sharing. So the classes are defined one by one through the JDK's internal Unsafe,
 * whose package is exported to the agent's module alone; the documented way is left for a JVM that
 * refuses.
 */
final class BootClasses {
  /** Binary names, each after those that it extends. */
  static final List<String> NAMES = List.of("io.querymirror.bootstrap.Probe");

  private static final String FOLDER = "boot/";

  private final Instrumentation instrumentation;
  private final ClassLoader resources;

  /** {@code resources} has the classes as files below {@code boot/}, so cannot load them itself. */
  BootClasses(Instrumentation instrumentation, ClassLoader resources) {
    this.instrumentation = instrumentation;
    this.resources = resources;
  }

  /**
   * Defines what an earlier agent in this JVM has not defined already.
   *
   * @throws IOException when neither way works
   */
  void define() throws IOException {
    if (defined()) {
      return;
    }
    try {
      defineByUnsafe();
    } catch (RuntimeException | LinkageError e) {
      appendJar();
    }
    if (!defined()) {
      throw new IOException("the boot loader does not find " + NAMES);
    }
  }

  private static boolean defined() {
    for (String name : NAMES) {
      if (!defined(name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean defined(String name) {
    try {
      Class.forName(name, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private void defineByUnsafe() throws IOException {
    Set<Module> own = Set.of(BootClasses.class.getModule());
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of("jdk.internal.misc", own),
        Map.of(),
        Set.of(),
        Map.of());
    for (String name : NAMES) {
      if (!defined(name)) {
        BootDefiner.define(name.replace('.', '/'), bytes(name));
      }
    }
  }

  private void appendJar() throws IOException {
    File file = File.createTempFile("querymirror-boot", ".jar");
    file.deleteOnExit();
    try (JarOutputStream out = new JarOutputStream(new FileOutputStream(file))) {
      for (String name : NAMES) {
        out.putNextEntry(new ZipEntry(name.replace('.', '/') + ".class"));
        out.write(bytes(name));
      }
    }
    try (JarFile jar = new JarFile(file)) {
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
    }
  }

  private byte[] bytes(String name) throws IOException {
    String path = FOLDER + name.replace('.', '/') + ".class";
    try (InputStream in = resources.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in.readAllBytes();
    }
  }
}
