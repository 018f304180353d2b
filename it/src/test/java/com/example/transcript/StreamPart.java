package com.example.transcript;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLXML;
import java.sql.Statement;

/** Streams and large objects: what nobody but the driver may read. */
final class StreamPart {
  private static int id = 1;

  private StreamPart() {}

  private static void store(
      Connection c, Printer out, String column, String label, Stored.Setter setter)
      throws Exception {
    int row = id++;
    Stored.insert(c, out, "blobs", column, row, label, setter);
    try (Statement s = c.createStatement()) {
      out.sql("stored", () -> s.executeQuery("SELECT " + column + " FROM blobs WHERE id = " + row));
    }
  }

  /** Says how often it was read: an agent that looks would show. */
  private static final class Counting extends InputStream {
    private final InputStream in;
    private int bytes;
    private int closed;

    Counting(byte[] data) {
      in = new ByteArrayInputStream(data);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      bytes += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int n = in.read(to, from, length);
      bytes += Math.max(n, 0);
      return n;
    }

    @Override
    public void close() {
      closed++;
    }

    @Override
    public String toString() {
      return bytes + " bytes read, closed " + closed;
    }
  }

  static void run(Connection c, Printer out) throws Exception {
    byte[] data = {10, 39, 0, -1, 92, 5, 6};
    Counting counting = new Counting(data);
    store(c, out, "b", "binary", p -> p.setBinaryStream(1, counting));
    out.print("stream", counting.toString());
    Counting some = new Counting(data);
    store(c, out, "b", "binary int", p -> p.setBinaryStream(1, some, 4));
    out.print("stream", some.toString());
    store(c, out, "b", "binary long", p -> p.setBinaryStream(1, new Counting(data), 5L));
    store(c, out, "b", "null stream", p -> p.setBinaryStream(1, null));
    store(c, out, "c", "ascii", p -> p.setAsciiStream(1, new Counting(Printer.utf8("ascii"))));
    store(
        c, out, "c", "ascii int", p -> p.setAsciiStream(1, new Counting(Printer.utf8("ascii")), 3));
    store(
        c,
        out,
        "c",
        "ascii long",
        p -> p.setAsciiStream(1, new Counting(Printer.utf8("ascii")), 4L));
    unicode(c, out);
    store(c, out, "c", "reader", p -> p.setCharacterStream(1, new StringReader("char é 😀")));
    store(c, out, "c", "reader int", p -> p.setCharacterStream(1, new StringReader("chars"), 4));
    store(c, out, "c", "reader long", p -> p.setCharacterStream(1, new StringReader("chars"), 3L));
    store(c, out, "c", "nreader", p -> p.setNCharacterStream(1, new StringReader("nchars")));
    store(
        c, out, "c", "nreader long", p -> p.setNCharacterStream(1, new StringReader("nchars"), 2L));
    store(c, out, "b", "blob stream", p -> p.setBlob(1, new Counting(data)));
    store(c, out, "b", "blob stream long", p -> p.setBlob(1, new Counting(data), 3L));
    store(c, out, "c", "clob reader", p -> p.setClob(1, new StringReader("clob")));
    store(c, out, "c", "clob reader long", p -> p.setClob(1, new StringReader("clob"), 3L));
    store(c, out, "c", "nclob reader", p -> p.setNClob(1, new StringReader("nclob")));
    store(c, out, "c", "nclob reader long", p -> p.setNClob(1, new StringReader("nclob"), 3L));
    Blob blob = out.call("create blob", c::createBlob);
    if (blob != null) {
      blob.setBytes(1, data);
      store(c, out, "b", "blob", p -> p.setBlob(1, blob));
      store(c, out, "b", "blob object", p -> p.setObject(1, blob));
      out.call("blob after", blob::length);
    }
    Clob clob = out.call("create clob", c::createClob);
    if (clob != null) {
      clob.setString(1, "a clob");
      store(c, out, "c", "clob", p -> p.setClob(1, clob));
      store(c, out, "c", "clob object", p -> p.setObject(1, clob));
    }
    NClob nclob = out.call("create nclob", c::createNClob);
    if (nclob != null) {
      nclob.setString(1, "an nclob");
      store(c, out, "c", "nclob", p -> p.setNClob(1, nclob));
    }
    SQLXML xml =
        out.call("create xml", () -> c.createSQLXML().getClass().getName()) == null
            ? null
            : c.createSQLXML();
    if (xml != null) {
      xml.setString("<a/>");
      store(c, out, "c", "xml", p -> p.setSQLXML(1, xml));
    }
    store(c, out, "b", "stream object", p -> p.setObject(1, new Counting(data)));
    store(c, out, "c", "reader object", p -> p.setObject(1, new StringReader("object")));
    out.run(
        "batch of streams",
        () -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO blobs (b, id) VALUES (?, ?)")) {
            for (int i = 0; i < 3; i++) {
              p.setBinaryStream(1, new Counting(new byte[] {(byte) i, 1}), 2);
              p.setInt(2, 500 + i);
              p.addBatch();
            }
            out.sql("batch", 3, p::executeBatch);
          }
        });
    try (Statement s = c.createStatement()) {
      out.sql(
          "stored", () -> s.executeQuery("SELECT id, b FROM blobs WHERE id >= 500 ORDER BY id"));
    }
  }

  @SuppressWarnings("deprecation")
  private static void unicode(Connection c, Printer out) throws Exception {
    store(
        c,
        out,
        "c",
        "unicode",
        p -> p.setUnicodeStream(1, new Counting(Printer.utf8("unicode")), 4));
  }
}
