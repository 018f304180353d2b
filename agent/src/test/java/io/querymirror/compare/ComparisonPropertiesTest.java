package io.querymirror.compare;

import static io.querymirror.compare.TestRows.column;
import static io.querymirror.compare.TestRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.RowOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the rows: their order and encoding change nothing, and a changed value is found. */
class ComparisonPropertiesTest {
  private static final ResultColumn[] COLUMNS = {
    column("tiny", FieldType.TINY),
    column("year", FieldType.YEAR, FieldType.UNSIGNED_FLAG),
    column("small", FieldType.SHORT),
    column("whole", FieldType.LONG),
    column("big", FieldType.LONGLONG),
    column("unsigned", FieldType.LONG, FieldType.UNSIGNED_FLAG),
    new ResultColumn("exact", FieldType.NEWDECIMAL, 0, 10, FieldType.BYTES, 40),
    column("single", FieldType.FLOAT),
    column("real", FieldType.DOUBLE),
    column("day", FieldType.DATE),
    column("moment", FieldType.DATETIME),
    column("clock", FieldType.TIME),
    column("bits", FieldType.BIT),
    column("bytes", FieldType.BLOB),
    text("words"),
    text("latin", TestRows.LATIN1)
  };

  private static Object value(ResultColumn column, Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    switch (column.type()) {
      case FieldType.TINY:
        return random.nextInt(256) - 128;
      case FieldType.YEAR:
        return 1901 + random.nextInt(200);
      case FieldType.SHORT:
        return random.nextInt(1 << 16) - (1 << 15);
      case FieldType.LONG:
        return column.flags() == 0 ? (long) random.nextInt() : random.nextInt() & 0xffffffffL;
      case FieldType.LONGLONG:
        return random.nextLong();
      case FieldType.NEWDECIMAL:
        return new BigDecimal(new BigInteger(90, random), 10).toPlainString();
      case FieldType.FLOAT:
        return random.nextInt(100_000) / 8f;
      case FieldType.DOUBLE:
        return random.nextGaussian() * 1e6;
      case FieldType.DATE:
        return LocalDateTime.of(1970, 1, 1, 0, 0).plusDays(random.nextInt(40_000));
      case FieldType.DATETIME:
        return LocalDateTime.of(1970, 1, 1, 0, 0)
            .plusSeconds(random.nextInt())
            .plusNanos(random.nextInt(2) * random.nextInt(1_000_000) * 1000L);
      case FieldType.TIME:
        return Duration.ofSeconds(random.nextInt(838 * 3600 * 2) - 838 * 3600)
            .plusNanos(random.nextInt(2) * random.nextInt(1_000_000) * 1000L);
      case FieldType.BIT:
      case FieldType.BLOB:
        byte[] bytes = new byte[column.type() == FieldType.BIT ? 2 : random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
      default:
        return random.nextInt(2) == 0 ? "Zoë's " + random.nextInt() : "é" + random.nextInt(9);
    }
  }

  private static TestRows random(Random random, int count) {
    TestRows rows = TestRows.of(COLUMNS);
    for (int i = 0; i < count; i++) {
      Object[] row = new Object[COLUMNS.length];
      for (int c = 0; c < row.length; c++) {
        row[c] = value(COLUMNS[c], random);
      }
      rows.row(row);
      if (random.nextInt(5) == 0) {
        rows.row(row.clone());
      }
    }
    return rows;
  }

  private static ResultDifference compare(TestRows a, TestRows b) {
    return ResultComparer.compare(a.rows(), b.rows(), RowOrder.NONE, CompareOptions.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void orderAndEncodingDoNotCount(long seed) {
    TestRows text = random(new Random(seed), 200);
    TestRows binary = text.copy().binary();
    ResultDifference placed = compare(text, binary);
    assertTrue(placed.same(), placed.description());
    ResultDifference mixed = compare(text, binary.shuffled(seed));
    assertTrue(mixed.same(), mixed.description());
    assertTrue(compare(binary.shuffled(seed), text).same());
    assertTrue(placed.typeDrift().isEmpty());
    ResultDigest a = ResultDigest.of(text.rows());
    ResultDigest b = ResultDigest.of(binary.rows());
    ResultDigest c = ResultDigest.of(binary.shuffled(seed).rows());
    assertEquals(a.bag(), b.bag());
    assertEquals(a.ordered(), b.ordered());
    assertEquals(a.bag(), c.bag());
    assertFalse(a.ordered() == c.ordered());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyChangedValueIsFound(long seed) {
    Random random = new Random(seed);
    TestRows text = random(random, 60);
    for (int c = 0; c < COLUMNS.length; c++) {
      TestRows changed = text.copy().binary();
      int row = random.nextInt(changed.count());
      Object before = changed.at(row)[c];
      changed.at(row)[c] = before == null ? other(COLUMNS[c], random) : null;
      ResultDifference d = compare(text, changed.shuffled(seed));
      String label = COLUMNS[c].label();
      assertEquals("1 of " + text.count() + " rows differs in " + label, d.description());
      assertEquals(List.of(label), d.columns());
    }
  }

  private static Object other(ResultColumn column, Random random) {
    Object value = null;
    while (value == null) {
      value = value(column, random);
    }
    return value;
  }
}
