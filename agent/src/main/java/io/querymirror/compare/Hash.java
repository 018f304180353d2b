package io.querymirror.compare;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A hash of 64 bits that is the same in every version: it is kept in files. */
final class Hash {
  static final long NULL = 0x2545f4914f6cdd1dL;

  private static final long SEED = 0x9e3779b97f4a7c15L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Hash() {}

  /** Of what came before and one thing more; the order counts. */
  static long mix(long before, long next) {
    long h = (before ^ next) * SEED;
    h = (h ^ h >>> 32) * 0xd6e8feb86659fd93L;
    return h ^ h >>> 32;
  }

  static long bytes(byte[] b, int from, int length) {
    long h = SEED;
    int at = from;
    int end = from + length;
    for (; at + 8 <= end; at += 8) {
      h = mix(h, (long) LONGS.get(b, at));
    }
    long rest = 0;
    for (int shift = 0; at < end; at++, shift += 8) {
      rest |= (b[at] & 0xffL) << shift;
    }
    return mix(mix(h, rest), length);
  }

  static long bytes(byte[] b) {
    return bytes(b, 0, b.length);
  }
}
