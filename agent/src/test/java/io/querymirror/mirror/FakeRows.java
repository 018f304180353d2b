package io.querymirror.mirror;

import io.querymirror.model.Cell;
import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows of one column, {@code v}. */
final class FakeRows implements ResultRows, HeldRows {
  private static final int VARCHAR = 253;
  private static final int UTF8MB4 = 45;

  private static final int DATETIME = 12;
  private static final int LONG = 3;

  /** No type of the protocol's. */
  private static final int WARNINGS = -1;

  private final int type;
  private final List<String> values;

  private FakeRows(int type, List<String> values) {
    this.type = type;
    this.values = values;
  }

  /** As SHOW WARNINGS has them, of these codes. */
  static FakeRows ofWarnings(String... codes) {
    return new FakeRows(WARNINGS, List.of(codes));
  }

  /** Of a column that is a DATETIME(6). */
  static FakeRows ofMoments(String... values) {
    return new FakeRows(DATETIME, List.of(values));
  }

  static FakeRows of(String... values) {
    return new FakeRows(VARCHAR, List.of(values));
  }

  @Override
  public List<ResultColumn> columns() {
    if (type == WARNINGS) {
      return List.of(
          new ResultColumn("Level", VARCHAR, 0, 0, UTF8MB4, 28),
          new ResultColumn("Code", LONG, 0, 0, 63, 4),
          new ResultColumn("Message", VARCHAR, 0, 0, UTF8MB4, 2048));
    }
    return List.of(
        type == DATETIME
            ? new ResultColumn("v", DATETIME, 0, 6, 63, 26)
            : new ResultColumn("v", VARCHAR, 0, 0, UTF8MB4, 160));
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public int count() {
    return values.size();
  }

  @Override
  public long bytes() {
    return 100L * values.size();
  }

  @Override
  public ResultRows rows() {
    return this;
  }

  @Override
  public void row(int index, Cell[] into) {
    byte[] bytes = values.get(index).getBytes(StandardCharsets.UTF_8);
    into[type == WARNINGS ? 1 : 0].set(bytes, 0, bytes.length);
  }
}
