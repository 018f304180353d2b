package io.querymirror.instrument;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.LCONST_0;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * What a driver's method calls when it ends, also by an exception: a method of the probe that takes
 * the token. No argument of the driver's method is read here: the driver may have assigned to it.
 */
enum After {
  ROWS("exitRows", Result.OBJECT, false),
  COUNT("exitCount", Result.LONG, false),
  FLAG("exitFlag", Result.BOOLEAN, false),
  BATCH("exitBatch", Result.OBJECT, false),
  CONTROL("exitControl", Result.NULL, false),
  CONTROL_RESULT("exitControl", Result.OBJECT, false),
  GUARD("exitGuard", Result.NONE, false),
  PREPARE("exitPrepare", Result.OBJECT, true),
  CONNECT("exitConnect", Result.OBJECT, false),
  BIND("exitBind", Result.NONE, true),
  REGISTER_OUT("exitRegisterOut", Result.NONE, true),
  ADD_BATCH("exitAddBatch", Result.NONE, true),
  CLEAR_BATCH("exitClearBatch", Result.NONE, true),
  CLEAR_PARAMETERS("exitClearParameters", Result.NONE, true);

  /** How the probe takes what the driver's method answers. */
  private enum Result {
    NONE(""),
    NULL("Ljava/lang/Object;"),
    OBJECT("Ljava/lang/Object;"),
    LONG("J"),
    BOOLEAN("Z");

    final String descriptor;

    Result(String descriptor) {
      this.descriptor = descriptor;
    }
  }

  /** Name of the probe's method. */
  final String method;

  /** Its descriptor. */
  final String descriptor;

  /** Whether it takes the object whose method ended. */
  final boolean takesSelf;

  private final Result result;

  After(String method, Result result, boolean takesSelf) {
    this.method = method;
    this.result = result;
    this.takesSelf = takesSelf;
    this.descriptor =
        "(Ljava/lang/Object;"
            + (takesSelf ? "Ljava/lang/Object;" : "")
            + result.descriptor
            + (method.equals("exitBind") ? "ILjava/lang/String;" : "")
            + (method.equals("exitGuard") ? "" : "Ljava/lang/Throwable;")
            + ")V";
  }

  /**
   * Pushes the arguments.
   *
   * @param slots local variables of token, self, result and exception; the last two -1 for none
   */
  void arguments(Hook hook, MethodVisitor v, Slots slots, boolean threw) {
    v.visitVarInsn(ALOAD, slots.token);
    if (takesSelf) {
      v.visitVarInsn(ALOAD, slots.self);
    }
    result(hook.result, v, slots, threw);
    if (this == BIND) {
      Code.push(v, MethodConstants.bindKind(hook.name, hook.parameters.length).ordinal());
      String reason = MethodConstants.reason(hook.name, hook.parameters.length);
      if (reason == null) {
        v.visitInsn(ACONST_NULL);
      } else {
        v.visitLdcInsn(reason);
      }
    }
    if (this == GUARD) {
      return;
    }
    if (threw) {
      v.visitVarInsn(ALOAD, slots.thrown);
    } else {
      v.visitInsn(ACONST_NULL);
    }
  }

  private void result(Type type, MethodVisitor v, Slots slots, boolean threw) {
    switch (result) {
      case NONE:
        break;
      case LONG:
        if (threw) {
          v.visitInsn(LCONST_0);
        } else {
          v.visitVarInsn(type.getOpcode(ILOAD), slots.result);
          if (type.getSort() != Type.LONG) {
            v.visitInsn(I2L);
          }
        }
        break;
      case BOOLEAN:
        if (threw) {
          Code.push(v, 0);
        } else {
          v.visitVarInsn(ILOAD, slots.result);
        }
        break;
      default:
        if (threw || result == Result.NULL || type.getSort() == Type.VOID) {
          v.visitInsn(ACONST_NULL);
        } else {
          v.visitVarInsn(ALOAD, slots.result);
        }
    }
  }
}
