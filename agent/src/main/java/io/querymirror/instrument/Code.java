package io.querymirror.instrument;

import static org.objectweb.asm.Opcodes.BIPUSH;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Instructions of more than one line. */
final class Code {
  private static final int MOST_CONST = 5;

  private Code() {}

  /** Pushes a number from -1 to 127. */
  static void push(MethodVisitor v, int value) {
    if (value <= MOST_CONST) {
      v.visitInsn(ICONST_0 + value);
    } else {
      v.visitIntInsn(BIPUSH, value);
    }
  }

  /** Boxes the value on top of the stack where it is of a primitive type. */
  static void box(MethodVisitor v, Type type) {
    String box = boxOf(type.getSort());
    if (box != null) {
      v.visitMethodInsn(
          INVOKESTATIC, box, "valueOf", "(" + type.getDescriptor() + ")L" + box + ";", false);
    }
  }

  private static @Nullable String boxOf(int sort) {
    switch (sort) {
      case Type.BOOLEAN:
        return "java/lang/Boolean";
      case Type.CHAR:
        return "java/lang/Character";
      case Type.BYTE:
        return "java/lang/Byte";
      case Type.SHORT:
        return "java/lang/Short";
      case Type.INT:
        return "java/lang/Integer";
      case Type.FLOAT:
        return "java/lang/Float";
      case Type.LONG:
        return "java/lang/Long";
      case Type.DOUBLE:
        return "java/lang/Double";
      default:
        return null;
    }
  }
}
