package io.querymirror.mirror;

import io.querymirror.model.Cell;
import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows of one column, {@code v}, that is a text. */
final class FakeRows implements ResultRows, HeldRows {
  private static final int VARCHAR = 253;
  private static final int UTF8MB4 = 45;

  private final List<String> values;

  private FakeRows(List<String> values) {
    this.values = values;
  }

  static FakeRows of(String... values) {
    return new FakeRows(List.of(values));
  }

  @Override
  public List<ResultColumn> columns() {
    return List.of(new ResultColumn("v", VARCHAR, 0, 0, UTF8MB4, 160));
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
    into[0].set(bytes, 0, bytes.length);
  }
}
