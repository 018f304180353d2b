package io.querymirror.capture;

import io.querymirror.model.CallResults;
import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a driver holds of a call that returned more than one result, or OUT parameters. */
final class HeldCall implements HeldRows {
  private final List<DriverRows> results;
  private final @Nullable DriverRows out;

  /** By whose keepers all of it is kept. */
  private final DriverRows first;

  private HeldCall(List<DriverRows> results, @Nullable DriverRows out, DriverRows first) {
    this.results = results;
    this.out = out;
    this.first = first;
  }

  /**
   * @param results each kept once already, and so is {@code out}
   * @return null for nothing at all
   */
  static @Nullable HeldRows of(List<DriverRows> results, @Nullable DriverRows out) {
    if (results.isEmpty()) {
      return out == null ? null : new HeldCall(results, out, out);
    }
    DriverRows first = results.get(0);
    return out == null && results.size() == 1 ? first : new HeldCall(results, out, first);
  }

  @Override
  public long bytes() {
    long sum = out == null ? 0 : out.bytes();
    for (DriverRows part : results) {
      sum += part.bytes();
    }
    return sum;
  }

  @Override
  public @Nullable ResultRows rows() {
    List<ResultRows> all = new ArrayList<>();
    for (DriverRows part : results) {
      ResultRows rows = part.rows();
      if (rows == null) {
        return null;
      }
      all.add(rows);
    }
    ResultRows parameters = out == null ? null : out.rows();
    return out != null && parameters == null ? null : CallResults.of(all, parameters);
  }

  @Override
  public boolean keep() {
    return first.keep();
  }

  @Override
  public void release() {
    if (first.letGo()) {
      for (DriverRows part : results) {
        if (part != first) {
          part.release();
        }
      }
      if (out != null && out != first) {
        out.release();
      }
    }
  }
}
