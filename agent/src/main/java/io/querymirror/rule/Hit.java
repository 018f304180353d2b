package io.querymirror.rule;

/** A copy that a statement makes: its target, and the first rule that names it. */
public final class Hit {
  private final String target;
  private final int rule;

  Hit(String target, int rule) {
    this.target = target;
    this.rule = rule;
  }

  public String target() {
    return target;
  }

  /** Index among the rules, from 0. */
  public int rule() {
    return rule;
  }

  @Override
  public String toString() {
    return target + " by " + rule;
  }
}
