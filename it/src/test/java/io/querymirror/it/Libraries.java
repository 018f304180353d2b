package io.querymirror.it;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jar files that the build laid out for the applications of the tests. */
final class Libraries {
  static final String HIKARI = "HikariCP-" + System.getProperty("hikari.version");
  static final String SLF4J = "slf4j-api-" + System.getProperty("slf4j.version");
  static final String NO_LOG = "slf4j-nop-" + System.getProperty("slf4j.version");

  /** HikariCP with what it needs, silent. */
  static final List<String> POOL = List.of(HIKARI, SLF4J, NO_LOG);

  private Libraries() {}

  static Path agent() {
    return existing(Path.of(System.getProperty("querymirror.it.agent")).normalize());
  }

  static Path programs() {
    return existing(Path.of(System.getProperty("querymirror.it.programs")));
  }

  /** Class path of a program that lies there, and these libraries, named without {@code .jar}. */
  static String classPath(String place, List<String> names) {
    List<String> path = new ArrayList<>();
    path.add(place);
    for (String name : names) {
      path.add(jar(name).toString());
    }
    return String.join(File.pathSeparator, path);
  }

  /** Where a class lies. */
  static String place(Class<?> program) {
    try {
      return Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compiled classes of another module of this build. */
  static Path classes(String module, String directory) {
    Path root = agent().getParent().getParent().getParent();
    return existing(root.resolve(module).resolve("target").resolve(directory));
  }

  /** A library, named without {@code .jar}. */
  static Path jar(String name) {
    return existing(Path.of(System.getProperty("querymirror.it.libraries"), name + ".jar"));
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(path + " is missing: run the tests by mvn verify");
    }
    return path;
  }
}
