package io.querymirror.instrument;

import org.objectweb.asm.Type;

/** What one method of a driver calls at its begin and at its end. */
final class Hook {
  final Before before;
  final After after;
  final String name;
  final Type[] parameters;
  final Type result;
  final boolean isStatic;

  /** Whether the class is of a known driver. */
  final boolean known;

  Hook(
      Before before,
      After after,
      String name,
      Type[] parameters,
      Type result,
      boolean isStatic,
      boolean known) {
    this.before = before;
    this.after = after;
    this.name = name;
    this.parameters = parameters;
    this.result = result;
    this.isStatic = isStatic;
    this.known = known;
  }
}
