package io.querymirror.http;

import io.querymirror.control.ConfigJson;
import io.querymirror.control.MetricsText;
import io.querymirror.control.Operations;
import io.querymirror.control.Origin;
import io.querymirror.control.Reload;
import io.querymirror.control.Toggle;
import io.querymirror.report.LivePage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is under which path, and by which method. */
final class Router implements Handler {
  private static final String PAGE = "/";
  private static final String HEALTH = "/healthz";
  private static final String STATUS = "/status.json";
  private static final String REPORT = "/report.json";
  private static final String METRICS = "/metrics";
  private static final String ENABLED = "/enabled";
  private static final String RELOAD = "/reload";

  private static final List<String> READ = List.of("GET", "HEAD");
  private static final Map<String, List<String>> METHODS =
      Map.of(
          PAGE, READ,
          HEALTH, READ,
          STATUS, READ,
          REPORT, READ,
          METRICS, READ,
          ENABLED, List.of("PUT"),
          RELOAD, List.of("POST"));

  private final Operations operations;
  private final LiveStatus liveStatus;
  private final MetricsText metricsText;
  private final Kept status = new Kept(System::nanoTime);
  private final Kept report = new Kept(System::nanoTime);
  private final Kept page = new Kept(System::nanoTime);
  private final Map<String, Kept> metrics = new HashMap<>();
  private volatile Access access;
  private @Nullable LivePage live;

  Router(Operations operations, LiveStatus liveStatus, MetricsText metricsText, Access access) {
    this.operations = operations;
    this.liveStatus = liveStatus;
    this.metricsText = metricsText;
    this.access = access;
  }

  /** From the next request on. */
  void access(Access now) {
    access = now;
  }

  @Override
  public @Nullable Answer atOnce(Request request) {
    String path = request.path();
    // The page is the same for all, and empty without what it asks for.
    boolean open = path.equals(PAGE) && READ.contains(request.method());
    Answer refused = access.check(request, open);
    if (refused != null) {
      return refused;
    }
    List<String> methods = METHODS.get(path);
    if (methods == null) {
      return Answer.error(404, "there is nothing here; see /");
    }
    if (!methods.contains(request.method())) {
      String allowed = String.join(", ", methods);
      return Answer.error(405, "this takes " + allowed).with("Allow", allowed);
    }
    return path.equals(HEALTH) ? health() : null;
  }

  /** The server's own thread answers: so this comes however busy the other one is. */
  private Answer health() {
    if (!operations.working()) {
      return Answer.json(503, "{\"status\":\"failed\"}");
    }
    return Answer.json(200, operations.enabled() ? "{\"status\":\"on\"}" : "{\"status\":\"off\"}");
  }

  @Override
  public Answer answer(Request request) {
    try {
      switch (request.path()) {
        case PAGE:
          return page(request);
        case STATUS:
          return status.answer(
              request, Answer.JSON, out -> JsonBody.write(out, liveStatus::fields));
        case REPORT:
          return report.answer(request, Answer.JSON, operations::reportJson);
        case METRICS:
          return metrics(request);
        case ENABLED:
          return enable(request);
        default:
          return reload();
      }
    } catch (Kept.TooLargeException e) {
      return Answer.error(503, "it is " + e.getMessage() + ": read the file in report.directory");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer page(Request request) throws IOException {
    LivePage known = live;
    if (known == null) {
      known = new LivePage();
      live = known;
    }
    byte[] html = known.html();
    return page.answer(request, "text/html; charset=utf-8", out -> out.write(html))
        .with("Content-Security-Policy", known.policy());
  }

  private Answer metrics(Request request) throws IOException {
    String accept = request.header("accept");
    String type = metricsText.contentType(accept);
    return metrics
        .computeIfAbsent(type, t -> new Kept(System::nanoTime))
        .answer(request, type, out -> metricsText.write(out, accept));
  }

  private Answer enable(Request request) throws IOException {
    Boolean on = Toggle.parse(new String(request.body(), StandardCharsets.UTF_8));
    if (on == null) {
      return Answer.error(400, "the body is true or false");
    }
    boolean before = operations.enabled();
    operations.enable(on, Origin.HTTP);
    status.drop();
    return json(
        200,
        g -> {
          g.writeBooleanField("enabled", operations.enabled());
          g.writeBooleanField("changed", before != on);
        });
  }

  private Answer reload() throws IOException {
    Reload reload = operations.reload(Origin.HTTP);
    status.drop();
    return json(reload.ok() ? 200 : 409, g -> ConfigJson.reload(g, reload));
  }

  private static Answer json(int status, JsonBody body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonBody.write(out, body);
    return new Answer(status, Answer.JSON, out.toByteArray());
  }

  @Override
  public void idle() {
    status.drop();
    report.drop();
    metrics.clear();
    page.drop();
    live = null;
  }
}
