package io.querymirror.inspect;

import io.querymirror.config.HostRole;
import io.querymirror.config.HostSettings;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whether the server takes writes, if there are to be any. */
final class ReadOnlyCheck implements Check {
  private final Server server;
  private final TargetSettings target;
  private final HostSettings host;
  private final Grants grants;

  ReadOnlyCheck(Server server, TargetSettings target, HostSettings host, Grants grants) {
    this.server = server;
    this.target = target;
    this.host = host;
    this.grants = grants;
  }

  @Override
  public void look(Consumer<Point> found) {
    List<String> modes = new ArrayList<>();
    for (String name : List.of("read_only", "super_read_only", "innodb_read_only")) {
      if (server.on(name)) {
        modes.add(name);
      }
    }
    if (modes.isEmpty()) {
      found.accept(Point.ok("read_only", "off"));
      return;
    }
    boolean exempt =
        modes.equals(List.of("read_only"))
            && (grants.everywhere("SUPER")
                || grants.everywhere("CONNECTION_ADMIN")
                || grants.everywhere("READ_ONLY ADMIN"));
    boolean writes = target.writes() != Writes.DENY && host.role() == HostRole.WRITER;
    found.accept(
        Point.of(
            writes && !exempt ? Level.ERROR : Level.OK,
            "read_only",
            String.join(", ", modes) + (writes ? "" : ", and nothing is written here"),
            "writes: " + NeededRights.word(target.writes()) + " runs writes, and all of them fail",
            "SET GLOBAL read_only = OFF, if this is no replica; else give the host role: reader"));
  }
}
