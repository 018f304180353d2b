package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
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
  void verdictsHoldForFiveSeconds() {
    Verdicts first = recent.verdicts();
    now += 4_999 * MILLI;
    assertSame(first, recent.verdicts());
    now += MILLI;
    assertNotSame(first, recent.verdicts());
  }
}
