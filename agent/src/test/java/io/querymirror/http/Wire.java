package io.querymirror.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client that writes and reads bytes, so that it can do what no library would. */
final class Wire implements AutoCloseable {
  private final Socket socket = new Socket();

  Wire(int port) throws IOException {
    socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    socket.setSoTimeout(20_000);
  }

  /** What comes back. */
  static final class Reply {
    final int status;
    final Map<String, String> headers = new LinkedHashMap<>();
    final byte[] body;

    Reply(byte[] all) {
      String text = new String(all, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new AssertionError("no answer: " + text);
      }
      String[] lines = text.substring(0, end).split("\r\n");
      status = Integer.parseInt(lines[0].split(" ")[1]);
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).trim());
      }
      body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** All until the server closes. */
  Reply reply() throws IOException {
    return new Reply(rest());
  }

  byte[] rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] some = new byte[8 << 10];
    int n;
    while ((n = in.read(some)) >= 0) {
      all.write(some, 0, n);
    }
    return all.toByteArray();
  }

  /** One request with its lines, each without its end, and the answer. */
  static Reply ask(int port, String... lines) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.send(String.join("\r\n", lines) + "\r\n\r\n").reply();
    }
  }

  static Reply get(int port, String path, String... headers) throws IOException {
    return request(port, "GET", path, "", headers);
  }

  static Reply request(int port, String method, String path, String body, String... headers)
      throws IOException {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      host |= header.startsWith("Host:");
      text.append(header).append("\r\n");
    }
    if (!host) {
      text.append("Host: 127.0.0.1:").append(port).append("\r\n");
    }
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    try (Wire wire = new Wire(port)) {
      return wire.send(text + "\r\n" + body).reply();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
