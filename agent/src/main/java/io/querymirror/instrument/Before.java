package io.querymirror.instrument;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.function.BiConsumer;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * What a driver's method calls when it begins: a method of the probe that answers a token, and its
 * arguments.
 */
enum Before {
  TEXT("enterText", "(Ljava/lang/Object;Ljava/lang/String;Z)", Before::selfAndText),
  PREPARED("enterPrepared", "(Ljava/lang/Object;Z)", Before::self),
  BATCH("enterBatch", "(Ljava/lang/Object;Z)", Before::self),
  CONTROL("enterControl", Before.CONTROL_ARGUMENTS, (m, v) -> control(m, v, false, false)),
  CONTROL_ARGUMENT("enterControl", Before.CONTROL_ARGUMENTS, (m, v) -> control(m, v, true, false)),
  CONTROL_NUMBER("enterControl", Before.CONTROL_ARGUMENTS, (m, v) -> control(m, v, false, true)),
  ARGUMENTS(
      "enterArguments",
      "(ZLjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)",
      Before::arguments),
  NUMBER("enterNumber", "(IJZ)", Before::number),
  VALUE("enterValue", "(ILjava/lang/Object;Z)", Before::value),
  GUARD("enterGuard", "(Z)", (m, v) -> push(v, m.known));

  private static final String CONTROL_ARGUMENTS = "(Ljava/lang/Object;ILjava/lang/Object;IZ)";
  private static final int MOST_ARGUMENTS = 4;

  /** Name of the probe's method. */
  final String method;

  /** Its descriptor. */
  final String descriptor;

  /** Pushes its arguments. */
  final BiConsumer<Hook, MethodVisitor> arguments;

  Before(String method, String parameters, BiConsumer<Hook, MethodVisitor> arguments) {
    this.method = method;
    this.descriptor = parameters + "Ljava/lang/Object;";
    this.arguments = arguments;
  }

  private static void self(Hook m, MethodVisitor v) {
    v.visitVarInsn(ALOAD, 0);
    push(v, m.known);
  }

  private static void selfAndText(Hook m, MethodVisitor v) {
    v.visitVarInsn(ALOAD, 0);
    v.visitVarInsn(ALOAD, 1);
    push(v, m.known);
  }

  private static void control(Hook m, MethodVisitor v, boolean argument, boolean number) {
    v.visitVarInsn(ALOAD, 0);
    Code.push(v, MethodConstants.control(m.name, m.parameters.length));
    if (argument) {
      v.visitVarInsn(ALOAD, 1);
    } else {
      v.visitInsn(ACONST_NULL);
    }
    if (number) {
      v.visitVarInsn(ILOAD, 1);
    } else {
      Code.push(v, 0);
    }
    push(v, m.known);
  }

  private static void arguments(Hook m, MethodVisitor v) {
    push(v, m.known);
    int slot = m.isStatic ? 0 : 1;
    for (int i = 0; i < MOST_ARGUMENTS; i++) {
      if (i < m.parameters.length) {
        Type type = m.parameters[i];
        v.visitVarInsn(type.getOpcode(ILOAD), slot);
        Code.box(v, type);
        slot += type.getSize();
      } else {
        v.visitInsn(ACONST_NULL);
      }
    }
  }

  /** A setter's position, and the bits of its number. */
  private static void number(Hook m, MethodVisitor v) {
    v.visitVarInsn(ILOAD, 1);
    Type type = m.parameters[1];
    v.visitVarInsn(type.getOpcode(ILOAD), 2);
    if (type.getSort() == Type.FLOAT) {
      v.visitMethodInsn(INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
    }
    if (type.getSort() == Type.DOUBLE) {
      v.visitMethodInsn(INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
    } else if (type.getSort() != Type.LONG) {
      v.visitInsn(I2L);
    }
    push(v, m.known);
  }

  private static void value(Hook m, MethodVisitor v) {
    v.visitVarInsn(ILOAD, 1);
    v.visitVarInsn(ALOAD, 2);
    push(v, m.known);
  }

  private static void push(MethodVisitor v, boolean value) {
    Code.push(v, value ? 1 : 0);
  }
}
