package io.querymirror.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where copies go: a group of hosts, and how statements are repeated there. */
public final class TargetSettings {
  private final String name;
  private final List<HostSettings> hosts;
  private final String username;
  private final String password;
  private final @Nullable Path passwordFile;
  private final Map<String, String> schemas;
  private final Map<String, String> properties;
  private final Order order;
  private final Writes writes;
  private final Protocol protocol;
  private final int connections;
  private final int queueStatements;
  private final long queueBytes;
  private final Duration timeout;
  private final Role role;
  private final CompareSettings compare;
  private final @Nullable String serverUuid;

  private TargetSettings(Builder b) {
    this.name = b.name;
    this.hosts = List.copyOf(b.hosts);
    this.username = b.username;
    this.password = b.password;
    this.passwordFile = b.passwordFile;
    this.schemas = Collections.unmodifiableMap(new LinkedHashMap<>(b.schemas));
    this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(b.properties));
    this.order = b.order;
    this.writes = b.writes;
    this.protocol = b.protocol;
    this.connections = b.connections;
    this.queueStatements = b.queueStatements;
    this.queueBytes = b.queueBytes;
    this.timeout = b.timeout;
    this.role = b.role;
    this.compare = b.compare;
    this.serverUuid = b.serverUuid;
  }

  public String name() {
    return name;
  }

  /** At least one with a weight over 0; where writes run such a writer. */
  public List<HostSettings> hosts() {
    return hosts;
  }

  public String username() {
    return username;
  }

  /** Empty where none is given. */
  public String password() {
    return password;
  }

  /** What the password was read from; null where the configuration itself has it. */
  @Nullable Path passwordFile() {
    return passwordFile;
  }

  /** Source schema to target schema; a schema that is not a key keeps its name. */
  public Map<String, String> schemas() {
    return schemas;
  }

  /** Properties for Connector/J, by the user's will. */
  public Map<String, String> properties() {
    return properties;
  }

  /** The source's schemas that are this schema on the target: those mapped to it, else itself. */
  public List<String> sourcesOf(String schema) {
    List<String> sources = new ArrayList<>();
    schemas.forEach(
        (source, target) -> {
          if (target.equalsIgnoreCase(schema)) {
            sources.add(source);
          }
        });
    return sources.isEmpty() ? List.of(schema) : sources;
  }

  public Order order() {
    return order;
  }

  public Writes writes() {
    return writes;
  }

  public Protocol protocol() {
    return protocol;
  }

  /** Connections at most; 0 for as many as the source has sessions, at most 128. */
  public int connections() {
    return connections;
  }

  /** Bound of the queue in statements, from 1. */
  public int queueStatements() {
    return queueStatements;
  }

  /** Bound of the queue in bytes, from 1. */
  public long queueBytes() {
    return queueBytes;
  }

  /** For each mirrored statement; over 0. */
  public Duration timeout() {
    return timeout;
  }

  public Role role() {
    return role;
  }

  public CompareSettings compare() {
    return compare;
  }

  /** The target's {@code @@server_uuid} by the user's word, or null. */
  public @Nullable String serverUuid() {
    return serverUuid;
  }

  /** Everything but the name, by the file's keys. Holds the password. */
  private Map<String, Object> byKey() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("hosts", hosts);
    all.put("username", username);
    all.put("password", password);
    all.put("password_file", String.valueOf(passwordFile));
    all.put("schemas", schemas);
    all.put("properties", properties);
    all.put("order", order);
    all.put("writes", writes);
    all.put("protocol", protocol);
    all.put("connections", connections);
    all.put("queue", List.of(queueStatements, queueBytes));
    all.put("timeout", timeout);
    all.put("role", role);
    all.put("server_uuid", String.valueOf(serverUuid));
    all.put("compare", compare);
    return all;
  }

  /** The file's keys that do not say the same in both. */
  List<String> differsIn(TargetSettings other) {
    Map<String, Object> others = other.byKey();
    List<String> keys = new ArrayList<>();
    byKey()
        .forEach(
            (key, value) -> {
              if (!value.equals(others.get(key))) {
                keys.add(key);
              }
            });
    return keys;
  }

  /** Whether a target can go on as it is. */
  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof TargetSettings
        && name.equals(((TargetSettings) o).name)
        && byKey().equals(((TargetSettings) o).byKey());
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Without the password and without the properties, which may hold others. */
  @Override
  public String toString() {
    return name + " " + hosts + " as " + username + ", order " + order + ", writes " + writes;
  }

  /** Every field has its default but the name, the hosts and the user. */
  static final class Builder {
    final String name;
    List<HostSettings> hosts = List.of();
    String username = "";
    String password = "";
    @Nullable Path passwordFile;
    Map<String, String> schemas = Map.of();
    Map<String, String> properties = Map.of();
    Order order = Order.SESSION;
    Writes writes = Writes.DENY;
    Protocol protocol = Protocol.SAME;
    int connections;
    int queueStatements = 20_000;
    long queueBytes = 64L << 20;
    Duration timeout = Duration.ofSeconds(30);
    Role role = Role.CANDIDATE;
    CompareSettings compare = new CompareSettings.Builder().build();
    @Nullable String serverUuid;

    Builder(String name) {
      this.name = name;
    }

    TargetSettings build() {
      return new TargetSettings(this);
    }
  }
}
