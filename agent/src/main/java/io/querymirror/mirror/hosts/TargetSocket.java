package io.querymirror.mirror.hosts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A socket that keeps the time of its reads by itself. One of Java's own stops blocking with its
 * first read that has a time-out, and does so for good: from then on each read of an answer that is
 * not there yet is three system calls in place of one, also without a time-out. Here a read blocks,
 * and {@link #look} breaks off those that are over their time.
 */
final class TargetSocket extends Socket {
  private static final long NONE = 0;

  private static final Set<TargetSocket> CONNECTED = ConcurrentHashMap.newKeySet();

  private volatile int timeoutMillis;

  /** By System.nanoTime(), while a read with a time-out waits. */
  private volatile long deadline = NONE;

  private volatile boolean late;
  private @Nullable InputStream input;

  /** Ends reads that are over their time; now and then. */
  static void look(long now) {
    for (TargetSocket s : CONNECTED) {
      long until = s.deadline;
      if (until != NONE && now - until > 0) {
        s.breakOff();
      }
    }
  }

  /** Nobody will look any more: ends all reads that have a time-out. */
  static void leave() {
    for (TargetSocket s : CONNECTED) {
      if (s.deadline != NONE) {
        s.breakOff();
      }
    }
  }

  private void breakOff() {
    late = true;
    try {
      close();
    } catch (IOException e) {
      // What reads hears of it all the same.
    }
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    super.connect(endpoint, timeout);
    CONNECTED.add(this);
  }

  @Override
  public void close() throws IOException {
    CONNECTED.remove(this);
    super.close();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    timeoutMillis = Math.max(0, timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    return timeoutMillis;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    InputStream known = input;
    if (known == null) {
      known = new Timed(super.getInputStream());
      input = known;
    }
    return known;
  }

  /** Bytes from the network; at a time-out it closes, unlike a socket of Java's own. */
  private final class Timed extends FilterInputStream {
    Timed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int millis = timeoutMillis;
      if (millis == 0) {
        return in.read(into, from, length);
      }
      long until = System.nanoTime() + millis * 1_000_000L;
      deadline = until == NONE ? 1 : until;
      try {
        return in.read(into, from, length);
      } catch (SocketException e) {
        throw late ? timedOut(e) : e;
      } finally {
        deadline = NONE;
      }
    }

    private IOException timedOut(SocketException cause) {
      SocketTimeoutException e = new SocketTimeoutException("Read timed out");
      e.initCause(cause);
      return e;
    }

    @Override
    public void close() throws IOException {
      TargetSocket.this.close();
    }
  }
}
