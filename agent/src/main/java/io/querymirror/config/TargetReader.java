package io.querymirror.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one target. */
final class TargetReader {
  private static final List<String> KEYS =
      List.of(
          "hosts",
          "username",
          "password",
          "password_file",
          "schemas",
          "properties",
          "order",
          "writes",
          "protocol",
          "connections",
          "queue",
          "timeout",
          "role",
          "server_uuid",
          "compare");

  private final long heap;

  TargetReader(long heap) {
    this.heap = heap;
  }

  /** Null where it is no map; else only good if no mistake was noted. */
  @Nullable TargetSettings read(String name, Place place) {
    if (!isName(name)) {
      place.wrongAtKey(
          "",
          "the name " + Words.quote(name),
          "a name of letters, digits, _, - and . (64 at most)");
    }
    Section s = Section.of(place, KEYS, List.of("expected"));
    if (s == null) {
      return null;
    }
    TargetSettings.Builder b = new TargetSettings.Builder(name);
    Place username = s.require("username", "the user that copies run as");
    if (username != null) {
      s.read("username", Scalars::name, v -> b.username = v);
    }
    password(s, b);
    s.read("schemas", TargetReader::schemas, v -> b.schemas = v);
    s.read("properties", TargetReader::properties, v -> b.properties = v);
    Map<String, Order> orders = new LinkedHashMap<>();
    orders.put("none", Order.NONE);
    orders.put("session", Order.SESSION);
    s.read("order", p -> Scalars.word(p, orders, List.of("commit")), v -> b.order = v);
    Map<String, Writes> writes = new LinkedHashMap<>();
    writes.put("deny", Writes.DENY);
    writes.put("apply", Writes.APPLY);
    s.read("writes", p -> Scalars.word(p, writes, List.of("rollback")), v -> b.writes = v);
    Later.only(s.get("protocol"), "same", List.of("cheapest"));
    s.read("connections", TargetReader::connections, v -> b.connections = v);
    b.queueBytes = Math.max(1, Math.min(b.queueBytes, heap / 20));
    s.read("queue", p -> queue(p, b), v -> {});
    s.read("timeout", p -> Scalars.duration(p, Duration.ofMillis(1)), v -> b.timeout = v);
    Later.only(s.get("role"), "candidate", List.of("control"));
    s.read("server_uuid", Scalars::name, v -> b.serverUuid = v);
    Place compare = s.get("compare");
    if (compare != null) {
      Later.compare(compare);
    }
    Place hosts = s.require("hosts", HostsReader.EXPECTED);
    if (hosts != null) {
      b.hosts = HostsReader.read(hosts, b.writes);
    }
    return b.build();
  }

  /** It is part of file names and of other tools' labels. */
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= 64
        && name.charAt(0) != '.'
        && name.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "_-.".indexOf(c) >= 0);
  }

  private static void password(Section s, TargetSettings.Builder b) {
    Place file = s.get("password_file");
    if (file != null && s.get("password") != null) {
      file.wrongAtKey("", "both password and password_file", "one of them");
    }
    s.read("password", p -> Scalars.text(p.secret()), v -> b.password = v);
    s.read("password_file", PasswordFile::read, v -> b.password = v);
  }

  private static Map<String, String> schemas(Place place) {
    return texts(place, "a map of source schemas to target schemas", Scalars::name);
  }

  private static Map<String, String> properties(Place place) {
    Map<String, String> properties =
        texts(place, "a map of Connector/J's properties", p -> Scalars.text(p.secret()));
    for (YamlNode.Entry e : place.entries()) {
      if (e.key().equalsIgnoreCase("user") || e.key().equalsIgnoreCase("password")) {
        place
            .under(e)
            .wrongAtKey("", "the property " + e.key(), "username and password beside properties");
      }
    }
    return properties;
  }

  private static Map<String, String> texts(
      Place place, String expected, Place.Reader<String> reader) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!place.isMap() && !place.isNull()) {
      place.wrong(expected);
    }
    for (YamlNode.Entry e : place.entries()) {
      String value = reader.read(place.under(e));
      if (value != null) {
        texts.put(e.key(), value);
      }
    }
    return texts;
  }

  private static @Nullable Integer connections(Place place) {
    String expected = "auto or a number of connections from 1 to 10000";
    String text = place.text(expected);
    if (text == null) {
      return null;
    }
    return text.equals("auto") ? Integer.valueOf(0) : Scalars.integer(place, 1, 10_000, expected);
  }

  private static @Nullable Boolean queue(Place place, TargetSettings.Builder b) {
    Section s = place.isNull() ? null : Section.of(place, List.of("statements", "size"));
    if (s != null) {
      s.read("statements", p -> Scalars.integer(p, 1, 10_000_000), v -> b.queueStatements = v);
      s.read("size", p -> Scalars.size(p, 1L << 40), v -> b.queueBytes = v);
    }
    return null;
  }
}
