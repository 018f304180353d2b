package io.querymirror.inspect;

import java.sql.SQLException;
import java.util.function.Consumer;

/** One thing that is looked at on a host that answers. */
interface Check {
  /**
   * Looks, and changes nothing there.
   *
   * @param found takes one point after another; those before an error stay
   */
  void look(Consumer<Point> found) throws SQLException;
}
