package io.querymirror.config;

/** Which copies a host of a target takes. */
public enum HostRole {
  WRITER,
  READER
}
