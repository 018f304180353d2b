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

  private static final Map<String, Order> ORDERS =
      Words.map("none", Order.NONE, "session", Order.SESSION, "commit", Order.COMMIT);
  private static final Map<String, Writes> WRITES =
      Words.map("deny", Writes.DENY, "rollback", Writes.ROLLBACK, "apply", Writes.APPLY);

  private static final Map<String, Protocol> PROTOCOLS =
      Words.map("same", Protocol.SAME, "cheapest", Protocol.CHEAPEST);

  private static final Map<String, Role> ROLES =
      Words.map("candidate", Role.CANDIDATE, "control", Role.CONTROL);

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
    Section s = Section.of(place, KEYS);
    if (s == null) {
      return null;
    }
    TargetSettings.Builder b = new TargetSettings.Builder(name);
    Place username = s.require("username", "the user that copies run as");
    if (username != null) {
      b.username = s.name("username", b.username);
    }
    password(s, b);
    b.schemas = schemas(s.get("schemas"));
    b.properties = properties(s.get("properties"));
    b.order = s.word("order", ORDERS, List.of(), b.order);
    b.writes = s.word("writes", WRITES, List.of(), b.writes);
    b.protocol = s.word("protocol", PROTOCOLS, List.of(), b.protocol);
    b.connections = connections(s.get("connections"), b.connections);
    b.queueBytes = Math.max(1, Math.min(b.queueBytes, heap / 20));
    Section queue = s.section("queue", List.of("statements", "size"), List.of());
    if (queue != null) {
      b.queueStatements = queue.integer("statements", 1, 10_000_000, b.queueStatements);
      b.queueBytes = queue.size("size", 1L << 40, b.queueBytes);
    }
    b.timeout = s.duration("timeout", Duration.ofMillis(1), b.timeout);
    b.role = role(s, b.role);
    Place uuid = s.get("server_uuid");
    b.serverUuid = uuid == null ? null : Scalars.name(uuid);
    b.compare = CompareReader.read(s);
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
        && Chars.only(name, "_-." + Chars.DIGITS + Chars.LETTERS);
  }

  private static Role role(Section s, Role otherwise) {
    return s.word("role", ROLES, List.of(), otherwise);
  }

  private static void password(Section s, TargetSettings.Builder b) {
    Place file = s.get("password_file");
    if (file != null && s.get("password") != null) {
      file.wrongAtKey("", "both password and password_file", "one of them");
    }
    Place literal = s.get("password");
    String password = literal == null ? null : Scalars.text(literal.secret());
    String fromFile = file == null ? null : PasswordFile.read(file);
    b.passwordFile = file == null || fromFile == null ? null : SettingsReader.path(file);
    b.password = password != null ? password : fromFile != null ? fromFile : b.password;
  }

  private static Map<String, String> schemas(@Nullable Place place) {
    Map<String, String> schemas = new LinkedHashMap<>();
    for (Place p : entries(place, "a map of source schemas to target schemas")) {
      String name = Scalars.name(p);
      if (name != null) {
        schemas.put(p.key(), name);
      }
    }
    return schemas;
  }

  private static Map<String, String> properties(@Nullable Place place) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Place p : entries(place, "a map of Connector/J's properties")) {
      String value = Scalars.text(p.secret());
      if (p.key().equalsIgnoreCase("user") || p.key().equalsIgnoreCase("password")) {
        p.wrongAtKey("", "the property " + p.key(), "username and password beside properties");
      } else if (value != null) {
        properties.put(p.key(), value);
      }
    }
    return properties;
  }

  private static List<Place> entries(@Nullable Place place, String expected) {
    if (place == null || place.isNull()) {
      return List.of();
    }
    if (!place.isMap()) {
      place.wrong(expected);
    }
    return place.values();
  }

  private static int connections(@Nullable Place place, int otherwise) {
    String expected = "auto or a number of connections from 1 to 10000";
    String text = place == null ? null : place.text(expected);
    if (place == null || text == null || text.equals("auto")) {
      return otherwise;
    }
    Integer number = Scalars.integer(place, 1, 10_000, expected);
    return number == null ? otherwise : number;
  }
}
