package io.querymirror.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is made at most once a second, and less often where it is dear: however many ask,
 * it takes at most a twentieth of a core. For one thread.
 */
final class Kept {
  /** Larger ones are not held in memory for anybody. */
  static final int MOST = 64 << 20;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_HELD = TimeUnit.SECONDS.toNanos(10);
  private static final long SHARE = 20;
  private static final int WORTH_PACKING = 1 << 10;

  interface Content {
    void write(OutputStream out) throws IOException;
  }

  private final LongSupplier nanos;
  private byte @Nullable [] plain;
  private byte @Nullable [] packed;
  private long until;

  Kept(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** What is kept, or made now; packed where the client can unpack it and it is worth it. */
  Answer answer(Request request, String type, Content content) throws IOException {
    byte[] bytes = plain;
    if (bytes == null || nanos.getAsLong() - until >= 0) {
      long begin = nanos.getAsLong();
      Bytes out = new Bytes();
      content.write(out);
      bytes = out.toByteArray();
      plain = bytes;
      packed = null;
      hold(nanos.getAsLong() - begin);
    }
    if (bytes.length < WORTH_PACKING || !unpacks(request.headers("accept-encoding"))) {
      return new Answer(200, type, bytes).with("Vary", "Accept-Encoding");
    }
    byte[] small = packed;
    if (small == null) {
      long begin = nanos.getAsLong();
      small = pack(bytes);
      packed = small;
      until += Math.min(MOST_HELD, (nanos.getAsLong() - begin) * SHARE);
    }
    return new Answer(200, type, small)
        .with("Vary", "Accept-Encoding")
        .with("Content-Encoding", "gzip");
  }

  private void hold(long took) {
    until = nanos.getAsLong() + Math.max(SECOND, Math.min(MOST_HELD, took * SHARE));
  }

  /** Lets go of what nobody asks for any more. */
  void drop() {
    plain = null;
    packed = null;
  }

  /** Whether the client takes gzip. */
  static boolean unpacks(String accepted) {
    for (String each : accepted.split(",")) {
      String[] parts = each.trim().split("\\s*;\\s*", 2);
      if (parts[0].equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].matches("[qQ]=0(\\.0{0,3})?");
      }
    }
    return false;
  }

  static byte[] pack(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 8 + 64);
    try (GZIPOutputStream out =
        new GZIPOutputStream(bytes, 8 << 10) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /** Memory, up to a bound. */
  private static final class Bytes extends ByteArrayOutputStream {
    @Override
    public void write(int b) {
      check(1);
      super.write(b);
    }

    @Override
    public void write(byte[] b, int from, int n) {
      check(n);
      super.write(b, from, n);
    }

    private void check(int n) {
      if (n > MOST - count) {
        throw new TooLargeException();
      }
    }
  }

  /** An answer beyond {@link #MOST}. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLargeException() {
      super("larger than " + (MOST >> 20) + " MB", null, false, false);
    }
  }
}
