package io.querymirror.stats;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What the hosts of one target had to do. All methods from any thread. */
public final class Resources {
  private final ConcurrentMap<String, ResourceSeries> hosts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, List<ServerStatement>> statements = new ConcurrentHashMap<>();
  private volatile @Nullable String statementsNote;

  /** Of one host, by its {@code host:port}. */
  public ResourceSeries host(String address) {
    return hosts.computeIfAbsent(address, a -> new ResourceSeries());
  }

  /**
   * What a host's performance_schema tells since the start.
   *
   * @param all the longest running first
   */
  public void statements(String address, List<ServerStatement> all) {
    statements.put(address, List.copyOf(all));
    statementsNote = null;
  }

  /** Why performance_schema tells nothing. */
  public void noStatements(String why) {
    statementsNote = why;
  }

  public Map<String, ResourceSeries> hosts() {
    return new TreeMap<>(hosts);
  }

  /** Empty where nothing is told, or not yet. */
  public List<ServerStatement> statements(String address) {
    return statements.getOrDefault(address, List.of());
  }

  public @Nullable String statementsNote() {
    return statementsNote;
  }
}
