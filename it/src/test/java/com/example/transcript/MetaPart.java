package com.example.transcript;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Statement;

/** java.sql.DatabaseMetaData: reads that the driver makes, not the application. */
final class MetaPart {
  private MetaPart() {}

  static void run(Connection c, Printer out) throws Exception {
    DatabaseMetaData m = c.getMetaData();
    String schema = c.getCatalog();
    out.call("product", m::getDatabaseProductName);
    out.call("version", m::getDatabaseProductVersion);
    out.call("driver", m::getDriverName);
    out.call("url", () -> m.getURL().isEmpty());
    out.call("user", m::getUserName);
    out.call("tables", () -> m.getTables(schema, null, "%", new String[] {"TABLE"}));
    out.call("columns", () -> m.getColumns(schema, null, "item", "%"));
    out.call("keys", () -> m.getPrimaryKeys(schema, null, "item"));
    out.call("index", () -> m.getIndexInfo(schema, null, "parent", false, true));
    out.call("imported", () -> m.getImportedKeys(schema, null, "child"));
    out.call("exported", () -> m.getExportedKeys(schema, null, "parent"));
    out.call(
        "procedures", () -> m.getProcedures(schema, null, "add%").getMetaData().getColumnCount());
    out.call("procedure columns", () -> m.getProcedureColumns(schema, null, "add_item", "%"));
    out.call(
        "functions", () -> m.getFunctions(schema, null, "twice").getMetaData().getColumnCount());
    out.call("types", () -> m.getTypeInfo().getMetaData().getColumnCount());
    out.call("table types", m::getTableTypes);
    out.call("best row", () -> m.getBestRowIdentifier(schema, null, "item", 0, true));
    out.call("versions", () -> m.getVersionColumns(schema, null, "item"));
    out.call("privileges", () -> m.getTablePrivileges(schema, null, "item"));
    out.call("keywords", () -> m.getSQLKeywords().length() > 0);
    out.call("batches", m::supportsBatchUpdates);
    out.call("isolation", m::getDefaultTransactionIsolation);
    out.call("connection", () -> m.getConnection() == c);
    try (Statement s = c.createStatement()) {
      out.sql("and the session goes on", () -> s.executeQuery("SELECT COUNT(*) FROM parent"));
    }
  }
}
