package io.querymirror.config;

/** How copies are sent. */
public enum Protocol {
  /** As their originals were: as text, client-prepared, server-prepared or as a call. */
  SAME,
  /** In whatever way costs least; for volume alone, as times then say nothing of the target. */
  CHEAPEST
}
