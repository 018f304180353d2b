package io.querymirror.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassLoaderTest {
  private static final String NAME = Inside.class.getName();
  private static final String PATH = NAME.replace('.', '/') + ".class";

  /** A class that the test puts into a jar as the agent's. */
  static final class Inside {}

  @TempDir Path directory;

  private Path file;
  private AgentClassLoader loader;

  @BeforeEach
  void openJar() throws IOException {
    file = directory.resolve("an ägent+1%20#.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      put(jar, "querymirror/" + PATH + "data", bytes(getClass().getResource("/" + PATH)));
      put(jar, "querymirror/some/words.txt", "words".getBytes(StandardCharsets.UTF_8));
      put(jar, "outside.txt", new byte[0]);
    }
    loader = new AgentClassLoader(file.toFile());
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
  }

  private static byte[] bytes(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    }
  }

  @Test
  void definesItsOwnVersionOfAClass() throws Exception {
    Class<?> inside = loader.loadClass(NAME);
    assertNotSame(Inside.class, inside);
    assertSame(loader, inside.getClassLoader());
    assertSame(inside, Class.forName(NAME, true, loader));
    assertEquals(Inside.class.getPackage().getName(), inside.getPackage().getName());
    assertEquals(
        file.toFile().toURI().toURL(), inside.getProtectionDomain().getCodeSource().getLocation());
  }

  @Test
  void findsClassFilesAsResourcesUnderTheirUsualName() throws Exception {
    assertArrayEquals(bytes(getClass().getResource("/" + PATH)), bytes(loader.getResource(PATH)));
    try (InputStream in = loader.getResourceAsStream(PATH)) {
      assertNotNull(in);
    }
  }

  @Test
  void findsOtherResources() throws Exception {
    URL url = loader.getResource("some/words.txt");
    assertArrayEquals("words".getBytes(StandardCharsets.UTF_8), bytes(url));
    assertArrayEquals("words".getBytes(StandardCharsets.UTF_8), bytes(new URL(url, "words.txt")));
    assertEquals(1, Collections.list(loader.getResources("some/words.txt")).size());
    assertThrows(IOException.class, () -> new URL(url, "none.txt").openStream());
  }

  @Test
  void seesNothingOfTheApplicationOrOutsideItsFolder() {
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass(Test.class.getName()));
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass(getClass().getName()));
    assertNull(loader.getResource("outside.txt"));
    assertNull(loader.getResource("io/querymirror/entry/Agent.class"));
  }

  @Test
  void seesThePlatform() throws Exception {
    assertSame(String.class, loader.loadClass("java.lang.String"));
    assertSame(java.sql.Driver.class, loader.loadClass("java.sql.Driver"));
    assertNotNull(loader.getResource("java/lang/String.class"));
    assertSame(ClassLoader.getPlatformClassLoader(), loader.getParent());
  }

  /** What finds it makes newer JVMs warn on standard error. */
  @Test
  void hidesUnsafe() {
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("sun.misc.Unsafe"));
  }
}
