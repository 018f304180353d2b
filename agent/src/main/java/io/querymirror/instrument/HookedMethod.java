package io.querymirror.instrument;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.F_NEW;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.TOP;

import io.querymirror.bootstrap.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a driver's method anew, with its hook:
 *
 * <pre>{@code
 * Object token = null;
 * try { if (Probe.on) token = Probe.probe.enter…(…); } catch (Throwable ours) {}
 * try { …the method, its returns going on below… }
 * catch (Throwable t) { exit(token, t); throw t; }
 * exit(token, null); return result;
 *
 * where exit: if (token != null) try { Probe.probe.exit…(token, …); } catch (Throwable ours) {}
 * }</pre>
 *
 * <p>Our variables lie above the method's own, whose numbers stay. A frame at a place of ours
 * promises nothing of the method's own variables, as it may have used their slots for anything.
 */
final class HookedMethod extends MethodVisitor {
  private static final String PROBE = Type.getInternalName(Probe.class);
  private static final String PROBE_TYPE = Type.getDescriptor(Probe.class);
  private static final String OBJECT = "java/lang/Object";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final int MOST_STACK = 8;

  private final Hook hook;
  private final int own;
  private final Slots slots;
  private final boolean frames;
  private final Object[] firstLocals;
  private final Label begin = new Label();
  private final Label end = new Label();
  private final Label exit = new Label();
  private boolean returns;

  /**
   * @param owner the method's class
   * @param own how many slots the method uses
   * @param frames whether the class file's version has stack maps
   */
  HookedMethod(MethodVisitor to, String owner, Hook hook, int own, boolean frames) {
    super(Opcodes.ASM9, to);
    this.hook = hook;
    this.own = own;
    this.slots = new Slots(own, hook.result);
    this.frames = frames;
    this.firstLocals = firstLocals(owner, hook);
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label from = new Label();
    Label to = new Label();
    Label failed = new Label();
    mv.visitTryCatchBlock(from, to, failed, THROWABLE);
    mv.visitInsn(ACONST_NULL);
    mv.visitVarInsn(ASTORE, slots.token);
    if (hook.isStatic) {
      mv.visitInsn(ACONST_NULL);
    } else {
      mv.visitVarInsn(ALOAD, 0);
    }
    mv.visitVarInsn(ASTORE, slots.self);
    mv.visitLabel(from);
    mv.visitFieldInsn(GETSTATIC, PROBE, "on", "Z");
    mv.visitJumpInsn(IFEQ, begin);
    mv.visitFieldInsn(GETSTATIC, PROBE, "probe", PROBE_TYPE);
    hook.before.arguments.accept(hook, mv);
    mv.visitMethodInsn(INVOKEVIRTUAL, PROBE, hook.before.method, hook.before.descriptor, false);
    mv.visitVarInsn(ASTORE, slots.token);
    mv.visitLabel(to);
    mv.visitJumpInsn(GOTO, begin);
    mv.visitLabel(failed);
    frame(firstLocals, THROWABLE);
    mv.visitInsn(POP);
    mv.visitLabel(begin);
    frame(firstLocals);
    // Two frames in one place are not allowed: the method may begin with one, as a loop does.
    mv.visitInsn(Opcodes.NOP);
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int stacked, Object[] stack) {
    List<Object> all = new ArrayList<>(Arrays.asList(local).subList(0, locals));
    pad(all, own);
    all.add(OBJECT);
    all.add(OBJECT);
    super.visitFrame(type, all.size(), all.toArray(), stacked, stack);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode < IRETURN || opcode > RETURN) {
      super.visitInsn(opcode);
      return;
    }
    returns = true;
    if (opcode != RETURN) {
      mv.visitVarInsn(hook.result.getOpcode(ISTORE), slots.result);
    }
    mv.visitJumpInsn(GOTO, exit);
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    Label threw = new Label();
    mv.visitLabel(end);
    // Last in the table: what the method catches itself stays its own.
    mv.visitTryCatchBlock(begin, end, threw, THROWABLE);
    mv.visitLabel(threw);
    List<Object> kept = new ArrayList<>();
    pad(kept, own);
    kept.add(OBJECT);
    kept.add(OBJECT);
    frame(kept.toArray(), THROWABLE);
    mv.visitVarInsn(ASTORE, slots.thrown);
    List<Object> thrown = new ArrayList<>(kept);
    pad(thrown, slots.thrown);
    thrown.add(THROWABLE);
    exit(true, thrown.toArray());
    mv.visitVarInsn(ALOAD, slots.thrown);
    mv.visitInsn(ATHROW);
    if (returns) {
      mv.visitLabel(exit);
      if (hook.result.getSort() != Type.VOID) {
        kept.add(verified(hook.result));
      }
      frame(kept.toArray());
      exit(false, kept.toArray());
      if (hook.result.getSort() != Type.VOID) {
        mv.visitVarInsn(hook.result.getOpcode(ILOAD), slots.result);
      }
      mv.visitInsn(hook.result.getOpcode(IRETURN));
    }
    super.visitMaxs(Math.max(stack, MOST_STACK), slots.end);
  }

  /** Tells the probe that the method ended; goes on behind itself, with an empty stack. */
  private void exit(boolean threw, Object[] locals) {
    Label from = new Label();
    Label to = new Label();
    Label failed = new Label();
    Label done = new Label();
    mv.visitTryCatchBlock(from, to, failed, THROWABLE);
    mv.visitVarInsn(ALOAD, slots.token);
    mv.visitJumpInsn(IFNULL, done);
    mv.visitLabel(from);
    mv.visitFieldInsn(GETSTATIC, PROBE, "probe", PROBE_TYPE);
    hook.after.arguments(hook, mv, slots, threw);
    mv.visitMethodInsn(INVOKEVIRTUAL, PROBE, hook.after.method, hook.after.descriptor, false);
    mv.visitLabel(to);
    mv.visitJumpInsn(GOTO, done);
    mv.visitLabel(failed);
    frame(locals, THROWABLE);
    mv.visitInsn(POP);
    mv.visitLabel(done);
    frame(locals);
  }

  private void frame(Object[] locals, Object... stack) {
    if (frames) {
      mv.visitFrame(F_NEW, locals.length, locals, stack.length, stack);
    }
  }

  private Object[] firstLocals(String owner, Hook of) {
    List<Object> all = new ArrayList<>();
    if (!of.isStatic) {
      all.add(owner);
    }
    for (Type type : of.parameters) {
      all.add(verified(type));
    }
    pad(all, own);
    all.add(OBJECT);
    all.add(OBJECT);
    return all.toArray();
  }

  /** Fills up to {@code size} slots; a long or double has two. */
  private static void pad(List<Object> locals, int size) {
    int used = 0;
    for (Object local : locals) {
      used += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    for (int i = used; i < size; i++) {
      locals.add(TOP);
    }
  }

  private static Object verified(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.OBJECT:
      case Type.ARRAY:
        return type.getInternalName();
      default:
        return Opcodes.INTEGER;
    }
  }
}
