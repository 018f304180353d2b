package io.querymirror.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that was found on one host; immutable. */
public final class HostState {
  private final String target;
  private final String address;
  private final long tookMillis;
  private final List<Point> points;
  private final Map<String, String> variables;

  /**
   * @param variables of the server, by name in lower case; empty for one that was not reached
   */
  public HostState(
      String target,
      String address,
      long tookMillis,
      List<Point> points,
      Map<String, String> variables) {
    this.target = target;
    this.address = address;
    this.tookMillis = tookMillis;
    this.points = List.copyOf(points);
    this.variables = Map.copyOf(variables);
  }

  public String target() {
    return target;
  }

  public String address() {
    return address;
  }

  public long tookMillis() {
    return tookMillis;
  }

  /** In the order in which they were looked at. */
  public List<Point> points() {
    return points;
  }

  /** Of the server, by name in lower case; empty for one that was not reached. */
  Map<String, String> variables() {
    return variables;
  }

  /** The same with more points behind. */
  HostState plus(List<Point> more) {
    List<Point> all = new ArrayList<>(points);
    all.addAll(more);
    return new HostState(target, address, tookMillis, all, variables);
  }

  /** The worst of its points. */
  public Level level() {
    Level worst = Level.OK;
    for (Point p : points) {
      worst = worst.worse(p.level());
    }
    return worst;
  }
}
