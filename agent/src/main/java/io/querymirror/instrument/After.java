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
  ROWS("exitRows", Result.OBJECT, true),
  COUNT("exitCount", Result.LONG, true),
  FLAG("exitFlag", Result.BOOLEAN, true),
  BATCH("exitBatch", Result.OBJECT, true),
  CONTROL("exitControl", Result.NULL, true),
  CONTROL_RESULT("exitControl", Result.OBJECT, true),
  GUARD("exitGuard", Result.NONE, false),
  PREPARE("exitPrepare", Result.OBJECT, true),
  CONNECT("exitConnect", Result.OBJECT, false),
  NUMBER("exitNumber", Result.NONE, true),
  VALUE("exitValue", Result.NONE, true),
  BIND("exitBind", Result.NONE, true),
  REGISTER_OUT("exitRegisterOut", Result.NONE, true),
  ADD_BATCH("exitAddBatch", Result.NONE, true),
  CLEAR_BATCH("exitClearBatch", Result.NONE, true),
  CLOSE("exitClose", Result.NONE, true),
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
            + told(method)
            + (method.equals("exitGuard") ? "" : "Ljava/lang/Throwable;")
            + ")V";
  }

  /** What the probe is told of a setter. */
  private static String told(String method) {
    switch (method) {
      case "exitNumber":
        return "I";
      case "exitValue":
        return "IZ";
      case "exitBind":
        return "ILjava/lang/String;";
      default:
        return "";
    }
  }

  /**
   * Pushes the arguments.
   *
   * @param slots where token, self, result and exception are
   * @param threw whether the method ended by the exception, and so has no result
   */
  void arguments(Hook hook, MethodVisitor v, Slots slots, boolean threw) {
    v.visitVarInsn(ALOAD, slots.token);
    if (takesSelf) {
      v.visitVarInsn(ALOAD, slots.self);
    }
    result(hook.result, v, slots, threw);
    if (this == NUMBER || this == VALUE || this == BIND) {
      Code.push(v, MethodConstants.bindKind(hook.name, hook.parameters.length).ordinal());
    }
    if (this == VALUE) {
      Code.push(v, hook.known ? 1 : 0);
    }
    if (this == BIND) {
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
