package io.querymirror.mirror.hosts;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.net.Socket;

/** The driver's way to connect, with sockets of ours; it makes one by this class's name. */
public final class TargetSockets extends StandardSocketFactory {
  /** Ends reads that are over their time; now and then. */
  public static void look() {
    TargetSocket.look(System.nanoTime());
  }

  /** Nobody will look any more: ends all reads that have a time-out. */
  public static void leave() {
    TargetSocket.leave();
  }

  @Override
  protected Socket createSocket(PropertySet properties) {
    return new TargetSocket();
  }
}
