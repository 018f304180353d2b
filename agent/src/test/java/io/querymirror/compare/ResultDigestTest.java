package io.querymirror.compare;

import static io.querymirror.compare.TestRows.column;
import static io.querymirror.compare.TestRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.querymirror.model.FieldType;
import org.junit.jupiter.api.Test;

class ResultDigestTest {
  private static TestRows rows() {
    return TestRows.of(column("n", FieldType.LONG), text("s"), column("d", FieldType.DOUBLE))
        .row(1, "a", 0.3)
        .row(-2, "Zoë", null);
  }

  /** They are kept in files, which later versions read. */
  @Test
  void staysWhatItIs() {
    ResultDigest digest = ResultDigest.of(rows().rows());
    assertEquals("7372a85ef969b392", Long.toHexString(digest.bag()));
    assertEquals("4388a188c3327bb7", Long.toHexString(digest.ordered()));
    assertEquals(2, digest.rows());
  }

  @Test
  void numbersOfOtherTypesHaveTheSame() {
    TestRows exact =
        TestRows.of(column("n", FieldType.NEWDECIMAL), text("s"), column("d", FieldType.DOUBLE))
            .row("1.00", "a", 0.1 + 0.2)
            .row("-2", "Zoë", null);
    assertEquals(ResultDigest.of(rows().rows()).bag(), ResultDigest.of(exact.rows()).bag());
    assertNotEquals(
        ResultDigest.of(rows().rows()).bag(), ResultDigest.of(rows().without(1).rows()).bag());
  }
}
