package io.querymirror.instrument;

/**
 * Methods of all shapes that a driver's compiler may produce. Nothing in it needs a class file
 * newer than Java 5's.
 */
@SuppressWarnings("all")
public class OddMethods {
  public int calls;

  public long wide(long a, double b, int c) {
    long sum = a + (long) b;
    for (int i = 0; i < c; i++) {
      double d = sum * 2.0;
      sum = (long) d - i;
    }
    return sum;
  }

  public double reassigned(Object a, int b) {
    if (b > 2) {
      a = Integer.valueOf(b);
      b = 7;
    }
    String text = new StringBuilder().append(a).append(b).toString();
    return text.length() + b;
  }

  public int loopFirst(int n) {
    while (true) {
      calls++;
      if (n-- < 0) {
        return calls;
      }
    }
  }

  public void nothing() {}

  public void early(boolean b) {
    if (b) {
      return;
    }
    calls += 2;
  }

  public int caught(int n) {
    try {
      return 10 / n;
    } catch (ArithmeticException e) {
      return -1;
    } finally {
      calls++;
    }
  }

  public Object alwaysThrows(String text) {
    throw new IllegalStateException(text);
  }

  public String throwsNull(String text) {
    return text.trim();
  }

  public float chosen(String s, short a, byte b, char c, boolean d) {
    switch (s) {
      case "a":
        return a;
      case "b":
        return b;
      case "c":
        return c;
      default:
        return d ? 1 : 0;
    }
  }

  public synchronized int[] arrays(int[][] in, Object... rest) {
    int[] out = new int[in.length + rest.length];
    for (int[] one : in) {
      out[one.length] = one.length;
    }
    synchronized (this) {
      calls++;
    }
    return out;
  }

  public Object fresh(boolean b) {
    return new StringBuilder(b ? "x" : new String("y")).append(b ? 1 : 2).toString();
  }

  public static int untouched(int a) {
    return a + 1;
  }
}
