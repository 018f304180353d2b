package io.querymirror.mirror.hosts;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks as much of MySQL's protocol as a driver needs to have a connection, and does nothing. */
final class FakeServer implements AutoCloseable {
  private static final int COM_QUIT = 1;
  private static final int COM_QUERY = 3;

  /** Long password and flag, schema at connect, 4.1, transactions, results, plug-in. */
  private static final int CAPABILITIES = 0x000b_a20d;

  private static final int UTF8MB4 = 45;
  private static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};
  private static final byte[] EOF = {(byte) 0xfe, 0, 0, 2, 0};
  private static final Pattern COLUMN = Pattern.compile("@@(?:session\\.)?(\\w+)(?: AS \\w+)?");

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();

  FakeServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      OutputStream out = socket.getOutputStream();
      send(out, 0, List.of(greeting()));
      read(in);
      send(out, 2, List.of(OK));
      while (true) {
        byte[] command = read(in);
        if (command[0] == COM_QUIT) {
          return;
        }
        String text = new String(command, 1, command.length - 1, StandardCharsets.UTF_8);
        boolean asks = command[0] == COM_QUERY && text.contains("SELECT");
        send(out, 1, asks ? row(text) : List.of(OK));
      }
    } catch (IOException e) {
      // The other side is gone.
    }
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.readUnsignedByte();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  private static void send(OutputStream out, int sequence, List<byte[]> packets)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int next = sequence;
    for (byte[] packet : packets) {
      number(all, packet.length, 3);
      all.write(next++);
      all.writeBytes(packet);
    }
    out.write(all.toByteArray());
  }

  private static void number(ByteArrayOutputStream to, int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      to.write(value >>> 8 * i);
    }
  }

  private static void text(ByteArrayOutputStream to, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    to.write(bytes.length);
    to.writeBytes(bytes);
  }

  private byte[] greeting() {
    ByteArrayOutputStream p = new ByteArrayOutputStream();
    p.write(10);
    p.writeBytes("8.0.15\0".getBytes(StandardCharsets.UTF_8));
    number(p, connections.incrementAndGet(), 4);
    p.writeBytes("saltsalt\0".getBytes(StandardCharsets.UTF_8));
    number(p, CAPABILITIES, 2);
    p.write(UTF8MB4);
    number(p, 2, 2);
    number(p, CAPABILITIES >>> 16, 2);
    p.write(21);
    number(p, 0, 10);
    p.writeBytes("saltsaltsalt\0mysql_native_password\0".getBytes(StandardCharsets.UTF_8));
    return p.toByteArray();
  }

  /** One row of the variables that are asked for. */
  private static List<byte[]> row(String query) {
    List<byte[]> columns = new ArrayList<>();
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    Matcher column = COLUMN.matcher(query);
    while (column.find()) {
      columns.add(column(column.group(1)));
      text(row, value(column.group(1)));
    }
    List<byte[]> packets = new ArrayList<>();
    packets.add(new byte[] {(byte) columns.size()});
    packets.addAll(columns);
    packets.add(EOF);
    packets.add(row.toByteArray());
    packets.add(EOF);
    return packets;
  }

  private static byte[] column(String name) {
    ByteArrayOutputStream p = new ByteArrayOutputStream();
    for (String part : List.of("def", "", "", "", name, name)) {
      text(p, part);
    }
    p.write(12);
    number(p, UTF8MB4, 2);
    number(p, 255, 4);
    p.write(253); // a text
    number(p, 0, 5);
    return p.toByteArray();
  }

  private static String value(String variable) {
    if (variable.startsWith("character_set")) {
      return "utf8mb4";
    }
    if (variable.startsWith("collation")) {
      return "utf8mb4_general_ci";
    }
    switch (variable) {
      case "max_allowed_packet":
        return "67108864";
      case "system_time_zone":
      case "time_zone":
        return "UTC";
      case "transaction_isolation":
        return "REPEATABLE-READ";
      case "init_connect":
      case "license":
      case "sql_mode":
        return "";
      default:
        return "1";
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
