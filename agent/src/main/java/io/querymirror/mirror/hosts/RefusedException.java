package io.querymirror.mirror.hosts;

import java.sql.SQLException;

/** The target is, or may be, the application's own database. */
final class RefusedException extends SQLException {
  private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason);
  }
}
