package io.querymirror.mirror.hosts;

import io.querymirror.config.HostSettings;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows that a host on which writes are to be applied is not the application's own database: by
 * address, and by the server's uuid or its process list. Asked before the first statement on every
 * new connection, and again when a source host appears that was not compared yet.
 */
final class SourceProof {
  static final String REMEDIES =
      "; writes: apply and writes: rollback need the PROCESS right for the target's user,"
          + " or server_uuid:"
          + " with the target's own @@server_uuid";

  /** New connections within this time share a proof. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final TargetSettings target;
  private final Supplier<Collection<SourceConnection>> live;
  private final Arrivals arrivals;
  private final Map<HostSettings, Proven> proven = new ConcurrentHashMap<>();

  /** Against which source hosts, and when. */
  private static final class Proven {
    final Set<String> sources;
    final long at = System.nanoTime();

    Proven(Set<String> sources) {
      this.sources = Set.copyOf(sources);
    }
  }

  SourceProof(
      TargetSettings target, Supplier<Collection<SourceConnection>> live, Arrivals arrivals) {
    this.target = target;
    this.live = live;
    this.arrivals = arrivals;
  }

  /**
   * Waits a moment where there is nothing to compare with.
   *
   * @param source whose statement is to run; null for none
   * @param fresh whether nothing has run on this connection yet
   * @throws RefusedException where it is the source, or can't be shown not to be
   * @throws NoWitnessException where nothing came to compare with
   */
  void check(HostSettings host, Connection c, @Nullable SourceConnection source, boolean fresh)
      throws SQLException {
    long deadline = arrivals.deadline();
    while (true) {
      long seen = arrivals.count();
      try {
        look(host, c, source, fresh);
        return;
      } catch (NoWitnessException e) {
        if (!arrivals.await(seen, deadline)) {
          if (arrivals.over()) {
            throw new RefusedException(e.getMessage() + REMEDIES);
          }
          throw e;
        }
      }
    }
  }

  private void look(
      HostSettings host, Connection c, @Nullable SourceConnection source, boolean fresh)
      throws SQLException {
    Collection<SourceConnection> before = live.get();
    Set<String> sources = hosts(before);
    if (source != null) {
      sources.add(source.host());
    }
    Proven known = proven.get(host);
    if (known != null
        && known.sources.containsAll(sources)
        && (!fresh || System.nanoTime() - known.at < FRESH_NANOS)) {
      return;
    }
    checkAddress(host, before);
    if (source != null) {
      checkAddress(host, Set.of(source));
    }
    if (target.serverUuid() != null) {
      checkUuid(c, target.serverUuid());
    } else {
      Set<String> toShow = new HashSet<>(sources);
      toShow.removeAll(compare(c, before, source));
      if (known != null) {
        // Shown before, and this host was up ever since.
        toShow.removeAll(known.sources);
      }
      for (String address : toShow) {
        missing(address);
      }
      if (sources.isEmpty()) {
        missing(before.isEmpty() ? "" : before.iterator().next().host());
      }
    }
    if (known != null) {
      sources.addAll(known.sources);
    }
    proven.put(host, new Proven(sources));
  }

  /** The host was out of reach: what answers next may be another server. */
  void doubt(HostSettings host) {
    proven.remove(host);
  }

  /** Whether every host that the source is connected to now was compared with this one. */
  boolean covers(HostSettings host) {
    Proven known = proven.get(host);
    return known == null || known.sources.containsAll(hosts(live.get()));
  }

  /**
   * Where the application's known drivers are connected to. Another driver's connections count once
   * a statement of theirs is to run: most of them lead to databases of another kind.
   */
  private static Set<String> hosts(Collection<SourceConnection> connections) {
    Set<String> hosts = new HashSet<>();
    for (SourceConnection s : connections) {
      if (s.driver().startsWith("connector-j") || s.driver().startsWith("mariadb")) {
        hosts.add(s.host());
      }
    }
    return hosts;
  }

  private static void checkAddress(HostSettings host, Collection<SourceConnection> sources)
      throws RefusedException {
    Set<String> addresses = new HashSet<>();
    for (SourceConnection s : sources) {
      addresses.add(s.host());
      addresses.addAll(s.hosts());
    }
    for (String address : addresses) {
      if (!address.isEmpty() && Addresses.same(host.host(), host.port(), address)) {
        throw new RefusedException("its address is the application's own " + address + REMEDIES);
      }
    }
  }

  private static void checkUuid(Connection c, String expected) throws SQLException {
    String found;
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(Marker.OWN + "SELECT @@server_uuid")) {
      found = r.next() ? String.valueOf(r.getString(1)) : "";
    } catch (SQLException e) {
      if (e.getErrorCode() == 1193) {
        throw new RefusedException("this server has no server_uuid to compare" + REMEDIES);
      }
      throw e;
    }
    if (!found.equalsIgnoreCase(expected)) {
      throw new RefusedException("its server_uuid is " + found + ", not " + expected + REMEDIES);
    }
  }

  /** The source hosts that are shown to be others by connections that this server does not have. */
  private Set<String> compare(
      Connection c, Collection<SourceConnection> before, @Nullable SourceConnection source)
      throws SQLException {
    ProcessList list = ProcessList.of(c);
    if (!list.whole()) {
      throw new RefusedException("its process list shows only the target's own user" + REMEDIES);
    }
    // Who was there before and after was there when the server listed its connections.
    Set<SourceConnection> witnesses = identities(before);
    if (source != null) {
      witnesses.add(source);
    }
    witnesses.retainAll(identities(live.get()));
    Set<String> shown = new HashSet<>();
    for (SourceConnection witness : witnesses) {
      if (witness.connectionId() < 0) {
        continue;
      }
      if (list.find(witness) != null) {
        throw new RefusedException(
            "its process list shows the application's own connection "
                + witness.connectionId()
                + REMEDIES);
      }
      shown.add(witness.host());
    }
    return shown;
  }

  /** There is no connection to this host whose absence from the list would say anything. */
  private void missing(String address) throws SQLException {
    boolean open = false;
    boolean known = false;
    for (SourceConnection s : live.get()) {
      open |= s.host().equals(address);
      known |= s.host().equals(address) && s.connectionId() >= 0;
    }
    if (open && !known) {
      throw new RefusedException(
          "the application's driver does not tell its connection ids for " + address + REMEDIES);
    }
    throw new NoWitnessException(
        "no open connection of the application"
            + (address.isEmpty() ? "" : " to " + address)
            + " to compare with");
  }

  private static Set<SourceConnection> identities(Collection<SourceConnection> all) {
    Set<SourceConnection> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(all);
    return set;
  }
}
