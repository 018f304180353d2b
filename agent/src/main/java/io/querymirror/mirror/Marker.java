package io.querymirror.mirror;

/** The comments by which a server's log, and the capture, tell the mirror's statements. */
final class Marker {
  /** Before a copy, and before session control that is repeated. */
  static final String COPY = "/* querymirror */ ";

  /** Before what the agent asks for itself. */
  static final String OWN = "/* querymirror:own */ ";

  private Marker() {}
}
