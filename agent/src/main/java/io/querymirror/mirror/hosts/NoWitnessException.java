package io.querymirror.mirror.hosts;

import java.sql.SQLTransientConnectionException;

/** The application has no connection open whose absence from a process list would say anything. */
final class NoWitnessException extends SQLTransientConnectionException {
  private static final long serialVersionUID = 1L;

  NoWitnessException(String reason) {
    super(reason);
  }
}
