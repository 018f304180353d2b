package io.querymirror.mirror.wire;

/** The comments by which a server's log, and the capture, tell the mirror's statements. */
public final class Marker {
  /** Before a copy, and before session control that is repeated. */
  public static final String COPY = "/* querymirror */ ";

  /** Before what the agent asks for itself. */
  public static final String OWN = "/* querymirror:own */ ";

  private Marker() {}
}
