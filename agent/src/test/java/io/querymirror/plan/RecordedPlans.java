package io.querymirror.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plans as servers gave them for the same statements on the same tables. */
record RecordedPlans(String server, String name, String sql, String json) {
  static final List<String> SERVERS = List.of("mysql-5.6.14", "mysql-8.0.15", "mariadb-10.11.5");

  static Stream<RecordedPlans> all() {
    return SERVERS.stream().flatMap(server -> of(server).stream());
  }

  static List<RecordedPlans> of(String server) {
    List<RecordedPlans> all = new ArrayList<>();
    for (String line : lines(server + ".plans")) {
      String[] parts = line.split("\t");
      all.add(new RecordedPlans(server, parts[0], parts[1], parts[2]));
    }
    return all;
  }

  static RecordedPlans of(String server, String name) {
    return of(server).stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
  }

  /** The shapes that were found right by hand, by name. */
  static Map<String, String> shapes(String server) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String line : lines(server + ".shapes")) {
      String[] parts = line.split("\t");
      all.put(parts[0], parts[1]);
    }
    return all;
  }

  private static List<String> lines(String file) {
    try (InputStream in = RecordedPlans.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PlanShape shape() {
    try {
      return PlanReader.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return server + " " + name;
  }
}
