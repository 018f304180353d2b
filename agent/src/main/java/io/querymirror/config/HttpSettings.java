package io.querymirror.config;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the live page is served, and who may see it. */
public final class HttpSettings {
  private final HostPort address;
  private final @Nullable String token;
  private final @Nullable Path tokenFile;

  HttpSettings(HostPort address, @Nullable String token, @Nullable Path tokenFile) {
    this.address = address;
    this.token = token;
    this.tokenFile = tokenFile;
  }

  /** A name or an address; an IPv6 address without brackets. */
  public String host() {
    return address.host();
  }

  /** From 1. */
  public int port() {
    return address.port();
  }

  /** What a request has to carry; null only where the address is this machine's own. */
  public @Nullable String token() {
    return token;
  }

  /** What the token was read from; null where the configuration itself has it. */
  @Nullable Path tokenFile() {
    return tokenFile;
  }

  static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof HttpSettings
        && address.key().equals(((HttpSettings) o).address.key())
        && Objects.equals(token, ((HttpSettings) o).token)
        && Objects.equals(tokenFile, ((HttpSettings) o).tokenFile);
  }

  @Override
  public int hashCode() {
    return Objects.hash(address.key(), token);
  }

  /** The address alone: never the token. */
  @Override
  public String toString() {
    return address.toString();
  }
}
