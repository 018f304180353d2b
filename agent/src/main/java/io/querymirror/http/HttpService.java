package io.querymirror.http;

import io.querymirror.config.HttpSettings;
import io.querymirror.config.Settings;
import io.querymirror.control.MetricsText;
import io.querymirror.control.Operations;
import io.querymirror.control.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves the live page where the configuration says so, and follows it. */
public final class HttpService implements Service {
  private final Operations operations;
  private final LiveStatus status;
  private final MetricsText metrics;
  private @Nullable HttpSettings settings;
  private volatile @Nullable Server server;
  private @Nullable Router router;

  /**
   * @param settings what is in force when the agent starts
   */
  public HttpService(
      Operations operations, String version, MetricsText metrics, Settings settings) {
    this.operations = operations;
    this.status = new LiveStatus(operations, version);
    this.metrics = metrics;
    this.settings = settings.http();
  }

  @Override
  public void start() {
    open(settings);
  }

  /** Whether its address is bound now. For any thread. */
  public boolean listens() {
    Server open = server;
    return open != null && open.bound() != null;
  }

  /** A changed token holds from the next request on; a changed address is bound anew. */
  @Override
  public void reconfigured(Settings now) {
    HttpSettings before = settings;
    HttpSettings next = now.http();
    settings = next;
    if (Objects.equals(before, next)) {
      return;
    }
    Router known = router;
    if (before != null && next != null && known != null && isAt(before, next)) {
      known.access(new Access(next));
      return;
    }
    Server old = server;
    if (old != null) {
      old.retire();
      server = null;
      router = null;
    }
    open(next);
  }

  /** Whether one socket can be both: without a token it is bound under a condition more. */
  private static boolean isAt(HttpSettings before, HttpSettings next) {
    return before.host().equals(next.host())
        && before.port() == next.port()
        && (next.token() != null || before.token() == null);
  }

  private void open(@Nullable HttpSettings at) {
    if (at == null) {
      return;
    }
    Router answers = new Router(operations, status, metrics, new Access(at));
    Server opened = new Server(() -> address(at), at.toString(), answers);
    opened.start();
    router = answers;
    server = opened;
  }

  /** Without a token, never an address that others can reach, whatever its name says. */
  private static InetSocketAddress address(HttpSettings at) {
    try {
      InetAddress found = InetAddress.getByName(at.host());
      if (at.token() == null && !found.isLoopbackAddress()) {
        throw new IllegalStateException(
            at.host() + " is " + found.getHostAddress() + ", which needs a token");
      }
      return new InetSocketAddress(found, at.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no such host: " + at.host());
    }
  }

  @Override
  public void close() {
    Server open = server;
    if (open != null) {
      open.close();
    }
    server = null;
    router = null;
  }
}
