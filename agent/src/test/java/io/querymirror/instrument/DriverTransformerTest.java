package io.querymirror.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.querymirror.bootstrap.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class DriverTransformerTest {
  private static final String ODD = "io/querymirror/instrument/OddMethods";

  private static final Object[][] CALLS = {
    {"wide", 5L, 2.5, 3},
    {"reassigned", "a", 1},
    {"reassigned", "a", 3},
    {"loopFirst", 3},
    {"nothing"},
    {"early", true},
    {"early", false},
    {"caught", 5},
    {"caught", 0},
    {"alwaysThrows", "why"},
    {"throwsNull", null},
    {"throwsNull", " x "},
    {"chosen", "a", (short) 3, (byte) 4, 'c', true},
    {"chosen", "z", (short) 3, (byte) 4, 'c', true},
    {"arrays", new int[][] {{1}, {}}, new Object[] {"r"}},
    {"fresh", true},
    {"fresh", false},
  };

  private final List<String> log = new ArrayList<>();
  private boolean before;
  private Probe probe;

  @BeforeEach
  void keep() {
    before = Probe.on;
    probe = Probe.probe;
  }

  @AfterEach
  void restore() {
    Probe.on = before;
    Probe.probe = probe;
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on", "no token", "enter throws", "exit throws"})
  void changesNothingThatACallerSees(String probed) throws Exception {
    assertEquals(run(original()), probed(probed, () -> run(hooked(original()))));
  }

  /** As a module system's loader: with a hook the driver would fail there. */
  @Test
  void whereTheLoaderHidesTheProbeNothingIsChanged() throws IOException {
    ClassLoader hides = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};
    assertNull(DriverTransformer.transform(hides, ODD, Roles.META_DATA, true, original()));
  }

  @Test
  void aClassFileWithoutStackMapsGetsNone() throws Exception {
    byte[] old = oldVersion(original());
    assertEquals(run(original()), probed("on", () -> run(hooked(old))));
  }

  @Test
  void everyCallIsEnteredAndLeftOnceAlsoByAnException() throws Exception {
    probed("on", () -> run(hooked(original())));
    List<String> expected = new ArrayList<>();
    for (Object[] call : CALLS) {
      expected.add("enterGuard");
      expected.add("exitGuard");
    }
    assertEquals(expected, log);
  }

  @ParameterizedTest
  @EnumSource(Before.class)
  void theProbeHasWhatIsCalledAtTheBegin(Before hook) {
    assertCalled(hook.method, hook.descriptor);
  }

  @ParameterizedTest
  @EnumSource(After.class)
  void theProbeHasWhatIsCalledAtTheEnd(After hook) {
    assertCalled(hook.method, hook.descriptor);
  }

  @Test
  void aClassWithoutHooksStaysAsItIs() throws IOException {
    assertNull(
        DriverTransformer.transform(
            getClass().getClassLoader(), ODD, Roles.DRIVER, true, original()));
  }

  private static void assertCalled(String method, String descriptor) {
    assertEquals(
        1,
        Stream.of(Probe.class.getMethods())
            .filter(m -> m.getName().equals(method))
            .filter(m -> Type.getMethodDescriptor(m).equals(descriptor))
            .count(),
        method + descriptor);
  }

  private interface Running {
    List<String> run() throws Exception;
  }

  private List<String> probed(String how, Running running) throws Exception {
    Probe.probe = new RecordingProbe(log, how);
    Probe.on = !how.equals("off");
    return running.run();
  }

  /** What each call answers or throws, with the stack's lines in the class. */
  private static List<String> run(byte[] bytes) throws Exception {
    Class<?> type = new OneClass(bytes).loadClass(ODD.replace('/', '.'));
    Object odd = type.getConstructor().newInstance();
    List<String> seen = new ArrayList<>();
    for (Object[] call : CALLS) {
      seen.add(call(type, odd, (String) call[0], Arrays.copyOfRange(call, 1, call.length)));
    }
    seen.add("calls " + type.getField("calls").get(odd));
    seen.add("static " + type.getMethod("untouched", int.class).invoke(null, 4));
    return seen;
  }

  private static String call(Class<?> type, Object odd, String name, Object[] arguments)
      throws IllegalAccessException {
    Method method =
        Stream.of(type.getMethods()).filter(m -> m.getName().equals(name)).findAny().orElseThrow();
    try {
      Object result = method.invoke(odd, arguments);
      return name + " = " + (result instanceof int[] i ? Arrays.toString(i) : result);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      return name + " threw " + thrown + " at line " + thrown.getStackTrace()[0].getLineNumber();
    }
  }

  private static byte[] original() throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(ODD + ".class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] hooked(byte[] bytes) {
    byte[] hooked =
        DriverTransformer.transform(
            DriverTransformerTest.class.getClassLoader(), ODD, Roles.META_DATA, true, bytes);
    assertNotNull(hooked);
    return hooked;
  }

  /** Java 5's class file: no stack maps, and nothing that came later. */
  private static byte[] oldVersion(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int version, int access, String name, String sig, String sup, String[] all) {
                super.visit(Opcodes.V1_5, access, name, sig, sup, all);
              }
            },
            ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  private static final class OneClass extends ClassLoader {
    private final byte[] bytes;

    OneClass(byte[] bytes) {
      super(DriverTransformerTest.class.getClassLoader());
      this.bytes = bytes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(ODD.replace('/', '.'))) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
    }
  }
}
