package io.querymirror.bootstrap;

/**
 * What inlined advice calls, from any class loader: this class lies in the boot loader. It names
 * nothing outside java.lang.
 */
public final class Probe {
  private Probe() {}

  /** Whether mirroring is switched on. */
  public static volatile boolean on;
}
