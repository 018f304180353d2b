package io.querymirror.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.ConfigError;
import io.querymirror.config.ConfigException;
import java.io.PrintStream;
import java.nio.file.Path;

/** How the mistakes of a configuration file are told. */
final class ConfigFiles {
  private ConfigFiles() {}

  /** On the output as JSON, else a line each on the other; the exit code. */
  static int refused(Path file, ConfigException e, boolean json, PrintStream out, PrintStream err)
      throws JsonProcessingException {
    if (json) {
      Json.print(json(file, e), out);
    } else {
      e.errors().forEach(error -> err.println(Text.clean(error.toString())));
    }
    return Main.FAILED;
  }

  private static ObjectNode json(Path file, ConfigException e) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file.toString()).put("valid", false);
    var errors = node.putArray("errors");
    for (ConfigError error : e.errors()) {
      errors
          .addObject()
          .put("file", error.file())
          .put("line", error.line())
          .put("path", error.path())
          .put("message", error.message());
    }
    return node;
  }
}
