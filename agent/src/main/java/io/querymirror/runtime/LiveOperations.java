package io.querymirror.runtime;

import io.querymirror.bootstrap.Probe;
import io.querymirror.control.ConfigState;
import io.querymirror.control.Operations;
import io.querymirror.control.Origin;
import io.querymirror.control.Reload;
import io.querymirror.control.Toggle;
import io.querymirror.message.Rates;
import io.querymirror.message.Said;
import io.querymirror.report.ReportModel;
import io.querymirror.report.ReportWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators ask of the agent, handed to the parts that know. */
final class LiveOperations implements Operations {
  private final Toggle toggle;
  private final Supplier<ReportModel> model;
  private final ReportWriter writer;
  private final Reloader reloader;

  LiveOperations(
      Toggle toggle, Supplier<ReportModel> model, ReportWriter writer, Reloader reloader) {
    this.toggle = toggle;
    this.model = model;
    this.writer = writer;
    this.reloader = reloader;
  }

  @Override
  public boolean enabled() {
    return toggle.isOn();
  }

  @Override
  public boolean working() {
    return !toggle.isOn() || Probe.on;
  }

  @Override
  public void enable(boolean on, Origin origin) {
    toggle.set(on, origin);
  }

  @Override
  public @Nullable Origin switchedBy() {
    return toggle.by();
  }

  @Override
  public Instant switchedAt() {
    return toggle.since();
  }

  @Override
  public Reload reload(Origin origin) {
    return reloader.reload(origin);
  }

  @Override
  public ConfigState config() {
    return reloader.state();
  }

  @Override
  public @Nullable Path writeReport() {
    return writer.write(report());
  }

  @Override
  public @Nullable Instant reportWritten() {
    return writer.lastWritten();
  }

  @Override
  public List<Said> messages() {
    return Rates.shared().said();
  }

  @Override
  public ReportModel report() {
    return model.get();
  }

  @Override
  public void reportJson(OutputStream out) throws IOException {
    // Whole before the first byte leaves: a reader that is slow must hold up no report.
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    writer.render(report(), whole);
    whole.writeTo(out);
  }
}
