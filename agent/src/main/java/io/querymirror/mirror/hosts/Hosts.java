package io.querymirror.mirror.hosts;

import io.querymirror.mirror.hosts.TargetHost.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a target: which of them takes new work, and who waits for one of them. Work is
 * spread by weight in smooth turns: at 3 to 1 the turns are A A B A.
 */
public final class Hosts {
  private final List<TargetHost> all;
  private final boolean readers;

  /** Readers alone, or writers alone: each takes everything. */
  private final boolean alike;

  /** Whether what only writers take can be on one host or another. */
  private final boolean spreads;

  private final long[] credit;
  private final boolean[] up;
  private final List<Runnable> waiting = new ArrayList<>();
  private long changes;
  private volatile long arrivals;

  public Hosts(List<TargetHost> all) {
    this.all = List.copyOf(all);
    this.credit = new long[all.size()];
    this.up = new boolean[all.size()];
    int reader = 0;
    int writer = 0;
    for (TargetHost host : all) {
      reader += !host.writer() && host.weight() > 0 ? 1 : 0;
      writer += host.writer() && host.weight() > 0 ? 1 : 0;
    }
    this.readers = reader > 0 && writer > 0;
    this.alike = !readers;
    this.spreads = (writer > 0 ? writer : reader) > 1;
  }

  public void start() {
    look();
    for (TargetHost host : all) {
      host.start(this::changed);
    }
  }

  /** Notes who is up; true where somebody is who was not. */
  private synchronized boolean look() {
    boolean more = false;
    for (int i = 0; i < up.length; i++) {
      boolean now = all.get(i).state() == State.UP;
      more |= now && !up[i];
      up[i] = now;
    }
    return more;
  }

  public void close() {
    for (TargetHost host : all) {
      host.close();
    }
  }

  public List<TargetHost> all() {
    return all;
  }

  /** A connection of the agent's own to a host that is up, to a writer where there is one. */
  public Connection own() throws SQLException {
    TargetHost best = null;
    for (TargetHost host : all) {
      if (host.state() == State.UP && (best == null || host.writer() && !best.writer())) {
        best = host;
      }
    }
    if (best == null) {
      throw new SQLTransientConnectionException("no host is up");
    }
    return best.own();
  }

  /** Whether plain reads have hosts of their own. */
  public boolean hasReaders() {
    return readers;
  }

  /**
   * The next host in turn that is up, or null.
   *
   * @param anyRole readers too
   */
  public synchronized @Nullable TargetHost choose(boolean anyRole) {
    long sum = 0;
    int best = -1;
    for (int i = 0; i < credit.length; i++) {
      TargetHost host = all.get(i);
      if (!usable(host, anyRole) || host.state() != State.UP) {
        continue;
      }
      credit[i] += host.weight();
      sum += host.weight();
      if (best < 0 || credit[i] > credit[best]) {
        best = i;
      }
    }
    if (best < 0) {
      return null;
    }
    credit[best] -= sum;
    return all.get(best);
  }

  private boolean usable(TargetHost host, boolean anyRole) {
    return host.weight() > 0 && (anyRole || alike || host.writer());
  }

  /** Whether there is a host to wait for, if none is up. */
  public boolean hope(boolean anyRole) {
    for (TargetHost host : all) {
      State state = host.state();
      if (usable(host, anyRole) && (state == State.UP || state == State.CONNECTING)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Grows when a host comes up that sessions elsewhere can move to, so that each host has its share
   * of them again.
   */
  public long arrivals() {
    return arrivals;
  }

  /** Grows with every change; to be read before the look that made somebody wait. */
  public synchronized long changes() {
    return changes;
  }

  /** Runs {@code resume} after the next change, at once if one came since {@code seen}. */
  public void await(long seen, Runnable resume) {
    synchronized (this) {
      if (changes == seen) {
        waiting.add(resume);
        return;
      }
    }
    resume.run();
  }

  private void changed() {
    List<Runnable> ready;
    synchronized (this) {
      changes++;
      if (look() && spreads) {
        arrivals = arrivals + 1;
      }
      ready = new ArrayList<>(waiting);
      waiting.clear();
    }
    for (Runnable r : ready) {
      r.run();
    }
  }
}
