package io.querymirror.config;

import org.jspecify.annotations.Nullable;

/** One host of a target. */
public final class HostSettings {
  private final HostPort address;
  private final int weight;
  private final HostRole role;

  HostSettings(HostPort address, int weight, HostRole role) {
    this.address = address;
    this.weight = weight;
    this.role = role;
  }

  /** Name or address, without the brackets of an IPv6 address. */
  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  /** {@code host:port}, with brackets around an IPv6 address: the host's name in counts. */
  public String address() {
    return address.toString();
  }

  /** Its share among the hosts of its role, from 0; a host of weight 0 takes nothing. */
  public int weight() {
    return weight;
  }

  public HostRole role() {
    return role;
  }

  /** Equal for equal hosts, as far as their spelling tells. */
  String key() {
    return address.key();
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof HostSettings && toString().equals(o.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return address + " weight " + weight + " " + role;
  }
}
