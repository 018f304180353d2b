package io.querymirror.mirror;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.net.Socket;

/** The driver's way to connect, with sockets of ours; it makes one by this class's name. */
public final class TargetSockets extends StandardSocketFactory {
  @Override
  protected Socket createSocket(PropertySet properties) {
    return new TargetSocket();
  }
}
