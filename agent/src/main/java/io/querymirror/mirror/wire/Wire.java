package io.querymirror.mirror.wire;

import com.mysql.cj.NativeSession;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.exceptions.MysqlErrorNumbers;
import com.mysql.cj.jdbc.exceptions.SQLExceptionsMapping;
import com.mysql.cj.protocol.FullReadInputStream;
import com.mysql.cj.protocol.a.NativeMessageBuilder;
import com.mysql.cj.protocol.a.NativePacketPayload;
import com.mysql.cj.protocol.a.NativeProtocol;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands over a connection of Connector/J's, which encodes them, and reads through what
 * comes back without making rows or metadata of it: nobody here looks at them, and to build them
 * was more than half of the driver's work. However large a result is, one packet's beginning of it
 * is in memory.
 */
final class Wire {
  /** Bytes from which on a command is the driver's: the server may refuse it for its size. */
  static final int LARGE = 16 << 10;

  private static final int MORE_RESULTS = 8;
  private static final int FULL_PACKET = 0xffffff;
  private static final int SHORT_EOF = 9;
  private static final int OK = 0;
  private static final int LOCAL_INFILE = 0xfb;
  private static final int EOF = 0xfe;
  private static final int ERROR = 0xff;

  /** In place of a length: it was a row, and somebody has it. */
  private static final long KEPT = -1;

  /** {@code #} and five characters. */
  private static final int STATE = 6;

  /** What java.sql.DataTruncation has for every error of the class 22. */
  private static final String TRUNCATION = "22001";

  private final NativeSession session;
  private final NativeProtocol protocol;
  private final NativeMessageBuilder messages;
  private final RuntimeProperty<String> encoding;

  /** Rows end by an OK packet in EOF's clothes, and nothing ends the columns. */
  private final boolean eofDeprecated;

  private final boolean compressed;

  private final SeenColumns seen = new SeenColumns();
  private final byte[] head = new byte[4];
  private final byte[] body = new byte[4 << 10];

  /** Where bytes go that nobody reads; grows with the first row that is larger than the body. */
  private byte[] waste = new byte[0];

  private int position;
  private boolean more;
  private @Nullable SQLException refusal;
  private Returned returned = Returned.NOTHING;
  private int warnings;

  Wire(NativeSession session) {
    this.session = session;
    this.protocol = session.getProtocol();
    this.messages = (NativeMessageBuilder) protocol.getMessageBuilder();
    this.compressed =
        session.getPropertySet().getBooleanProperty(PropertyKey.useCompression).getValue();
    this.encoding = session.getPropertySet().getStringProperty(PropertyKey.characterEncoding);
    this.eofDeprecated = protocol.getServerSession().isEOFDeprecated();
  }

  /** The command that runs a text; good until the next command is made. */
  NativePacketPayload command(String sql) {
    NativePacketPayload shared = session.getSharedSendPacket();
    return messages.buildComQuery(shared, session, sql, null, encoding.getValue());
  }

  /**
   * Runs a command and reads all its results; answers the first.
   *
   * @param sink takes the rows of the first; null for nobody
   */
  Outcome run(NativePacketPayload command, @Nullable RowSink sink) throws SQLException {
    if (compressed || command.getPosition() >= LARGE) {
      sendByDriver(command);
    } else {
      put(command);
      flush();
    }
    return answer(sink);
  }

  /** Makes a command in the buffer that all commands of a connection share. */
  interface Commands {
    NativePacketPayload make() throws SQLException;
  }

  /**
   * Runs a text of the agent's own and then a command, in one round trip where the command is not
   * large; answers the command. An error of the text is in {@link #refusal} then.
   */
  Outcome run(String own, Commands next, @Nullable RowSink sink) throws SQLException {
    refusal = null;
    if (compressed) {
      runOwn(own);
      return run(next.make(), sink);
    }
    put(command(own));
    NativePacketPayload command;
    try {
      command = next.make();
    } catch (SQLException | RuntimeException e) {
      flush();
      ownAnswer(() -> answer(null));
      throw e;
    }
    boolean large = command.getPosition() >= LARGE;
    if (!large) {
      put(command);
    }
    flush();
    ownAnswer(() -> answer(null));
    if (large) {
      sendByDriver(command);
    }
    return answer(sink);
  }

