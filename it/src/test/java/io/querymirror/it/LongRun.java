package io.querymirror.it;

/** Whether tests take the time that they would like: {@code mvn verify -Plong}. */
final class LongRun {
  static final boolean ON = Boolean.getBoolean("querymirror.it.long");

  private LongRun() {}
}
