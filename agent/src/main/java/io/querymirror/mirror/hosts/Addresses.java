package io.querymirror.mirror.hosts;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Whether two addresses lead to one server, as far as names and numbers can tell. Asks the DNS. */
final class Addresses {
  private static final int DEFAULT_PORT = 3306;

  private Addresses() {}

  /**
   * @param source {@code host:port} as the application's URL names it
   */
  static boolean same(String host, int port, String source) {
    String sourceHost = host(source);
    if (port != port(source)) {
      return false;
    }
    if (host.equalsIgnoreCase(sourceHost)) {
      return true;
    }
    InetAddress[] theirs = resolve(sourceHost);
    for (InetAddress a : resolve(host)) {
      for (InetAddress b : theirs) {
        if (a.equals(b) || (ofThisMachine(a) && ofThisMachine(b))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The part before the port, without the brackets of an IPv6 address. */
  static String host(String address) {
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      return end < 0 ? address : address.substring(1, end);
    }
    int colon = address.lastIndexOf(':');
    return colon < 0 ? address : address.substring(0, colon);
  }

  static int port(String address) {
    int number = portOrNone(address);
    return number < 0 ? DEFAULT_PORT : number;
  }

  /** -1 where the address has no port. */
  static int portOrNone(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0 || address.endsWith("]")) {
      return -1;
    }
    try {
      return Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static boolean ofThisMachine(String host) {
    for (InetAddress a : resolve(host)) {
      if (ofThisMachine(a)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ofThisMachine(InetAddress a) {
    if (a.isLoopbackAddress() || a.isAnyLocalAddress()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(a) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  private static InetAddress[] resolve(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }
}
