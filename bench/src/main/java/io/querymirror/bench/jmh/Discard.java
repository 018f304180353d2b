package io.querymirror.bench.jmh;

import com.p6spy.engine.logging.Category;
import com.p6spy.engine.spy.appender.P6Logger;

/** Takes what p6spy would log, and throws it away. */
public final class Discard implements P6Logger {
  @Override
  public void logSQL(
      int connection,
      String now,
      long elapsed,
      Category category,
      String prepared,
      String sql,
      String url) {}

  @Override
  public void logException(Exception e) {}

  @Override
  public void logText(String text) {}

  @Override
  public boolean isCategoryEnabled(Category category) {
    return true;
  }
}
