package io.querymirror.capture;

import io.querymirror.model.ResultColumn;
import java.lang.reflect.Array;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where Connector/J keeps rows and columns: two generations of it, with other names. */
final class ConnectorNames {
  static final Reach CELLS = Reach.fields("internalRowData");

  /** 8.0 and newer. */
  static final ConnectorNames NEW = ofNew();

  /** 5.1. */
  static final ConnectorNames OLD = ofOld();

  private static final Reach PACKET = Reach.fields("rowFromServer", "byteBuffer");
  private static final Reach DECODER = Reach.fields("valueDecoder");
  private static final Reach TYPE_OF_NEW = Reach.fields("mysqlTypeId");
  private static final Reach TYPE_OF_OLD = Reach.fields("mysqlType");
  private static final Reach FLAGS = Reach.fields("colFlag");
  private static final Reach DECIMALS = Reach.fields("colDecimals");
  private static final Reach COLLATION = Reach.fields("collationIndex");
  private static final Reach LENGTH = Reach.fields("length");
  private static final Reach LABEL_OF_NEW = Reach.fields("columnName");
  private static final Reach FIELDS = Reach.fields("fields");
  private static final Reach STRING = Reach.fields("string");
  private static final Reach BUFFER = Reach.fields("buffer");
  private static final Reach OFFSET = Reach.fields("offset");
  private static final Reach ENCODING = Reach.fields("encoding");
  private static final Reach NAME = Reach.fields("name");
  private static final Reach NAME_START = Reach.fields("nameStart");
  private static final Reach NAME_LENGTH = Reach.fields("nameLength");
  private static final Reach NAME_ENCODING = Reach.fields("connection", "characterSetMetadata");

  final List<String> resultClasses;
  final String rowsClass;
  final String cellsClass;

  /** Of the result: its columns, or what has them. */
  final String columns;

  /** Of the result: the one that the same statement returned behind it. */
  final String next;

  /** Of the result, whether its rows are binary; null where each row tells. */
  final @Nullable String binaryFlag;

  private final boolean old;
  private final List<String> packetClasses;
  private final Reach packetLength;
  private final String columnClass;

  private ConnectorNames(
      boolean old,
      List<String> resultClasses,
      String rowsClass,
      String cellsClass,
      List<String> packetClasses,
      String packetLength,
      String columnClass,
      String columns,
      String next,
      @Nullable String binaryFlag) {
    this.old = old;
    this.resultClasses = resultClasses;
    this.rowsClass = rowsClass;
    this.cellsClass = cellsClass;
    this.packetClasses = packetClasses;
    this.packetLength = Reach.fields("rowFromServer", packetLength);
    this.columnClass = columnClass;
    this.columns = columns;
    this.next = next;
    this.binaryFlag = binaryFlag;
  }

  private static ConnectorNames ofNew() {
    String rows = "com.mysql.cj.protocol.a.result.";
    return new ConnectorNames(
        false,
        List.of("com.mysql.cj.jdbc.result.ResultSetImpl"),
        rows + "ResultsetRowsStatic",
        rows + "ByteArrayRow",
        List.of(rows + "TextBufferRow", rows + "BinaryBufferRow"),
        "payloadLength",
        "com.mysql.cj.result.Field",
        "columnDefinition",
        "nextResultset",
        null);
  }

  private static ConnectorNames ofOld() {
    String all = "com.mysql.jdbc.";
    return new ConnectorNames(
        true,
        List.of(all + "JDBC42ResultSet", all + "JDBC4ResultSet", all + "ResultSetImpl"),
        all + "RowDataStatic",
        all + "ByteArrayRow",
        List.of(all + "BufferRow"),
        "bufLength",
        all + "Field",
        "fields",
        "nextResultSet",
        "isBinaryEncoded");
  }

  /** Fails where something is not where it is looked for later. */
  void probe(ClassLoader loader) throws ReflectiveOperationException {
    for (String name : packetClasses) {
      RowSource.probe(Class.forName(name, false, loader), PACKET, packetLength);
    }
    Class<?> column = Class.forName(columnClass, false, loader);
    RowSource.probe(column, FLAGS, DECIMALS, COLLATION, LENGTH);
    if (old) {
      RowSource.probe(column, TYPE_OF_OLD, NAME, NAME_START, NAME_LENGTH, BUFFER);
    } else {
      RowSource.probe(column, TYPE_OF_NEW, LABEL_OF_NEW);
      Class<?> label = column.getDeclaredField("columnName").getType();
      RowSource.probe(label, STRING, BUFFER, OFFSET, LENGTH, ENCODING);
      RowSource.probe(Class.forName(cellsClass, false, loader), DECODER);
    }
  }

  /** Whether a row of the newer generation is binary. */
  boolean isBinary(Object row) {
    Object decoder = DECODER.get(row);
    return decoder != null && decoder.getClass().getSimpleName().contains("Binary");
  }

  /** Bytes of a row that is a packet; 0 where it is none. */
  long packetLength(Object row) {
    return packetLength.number(row, 0);
  }

  /** The packet that a row came in; null where it is none. */
  byte @Nullable [] packet(Object row) {
    byte[] buffer = (byte[]) PACKET.get(row);
    int length = (int) packetLength(row);
    return buffer == null || buffer.length == length ? buffer : Arrays.copyOf(buffer, length);
  }

  /**
   * @throws IllegalStateException where they are not what was expected
   */
  List<ResultColumn> columns(Object definition) {
    Object fields = old ? definition : FIELDS.get(definition);
    if (!(fields instanceof Object[])) {
      throw new IllegalStateException("no columns");
    }
    int n = Array.getLength(fields);
    List<ResultColumn> all = new ArrayList<>(n);
    for (Object field : (Object[]) fields) {
      all.add(
          new ResultColumn(
              old ? oldLabel(field) : label(LABEL_OF_NEW.get(field)),
              number(old ? TYPE_OF_OLD : TYPE_OF_NEW, field) & 0xff,
              number(FLAGS, field) & 0xffff,
              number(DECIMALS, field),
              number(COLLATION, field),
              LENGTH.number(field, 0)));
    }
    return all;
  }

  private static int number(Reach path, Object field) {
    long found = path.number(field, Long.MIN_VALUE);
    if (found == Long.MIN_VALUE) {
      throw new IllegalStateException("not a column");
    }
    return (int) found;
  }

  /** Decoded here: the driver's own way stores what it decoded. */
  private static String label(@Nullable Object lazy) {
    Object known = STRING.get(lazy);
    return known != null
        ? (String) known
        : decoded(
            (byte[]) BUFFER.get(lazy),
            (int) OFFSET.number(lazy, 0),
            (int) LENGTH.number(lazy, 0),
            (String) ENCODING.get(lazy));
  }

  private static String oldLabel(Object field) {
    Object known = NAME.get(field);
    return known != null
        ? (String) known
        : decoded(
            (byte[]) BUFFER.get(field),
            (int) NAME_START.number(field, 0),
            (int) NAME_LENGTH.number(field, 0),
            (String) NAME_ENCODING.get(field));
  }

  private static String decoded(
      byte @Nullable [] bytes, int offset, int length, @Nullable String encoding) {
    if (bytes == null || length <= 0) {
      return "";
    }
    Charset charset = StandardCharsets.UTF_8;
    if (encoding != null && Charset.isSupported(encoding)) {
      charset = Charset.forName(encoding);
    }
    return new String(bytes, offset, length, charset);
  }
}
