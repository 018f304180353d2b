package io.querymirror.instrument;

import org.objectweb.asm.Type;

/**
 * Local variables that the hooks add to a method, all above the method's own: those keep their
 * numbers, which the JVM's own messages show.
 */
final class Slots {
  final int token;
  final int self;
  final int result;
  final int thrown;
  final int end;

  /** {@code own}: number of slots that the method has itself. */
  Slots(int own, Type resultType) {
    token = own;
    self = own + 1;
    result = own + 2;
    thrown = result + resultType.getSize();
    end = thrown + 1;
  }
}
