package io.querymirror.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A host with its port; 3306 where none is written. */
final class HostPort {
  static final int DEFAULT_PORT = 3306;

  private final String host;
  private final int port;

  /** Made once: it is the key of each copy's count. */
  private final String text;

  private HostPort(String host, int port) {
    this.host = host;
    this.port = port;
    this.text = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Reads {@code HOST}, {@code HOST:PORT}, {@code [IPV6]} or {@code [IPV6]:PORT}; null if none. */
  static @Nullable HostPort parse(String text) {
    String host = text;
    String port = String.valueOf(DEFAULT_PORT);
    int colon = text.lastIndexOf(':');
    if (colon > text.lastIndexOf(']')) {
      host = text.substring(0, colon);
      port = text.substring(colon + 1);
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    int number = port(port);
    return number > 0 && isHost(host, bracketed) ? new HostPort(host, number) : null;
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || !Chars.digits(text)) {
      return 0;
    }
    int number = Integer.parseInt(text);
    return number <= 65535 ? number : 0;
  }

  private static boolean isHost(String host, boolean bracketed) {
    String others = bracketed ? ":.%" : ".-_";
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!Character.isLetterOrDigit(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return !host.isEmpty() && (!bracketed || host.indexOf(':') >= 0);
  }

  /** A glob over {@code host:port}: where it names no port, 3306; {@code *} alone is any. */
  static Glob pattern(String text) {
    boolean port = text.equals("*") || text.lastIndexOf(':') > text.lastIndexOf(']');
    return new Glob(port ? text : text + ":" + DEFAULT_PORT, true);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** Equal for equal hosts, as far as their spelling tells. */
  String key() {
    return toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text;
  }
}
