package io.querymirror.inspect;

import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.hosts.HostAccess;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Whether a session may be given the clock, the keys and the random seed of its original. */
final class PinsCheck implements Check {
  private final TargetSettings target;
  private final HostAccess access;

  PinsCheck(TargetSettings target, HostAccess access) {
    this.target = target;
    this.access = access;
  }

  @Override
  public void look(Consumer<Point> found) throws SQLException {
    if (target.order() == Order.NONE) {
      return;
    }
    String advice = access.unpinned();
    if (advice == null) {
      found.accept(Point.ok("pins", "clock, keys and random seed of a session may be set"));
    } else {
      found.accept(
          Point.warning(
              "pins",
              advice.substring(0, advice.indexOf(':')),
              "statements that need it are counted unpinned, and their tables out of step",
              advice.substring(advice.indexOf("; ") + 2)));
    }
  }
}
