package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the hooks into one class of a driver. The class keeps its fields and methods, so that it
 * can be done and undone to a loaded class as well. Methods without a hook are copied as they are.
 *
 * <p>With ASM and no more: an application's first connection waits for this, and a library that
 * describes types first had it wait half a second longer (docs/performance.md).
 */
final class DriverTransformer {
  private static final int MAJOR = 0xffff;

  /** Classes of loaders; a handful in any JVM. */
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private DriverTransformer() {}

  /**
   * Answers the new class file, or null where there is nothing to add.
   *
   * @param name the class's, with slashes
   * @param roles of {@link Roles}; 0 for a thread in which a driver cancels a statement
   * @param known whether the class is of a known driver
   */
  static byte @Nullable [] transform(
      ClassLoader loader, String name, int roles, boolean known, byte[] bytes) {
    if (!seesProbe(loader)) {
      // Not the loader's own words: they are the application's to make.
      String hides = loader.getClass().getName();
      if (TOLD.add(hides)) {
        Log.of(DriverTransformer.class).later(Message.LOADER_HIDES, hides, name);
      }
      return null;
    }
    ClassReader reader = new ClassReader(bytes);
    Map<String, Found> found = find(reader, new Hooks(roles, known));
    if (found.isEmpty()) {
      return null;
    }
    // No frames and no sizes are computed: that would ask for the classes of the application.
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Hooking(writer, found), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** A loader that hides the boot loader's packages (OSGi) would fail inside the driver. */
  private static boolean seesProbe(ClassLoader loader) {
    try {
      return Class.forName(Probe.class.getName(), false, loader) == Probe.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The methods to be hooked, by name and descriptor. */
  private static Map<String, Found> find(ClassReader reader, Hooks hooks) {
    Map<String, Found> found = new HashMap<>();
    ClassVisitor finding =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            Hook hook = hooks.of(access, name, descriptor);
            if (hook == null) {
              return null;
            }
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitMaxs(int stack, int locals) {
                found.put(name + descriptor, new Found(hook, locals));
              }
            };
          }
        };
    reader.accept(finding, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found;
  }

  /** A method's hook, and how many slots the method uses: a reader tells that behind its code. */
  private static final class Found {
    final Hook hook;
    final int slots;

    Found(Hook hook, int slots) {
      this.hook = hook;
      this.slots = slots;
    }
  }

  private static final class Hooking extends ClassVisitor {
    private final Map<String, Found> found;
    private String owner = "";
    private boolean frames;

    Hooking(ClassVisitor to, Map<String, Found> found) {
      super(Opcodes.ASM9, to);
      this.found = found;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      owner = name;
      frames = (version & MAJOR) >= Opcodes.V1_6;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
      Found one = found.get(name + descriptor);
      return one == null ? to : new HookedMethod(to, owner, one.hook, one.slots, frames);
    }
  }
}
