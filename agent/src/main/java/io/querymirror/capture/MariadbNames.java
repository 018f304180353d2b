package io.querymirror.capture;

import io.querymirror.model.ResultColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where MariaDB Connector/J keeps rows and columns: two generations of it, with other names. */
final class MariadbNames {
  /** 3.0 and newer. */
  static final MariadbNames NEW =
      new MariadbNames(
          "org.mariadb.jdbc.client.result.CompleteResult",
          "org.mariadb.jdbc.client.result.rowdecoder.BinaryRowDecoder",
          Reach.fields("currResult"),
          Reach.fields("results"),
          Reach.fields("outputResult"),
          "loaded",
          "metadataList",
          "rowDecoder",
          false,
          "org.mariadb.jdbc.message.server.ColumnDefinitionPacket",
          "charset",
          "columnLength",
          Reach.fields("dataType", "mariadbType"),
          Reach.fields("buf", "buf"));

  /** 2. */
  static final MariadbNames OLD =
      new MariadbNames(
          "org.mariadb.jdbc.internal.com.read.resultset.SelectResultSet",
          "org.mariadb.jdbc.internal.com.read.resultset.rowprotocol.BinaryRowProtocol",
          Reach.fields("results", "resultSet"),
          Reach.fields("results", "executionResults"),
          Reach.fields("results", "callableResultSet"),
          "isEof",
          "columnsInformation",
          "row",
          true,
          "org.mariadb.jdbc.internal.com.read.resultset.ColumnDefinition",
          "charsetNumber",
          "length",
          Reach.fields("type", "mariadbType"),
          Reach.fields("buffer", "buf"));

  private static final Reach FLAGS = Reach.fields("flags");
  private static final Reach DECIMALS = Reach.fields("decimals");

  /** Where each string of the column's packet begins; the newer generation alone has it. */
  private static final Reach STARTS = Reach.fields("stringPos");

  private static final int LABEL_START = 3;

  /** Catalogue, schema, table, original table: the label is the fifth. */
  private static final int BEFORE_LABEL = 4;

  final String resultClass;
  final String binaryClass;
  final Reach result;

  /** A collection of the results behind it, or null. */
  final Reach further;

  /** Of a call: a result that holds its OUT parameters, or null. */
  final Reach parameters;

  /** Of the result: a flag that it needs no I/O any more. */
  final String whole;

  final String columns;
  final String decoder;

  /** Whether closing a result empties its array. */
  final boolean emptied;

  private final String columnClass;
  private final Reach collation;
  private final Reach length;
  private final Reach type;
  private final Reach packet;

  private MariadbNames(
      String resultClass,
      String binaryClass,
      Reach result,
      Reach further,
      Reach parameters,
      String whole,
      String columns,
      String decoder,
      boolean emptied,
      String columnClass,
      String collation,
      String length,
      Reach type,
      Reach packet) {
    this.resultClass = resultClass;
    this.binaryClass = binaryClass;
    this.result = result;
    this.further = further;
    this.parameters = parameters;
    this.whole = whole;
    this.columns = columns;
    this.decoder = decoder;
    this.emptied = emptied;
    this.columnClass = columnClass;
    this.collation = Reach.fields(collation);
    this.length = Reach.fields(length);
    this.type = type;
    this.packet = packet;
  }

  /** Fails where something is not where it is looked for later. */
  void probe(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> column = Class.forName(columnClass, false, loader);
    RowSource.probe(column, collation, length, type, packet, FLAGS, DECIMALS);
    if (!emptied) {
      RowSource.probe(column, STARTS);
    }
  }

  /**
   * @throws IllegalStateException where they are not what was expected
   */
  List<ResultColumn> columns(Object definitions) {
    List<ResultColumn> all = new ArrayList<>();
    for (Object column : (Object[]) definitions) {
      byte[] bytes = (byte[]) packet.get(column);
      if (bytes == null) {
        throw new IllegalStateException("not a column");
      }
      int[] starts = (int[]) STARTS.get(column);
      all.add(
          new ResultColumn(
              text(bytes, starts == null ? labelStart(bytes) : starts[LABEL_START]),
              number(type, column) & 0xff,
              number(FLAGS, column) & 0xffff,
              number(DECIMALS, column) & 0xff,
              number(collation, column) & 0xffff,
              length.number(column, 0)));
    }
    return all;
  }

  private static int number(Reach path, Object column) {
    long found = path.number(column, Long.MIN_VALUE);
    if (found == Long.MIN_VALUE) {
      throw new IllegalStateException("not a column");
    }
    return (int) found;
  }

  private static int labelStart(byte[] packet) {
    int at = 0;
    for (int i = 0; i < BEFORE_LABEL; i++) {
      at = textStart(packet, at) + textLength(packet, at);
    }
    return at;
  }

  private static String text(byte[] packet, int at) {
    return new String(
        packet, textStart(packet, at), textLength(packet, at), StandardCharsets.UTF_8);
  }

  /** Names have 64 characters at most, and so three bytes of length. */
  private static int textStart(byte[] packet, int at) {
    return (packet[at] & 0xff) == 0xfc ? at + 3 : at + 1;
  }

  private static int textLength(byte[] packet, int at) {
    int first = packet[at] & 0xff;
    return first == 0xfc ? (packet[at + 1] & 0xff) | (packet[at + 2] & 0xff) << 8 : first;
  }
}
