package io.querymirror.inspect;

import com.mysql.cj.conf.PropertyKey;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Names that the driver does not know: it takes them without a word, and does nothing. */
final class PropertiesCheck implements Check {
  private final TargetSettings target;

  PropertiesCheck(TargetSettings target) {
    this.target = target;
  }

  @Override
  public void look(Consumer<Point> found) {
    for (String name : target.properties().keySet()) {
      if (PropertyKey.fromValue(name) == null) {
        String meant = Words.nearest(name, names());
        found.accept(
            Point.warning(
                "properties." + name,
                "no property of Connector/J",
                "the driver leaves it out without a word",
                meant == null ? "compare it with Connector/J's manual" : "write " + meant));
      }
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (PropertyKey key : PropertyKey.values()) {
      names.add(key.getKeyName());
    }
    return names;
  }
}
