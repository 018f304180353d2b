package io.querymirror.mirror.judging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.FieldType;
import io.querymirror.model.Outcome;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import io.querymirror.sql.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeLabelsTest {
  private static final SourceConnection CONNECTION =
      new SourceConnection(1, "connector-j", "app", "db:3306", "shop", Map.of(), 7, 40000);

  private static Execution execution(String sql, String bind) {
    StatementText text = new StatementText(sql);
    Binds binds =
        new Binds(new BindKind[] {BindKind.STRING}, new Object[] {bind}, new Object[] {null}, null);
    SourceEvent event =
        SourceEvent.statement(
            CONNECTION, 0, 1_000, SourceEvent.Form.TEXT, text, binds, Outcome.ROWS);
    return new Execution(
        event,
        1,
        text,
        SqlParser.parse(sql),
        binds,
        Outcome.ROWS,
        "shop",
        true,
        0,
        0,
        false,
        null,
        null,
        null);
  }

  /** The bind's value is {@code ann}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "SELECT name FROM t | name | name",
        "SELECT Name AS n FROM t | n | n",
        "SELECT * FROM t WHERE id = ? | updated_at | updated_at",
        "SELECT COUNT(*) FROM t | COUNT(*) | COUNT(*)",
        "SELECT t.a + 5 FROM t | t.a + 5 | t.a + ?",
        "SELECT 'bob' FROM t | bob | ?",
        "SELECT 4711 FROM t | 4711 | ?",
        "SELECT *, 'bob smith' FROM t | bob smith | ? ?",
        "SELECT ? FROM t | ann | ?",
        "SELECT UPPER(?) FROM t | UPPER('ann') | UPPER(?)",
        "SELECT *, 'bobs' FROM t | bob | ?",
      })
  void aLabelHoldsNoValue(String sql, String label, String shown) {
    Execution e = execution(sql, "ann");
    assertEquals(shown, SafeLabels.shown(label, e));
    assertEquals(shown, SafeLabels.shown(shown, e));
  }

  private static ResultRows rows(String... labels) {
    List<ResultColumn> columns = new ArrayList<>();
    for (String label : labels) {
      columns.add(new ResultColumn(label, FieldType.VAR_STRING, 0, 0, 45, 10));
    }
    return new PacketRows(columns, false, List.of());
  }

  private static List<String> labels(ResultRows rows) {
    return rows.columns().stream().map(ResultColumn::label).collect(Collectors.toList());
  }

  @Test
  void whatWasShownOfOneResultTellsNothingOfAnother() {
    Execution e = execution("SELECT name, t.* FROM t WHERE x = ?", "ann");
    ResultRows plain = rows("name", "t");
    assertSame(plain, SafeLabels.of(plain, e));
    assertSame(plain, SafeLabels.of(plain, e));
    assertEquals(List.of("name", "?"), labels(SafeLabels.of(rows("name", "ann"), e)));
    assertEquals(List.of("name", "id"), labels(SafeLabels.of(rows("name", "id"), e)));
    Execution other = execution("SELECT name, t.* FROM t WHERE x = ?", "id");
    assertEquals(List.of("name", "?"), labels(SafeLabels.of(rows("name", "id"), other)));
    assertEquals(List.of("name"), labels(SafeLabels.of(rows("name"), other)));
    assertEquals(List.of(), labels(SafeLabels.of(rows(), other)));
  }
}
