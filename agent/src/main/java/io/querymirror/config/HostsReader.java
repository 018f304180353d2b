package io.querymirror.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the hosts of a target. */
final class HostsReader {
  static final String EXPECTED = "a list of HOST:PORT or {address, weight, role}";

  private HostsReader() {}

  static List<HostSettings> read(Place place, Writes writes) {
    if (place.isNull() || (place.isList() && place.items().isEmpty())) {
      place.wrong(EXPECTED);
      return List.of();
    }
    List<HostSettings> hosts = new ArrayList<>();
    Map<String, Place> seen = new LinkedHashMap<>();
    List<Place> items = place.items();
    for (Place item : items) {
      HostSettings host = host(item);
      if (host != null) {
        Place before = seen.putIfAbsent(host.key(), item);
        if (before != null) {
          item.wrong(item.found() + ", which is also " + before.path(), "each host once");
        }
        hosts.add(host);
      }
    }
    if (hosts.size() == items.size()) {
      checkRoles(place, hosts, writes);
    }
    return hosts;
  }

  private static void checkRoles(Place place, List<HostSettings> hosts, Writes writes) {
    boolean any = false;
    boolean writer = false;
    for (HostSettings h : hosts) {
      any |= h.weight() > 0;
      writer |= h.weight() > 0 && h.role() == HostRole.WRITER;
    }
    if (!any) {
      place.wrongAtKey("", "no host with a weight over 0", "one at least");
    } else if (!writer && writes != Writes.DENY) {
      place.wrongAtKey(
          "",
          "no writer with a weight over 0",
          "one at least, as writes: " + writes.name().toLowerCase(Locale.ROOT) + " says");
    }
  }

  private static @Nullable HostSettings host(Place place) {
    if (!place.isMap()) {
      HostPort address = address(place);
      return address == null ? null : new HostSettings(address, 1, HostRole.WRITER);
    }
    Section s = Section.of(place, List.of("address", "weight", "role"));
    if (s == null) {
      return null;
    }
    int weight = s.integer("weight", 0, 1_000_000, 1);
    HostRole role =
        s.word(
            "role",
            Words.map("writer", HostRole.WRITER, "reader", HostRole.READER),
            List.of(),
            HostRole.WRITER);
    Place at = s.require("address", "HOST:PORT");
    HostPort address = at == null ? null : address(at);
    return address == null ? null : new HostSettings(address, weight, role);
  }

  private static @Nullable HostPort address(Place place) {
    String text = place.text("HOST:PORT");
    HostPort address = text == null ? null : HostPort.parse(text);
    if (text != null && address == null) {
      boolean ipv6 = text.indexOf(':') != text.lastIndexOf(':') && text.indexOf('/') < 0;
      place.wrong("HOST:PORT" + (ipv6 ? ", with brackets around an IPv6 address" : ""));
    }
    return address;
  }
}
