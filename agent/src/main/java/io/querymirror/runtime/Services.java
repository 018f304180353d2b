package io.querymirror.runtime;

import io.querymirror.config.Settings;
import io.querymirror.control.AgentVersion;
import io.querymirror.control.CommandChannel;
import io.querymirror.control.Commands;
import io.querymirror.control.JmxService;
import io.querymirror.control.LateService;
import io.querymirror.control.Operations;
import io.querymirror.control.PrometheusMetrics;
import io.querymirror.control.RecentReport;
import io.querymirror.control.Service;
import io.querymirror.http.HttpService;
import java.util.ArrayList;
import java.util.List;

/** Which services there are: each one line, in the order in which they start. */
final class Services {
  private Services() {}

  /**
   * @param settings those in force when the agent starts; later ones come by {@link
   *     Service#reconfigured}
   * @param limits the watch of what the agent takes
   */
  static List<Service> of(
      Operations operations, Settings settings, Commands commands, Service limits) {
    List<Service> services = new ArrayList<>();
    services.add(new CommandChannel(commands::answer));
    RecentReport recent = new RecentReport(operations::report, System::nanoTime);
    String version = AgentVersion.read();
    services.add(
        new LateService(settings, now -> new JmxService(operations, recent, version, now)));
    PrometheusMetrics metrics = new PrometheusMetrics(operations, recent, version, settings);
    services.add(metrics);
    HttpService http = new HttpService(operations, version, metrics, settings);
    commands.page(http::listens);
    services.add(http);
    services.add(limits);
    return services;
  }
}
