package io.querymirror.config;

import java.util.List;

/** One rule: what it takes, and what happens to that. */
public final class RuleSettings {
  private final String name;
  private final int line;
  private final MatchSettings match;
  private final boolean skip;
  private final List<String> mirror;
  private final boolean continues;
  private final CopySettings copy;
  private final MaskSettings maskBinds;
  private final String canonical;

  RuleSettings(
      String name,
      int line,
      MatchSettings match,
      boolean skip,
      List<String> mirror,
      boolean continues,
      CopySettings copy,
      MaskSettings maskBinds,
      String canonical) {
    this.name = name;
    this.line = line;
    this.match = match;
    this.skip = skip;
    this.mirror = List.copyOf(mirror);
    this.continues = continues;
    this.copy = copy;
    this.maskBinds = maskBinds;
    this.canonical = canonical;
  }

  /** Its own among all rules; {@code rule 3} for an unnamed third one. */
  public String name() {
    return name;
  }

  /** Where it begins in the file, from 1. */
  public int line() {
    return line;
  }

  public MatchSettings match() {
    return match;
  }

  /** True for a rule that skips; it has no {@link #mirror()} then. */
  public boolean skip() {
    return skip;
  }

  /** Names of targets, each once; empty only for a rule that skips. */
  public List<String> mirror() {
    return mirror;
  }

  /** Whether later rules are asked too. */
  public boolean continues() {
    return continues;
  }

  /** How what it takes is copied. */
  public CopySettings copy() {
    return copy;
  }

  public MaskSettings maskBinds() {
    return maskBinds;
  }

  /** What the file says of it; equal texts say the same, under the same host groups. */
  String canonical() {
    return canonical;
  }

  @Override
  public String toString() {
    return name + ": " + (skip ? "skip" : "mirror " + mirror) + (continues ? ", continue" : "");
  }
}
