package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentReportTest {
  private static final long MILLI = 1_000_000;

  private long now;
  private long takes;
  private final RecentReport recent = new RecentReport(this::read, () -> now);

  private ReportModel read() {
    now += takes;
    return Models.empty();
  }

  @Test
  void holdsForASecond() {
    ReportModel first = recent.get();
    now += 999 * MILLI;
    assertSame(first, recent.get());
    now += MILLI;
    assertNotSame(first, recent.get());
  }

  @Test
  void holdsLongerWhereReadingIsDear() {
    takes = 100 * MILLI;
    ReportModel first = recent.get();
    now += 4_999 * MILLI;
    assertSame(first, recent.get());
    now += MILLI;
    assertNotSame(first, recent.get());
  }

  @Test
  void tellsOfEveryReading() {
    List<ReportModel> told = new ArrayList<>();
    recent.follower(told::add);
    ReportModel first = recent.get();
    recent.get();
    ReportModel second = recent.fresh();
    assertEquals(List.of(first, second), told);
  }
}
