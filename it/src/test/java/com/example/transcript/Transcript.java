package com.example.transcript;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An application that calls whatever JDBC offers and prints all that it can observe. Two runs on
 * equal databases print the same text; nothing here knows of an agent. Arguments: URL, user,
 * password, then {@code pool} for HikariCP.
 */
public final class Transcript {
  private Transcript() {}

  interface Part {
    void run(Connection connection, Printer out) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Printer out = new Printer();
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("schema", SchemaPart::run);
    parts.put("statement", StatementPart::run);
    parts.put("statement keys", StatementPart::keys);
    parts.put("statement results", StatementPart::results);
    parts.put("statement multi", StatementPart::multi);
    parts.put("statement oddities", StatementPart::oddities);
    parts.put("batch", BatchPart::run);
    parts.put("batch failing", BatchPart::failing);
    parts.put("batch keys", BatchPart::keys);
    parts.put("prepared", PreparedPart::run);
    parts.put("prepared setters", SetterPart::run);
    parts.put("prepared objects", SetterPart::objects);
    parts.put("prepared streams", StreamPart::run);
    parts.put("prepared misuse", PreparedPart::misuse);
    parts.put("prepared mutable", PreparedPart::mutable);
    parts.put("callable", CallablePart::run);
    parts.put("reading", ReadingPart::run);
    parts.put("streaming", ReadingPart::streaming);
    parts.put("updatable", ReadingPart::updatable);
    parts.put("connection", ConnectionPart::run);
    parts.put("transactions", ConnectionPart::transactions);
    parts.put("transactions in text", ConnectionPart::text);
    parts.put("wrappers", ConnectionPart::wrappers);
    parts.put("metadata", MetaPart::run);
    parts.put("time out", TimeOutPart::run);
    parts.put("closing", ClosingPart::run);
    parts.put("aborting", ClosingPart::abort);
    try (Source source = Source.open(args)) {
      for (Map.Entry<String, Part> part : parts.entrySet()) {
        out.section(part.getKey());
        Connection connection = source.connect();
        try {
          part.getValue().run(connection, out);
        } catch (SQLException | RuntimeException e) {
          out.thrown("section", e);
        } finally {
          source.giveBack(connection);
        }
      }
    }
    out.end();
  }
}
