package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void separatesStatementsByEmptyLinesSoThatProceduresStayWhole() {
    String script =
        "-- words\nCREATE TABLE a (id INT)\n\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND\n\n\n";

    assertEquals(
        List.of("CREATE TABLE a (id INT)", "BEGIN\n  SELECT 1;\n  SELECT 2;\nEND"),
        Schema.statements(script));
  }
}
