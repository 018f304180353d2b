package io.querymirror.config;

/** What a target is for. */
public enum Role {
  /** It is judged. */
  CANDIDATE,
  /**
   * A second copy of production. Where it differs from production is noise, which is taken out of
   * what candidates differ by; it is no candidate itself.
   */
  CONTROL
}
