package io.querymirror.bench.jmh;

import io.querymirror.bench.results.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one can put between an application and its driver, each as quiet as it can be told to be.
 */
enum Alternative {
  NONE("nothing"),
  QUERYMIRROR_OFF("querymirror, off", Mode.OFF),
  QUERYMIRROR_UNMATCHED("querymirror, unmatched", Mode.UNMATCHED),
  QUERYMIRROR_MATCHED("querymirror, matched", Mode.MATCHED),
  OPENTELEMETRY("OpenTelemetry agent, no exporter"),
  OPENTELEMETRY_PARAMETERS("OpenTelemetry agent, no exporter, with parameters"),
  P6SPY_OFF("p6spy, nothing logged"),
  P6SPY_DISCARDING("p6spy, log discarded"),
  DATASOURCE_PROXY("datasource-proxy, no listener");

  final String words;
  final Mode mode;

  Alternative(String words) {
    this(words, Mode.NONE);
  }

  Alternative(String words, Mode mode) {
    this.words = words;
    this.mode = mode;
  }

  /** What its JVM is told. */
  List<String> arguments(Configs configs) throws Exception {
    Path root = Arguments.root();
    Path jar = root.resolve("agent/target/querymirror-agent.jar");
    List<String> arguments = new ArrayList<>(configs.arguments(mode, jar));
    switch (this) {
      case OPENTELEMETRY, OPENTELEMETRY_PARAMETERS -> {
        arguments.add(
            "-javaagent:" + root.resolve("bench/target/alternatives/opentelemetry-javaagent.jar"));
        for (String kind : List.of("traces", "metrics", "logs")) {
          arguments.add("-Dotel." + kind + ".exporter=none");
        }
        arguments.add("-Dotel.javaagent.logging=none");
        if (this == OPENTELEMETRY_PARAMETERS) {
          arguments.add("-Dotel.instrumentation.jdbc.experimental.capture-query-parameters=true");
        }
      }
      case P6SPY_OFF, P6SPY_DISCARDING -> {
        arguments.add("-Dquerymirror.bench.via=p6spy");
        arguments.add(
            "-Dp6spy.config.modulelist=com.p6spy.engine.spy.P6SpyFactory"
                + (this == P6SPY_DISCARDING ? ",com.p6spy.engine.logging.P6LogFactory" : ""));
        arguments.add("-Dp6spy.config.appender=" + Discard.class.getName());
      }
      case DATASOURCE_PROXY -> arguments.add("-Dquerymirror.bench.via=datasource-proxy");
      default -> {}
    }
    return arguments;
  }
}
