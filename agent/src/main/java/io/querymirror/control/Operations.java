package io.querymirror.control;

import io.querymirror.message.Said;
import io.querymirror.report.ReportModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may ask of the running agent, whichever way the question comes. Every method may
 * be called from any thread but the application's; none throws for what the agent itself does.
 */
public interface Operations {
  /** Whether mirroring is on. */
  boolean enabled();

  /** Whether it can do its work: false once errors of its own made it give up for good. */
  default boolean working() {
    return true;
  }

  /** Switches mirroring; in force at once, and written to the system property. */
  void enable(boolean on, Origin origin);

  /** Who switched it last; null where it is as it was at the start. */
  @Nullable Origin switchedBy();

  /** When it was switched last, or the agent's start; null where nobody knows. */
  default @Nullable Instant switchedAt() {
    return null;
  }

  /** Reads the configuration file again; returns once it is in force, or refused. */
  Reload reload(Origin origin);

  /** The file in force, and how reloads have gone. */
  ConfigState config();

  /** Writes the report's files now; null where they could not be written. */
  @Nullable Path writeReport();

  /** When the report was written last; null where it was not yet. */
  default @Nullable Instant reportWritten() {
    return null;
  }

  /** What the agent has said in its log, by message: those that there were any of. */
  List<Said> messages();

  /** The counts of this moment, judged. Takes some milliseconds with thousands of digests. */
  ReportModel report();

  /** Writes the counts of this moment as {@code report.json}, in UTF-8; leaves the stream open. */
  void reportJson(OutputStream out) throws IOException;
}
