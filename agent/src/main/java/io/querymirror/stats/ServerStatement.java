package io.querymirror.stats;

import org.jspecify.annotations.Nullable;

/** What a server counts of its own for one of its digests, over some time; immutable. */
public final class ServerStatement {
  private final @Nullable String schema;
  private final String text;
  private final long count;
  private final long rowsExamined;
  private final long rowsSent;
  private final long noIndexUsed;
  private final long tmpDiskTables;
  private final long micros;

  /**
   * @param text as normalized by the server
   * @param micros all of its executions together
   */
  public ServerStatement(
      @Nullable String schema,
      String text,
      long count,
      long rowsExamined,
      long rowsSent,
      long noIndexUsed,
      long tmpDiskTables,
      long micros) {
    this.schema = schema;
    this.text = text;
    this.count = count;
    this.rowsExamined = rowsExamined;
    this.rowsSent = rowsSent;
    this.noIndexUsed = noIndexUsed;
    this.tmpDiskTables = tmpDiskTables;
    this.micros = micros;
  }

  /** What was counted since another state of the same digest. */
  public ServerStatement since(ServerStatement before) {
    return new ServerStatement(
        schema,
        text,
        count - before.count,
        rowsExamined - before.rowsExamined,
        rowsSent - before.rowsSent,
        noIndexUsed - before.noIndexUsed,
        tmpDiskTables - before.tmpDiskTables,
        micros - before.micros);
  }

  /** The target's name of the schema. */
  public @Nullable String schema() {
    return schema;
  }

  public String text() {
    return text;
  }

  public long count() {
    return count;
  }

  public long rowsExamined() {
    return rowsExamined;
  }

  public long rowsSent() {
    return rowsSent;
  }

  public long noIndexUsed() {
    return noIndexUsed;
  }

  public long tmpDiskTables() {
    return tmpDiskTables;
  }

  public long micros() {
    return micros;
  }
}