  /** Runs a text of the agent's own; an error of the server's is in {@link #refusal} then. */
  void runOwn(String own) throws SQLException {
    refusal = null;
    ownAnswer(() -> run(command(own), null));
  }

  private interface Answer {
    Outcome get() throws SQLException;
  }

  private void ownAnswer(Answer answer) throws SQLException {
    try {
      answer.get();
    } catch (SQLNonTransientConnectionException e) {
      throw e;
    } catch (SQLException e) {
      refusal = e;
    }
  }

  /** Why the server did not run the agent's own text of the last run with one; null if it did. */
  @Nullable SQLException refusal() {
    return refusal;
  }

  /** Whether commands can be sent ahead of the answers to those before them. */
  boolean sendsAhead() {
    return !compressed;
  }

  /**
   * Puts a command, of less than {@link #LARGE} bytes, behind those that are to be sent; each needs
   * one {@link #answer} later.
   */
  void put(NativePacketPayload command) throws SQLException {
    int length = command.getPosition();
    head[0] = (byte) length;
    head[1] = (byte) (length >> 8);
    head[2] = (byte) (length >> 16);
    head[3] = 0;
    try {
      OutputStream out = protocol.getSocketConnection().getMysqlOutput();
      out.write(head, 0, 4);
      out.write(command.getByteBuffer(), 0, length);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Sends what was put there. */
  void flush() throws SQLException {
    try {
      protocol.getSocketConnection().getMysqlOutput().flush();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Reads all results of the first command that has none yet; answers the first of them.
   *
   * @param sink takes the rows of the first, and those of the others where it wants them; null for
   *     nobody
   */
  Outcome answer(@Nullable RowSink sink) throws SQLException {
    returned = Returned.NOTHING;
    Outcome first = next(sink);
    int ofFirst = warnings;
    RowSink at = sink;
    while (more) {
      at = at == null ? null : at.next();
      next(at);
    }
    returned = returned(sink, ofFirst);
    return first;
  }

  private static Returned returned(@Nullable RowSink sink, int warnings) {
    if (sink == null && warnings == 0) {
      return Returned.NOTHING;
    }
    ResultRows rows = sink == null ? null : sink.rows();
    return new Returned(rows, sink != null && sink.capped(), warnings);
  }

  /** Of the last command; nothing where one of its results was an error. */
  Returned returned() {
    return returned;
  }

  /** It splits and compresses, and knows what the server takes at most. */
  private void sendByDriver(NativePacketPayload command) throws SQLException {
    try {
      protocol.sendCommand(command, true, 0);
    } catch (CJException e) {
      throw SQLExceptionsMapping.translateException(e);
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** What the driver throws while its connection is broken off by another thread is no bug. */
  private SQLException broken(RuntimeException e) {
    if (session.isClosed()) {
      return new SQLNonTransientConnectionException("the connection is closed", "08003", e);
    }
    throw e;
  }

  /** Reads the next result to its end; {@link #more} then says whether another one follows. */
  private Outcome next(@Nullable RowSink sink) throws SQLException {
    more = false;
    warnings = 0;
    try {
      FullReadInputStream in = protocol.getSocketConnection().getMysqlInput();
      long length = read(in);
      int first = body[0] & 0xff;
      if (first == ERROR) {
        throw error(length);
      }
      if (first == OK) {
        return ok();
      }
      if (first == EOF && length < SHORT_EOF) {
        return Outcome.success(false, 0, Outcome.NO_KEY);
      }
      if (first == LOCAL_INFILE) {
        throw new IOException("the server asks for a file");
      }
      position = 0;
      rows(in, number(), sink);
      return Outcome.ROWS;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static SQLException lost(IOException e) {
    String why = "lost the connection: " + e.getMessage();
    return new SQLNonTransientConnectionException(why, "08S01", e);
  }

  private Outcome ok() {
    position = 1;
    long count = number();
    long key = number();
    status(position);
    warnings = (body[position + 2] & 0xff) | (body[position + 3] & 0xff) << 8;
    return Outcome.success(false, count, key > 0 ? key : Outcome.NO_KEY);
  }

  private void rows(FullReadInputStream in, long columns, @Nullable RowSink sink)
      throws IOException, SQLException {
    definitions(in, columns, sink);
    while (true) {
      long length = sink == null ? read(in) : readRow(in, sink);
      int first = length == KEPT ? OK : body[0] & 0xff;
      if (first == ERROR) {
        throw error(length);
      }
      if (first == EOF && length < (eofDeprecated ? FULL_PACKET : SHORT_EOF)) {
        if (eofDeprecated) {
          ok();
        } else {
          warnings = (body[1] & 0xff) | (body[2] & 0xff) << 8;
          status(3);
        }
        return;
      }
    }
  }

  private void definitions(FullReadInputStream in, long columns, @Nullable RowSink sink)
      throws IOException {
    if (sink == null) {
      for (long i = 0; i < columns; i++) {
        read(in);
      }
    } else {
      seen.read(in, columns);
      sink.begin(seen.columns(metadataEncoding()));
    }
    if (!eofDeprecated) {
      read(in);
    }
  }

  /** Reads a row for somebody who keeps it, or what comes in a row's place. */
  private long readRow(FullReadInputStream in, RowSink sink) throws IOException {
    int length = head(in);
    if (length == 0 || length == FULL_PACKET) {
      sink.takes(Long.MAX_VALUE >> 1);
      return read(in, length);
    }
    in.readFully(body, 0, 1);
    int first = body[0] & 0xff;
    boolean other = first == ERROR || first == EOF;
    if (other || !sink.takes(length)) {
      int kept = Math.min(length, body.length);
      in.readFully(body, 1, kept - 1);
      skip(in, length - kept);
      return length;
    }
    byte[] packet = new byte[length];
    packet[0] = body[0];
    in.readFully(packet, 1, length - 1);
    sink.row(packet);
    return KEPT;
  }

  private void status(int at) {
    int flags = (body[at] & 0xff) | (body[at + 1] & 0xff) << 8;
    more = (flags & MORE_RESULTS) != 0;
    protocol.getServerSession().setStatusFlags(flags);
  }

  /**
   * As the driver makes it of an error packet, so that both sides' errors compare. The driver's own
   * way throws away all that has arrived behind it, and with it the answers to what was sent ahead.
   */
  private SQLException error(long length) {
    int end = (int) Math.min(length, body.length);
    int code = (body[1] & 0xff) | (body[2] & 0xff) << 8;
    int at = 3;
    String state = MysqlErrorNumbers.mysqlToSqlstate(code);
    if (end >= at + STATE && body[at] == '#') {
      String sent = new String(body, at + 1, STATE - 1, StandardCharsets.US_ASCII);
      state = sent.equals("HY000") ? state : sent.startsWith("22") ? TRUNCATION : sent;
      at += STATE;
    }
    return new SQLException(new String(body, at, end - at, errorCharset()), state, code);
  }

  private Charset errorCharset() {
    String name = protocol.getServerSession().getCharsetSettings().getErrorMessageEncoding();
    return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  private String metadataEncoding() {
    String name = protocol.getServerSession().getCharsetSettings().getMetadataEncoding();
    return name == null ? "UTF-8" : name;
  }

  /** Reads one message; its beginning is in {@link #body} then. Answers its length. */
  private long read(FullReadInputStream in) throws IOException {
    return read(in, head(in));
  }

  /** Reads the rest of a message whose first packet has so many bytes. */
  private long read(FullReadInputStream in, int first) throws IOException {
    int kept = Math.min(first, body.length);
    if (kept > 0) {
      in.readFully(body, 0, kept);
    }
    skip(in, first - kept);
    long total = first;
    for (int length = first; length == FULL_PACKET; total += length) {
      length = head(in);
      skip(in, length);
    }
    return total;
  }

  /** Reads the head of a packet; answers its length. */
  private int head(FullReadInputStream in) throws IOException {
    in.readFully(head, 0, 4);
    return (head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
  }

  private void skip(FullReadInputStream in, int bytes) throws IOException {
    if (bytes > 0 && waste.length == 0) {
      waste = new byte[16 << 10];
    }
    for (int left = bytes; left > 0; ) {
      int n = Math.min(left, waste.length);
      in.readFully(waste, 0, n);
      left -= n;
    }
  }

  /** A number in the protocol's own variable length. */
  private long number() {
    int first = body[position++] & 0xff;
    int bytes = first < 0xfb ? 0 : first == 0xfc ? 2 : first == 0xfd ? 3 : 8;
    if (bytes == 0) {
      return first;
    }
    long n = 0;
    for (int i = 0; i < bytes; i++) {
      n |= (body[position++] & 0xffL) << (8 * i);
    }
    return n;
  }
}
