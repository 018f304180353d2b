package io.querymirror.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.CompareSettings;
import io.querymirror.config.PlanMode;
import io.querymirror.config.Role;
import io.querymirror.config.TargetData;
import io.querymirror.config.TargetSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is compared of a target, in words. */
final class CompareText {
  private CompareText() {}

  /** {@code results, warnings, plans (explain)}, {@code nothing}; a control says so first. */
  static String of(TargetSettings target) {
    CompareSettings compare = target.compare();
    List<String> parts = new ArrayList<>();
    if (compare.results()) {
      parts.add(
          compare.data() == TargetData.MIRRORED
              ? "results"
              : "results (" + word(compare.data()) + ")");
    }
    if (compare.warnings()) {
      parts.add("warnings");
    }
    if (compare.plans().mode() != PlanMode.OFF) {
      parts.add(
          "plans ("
              + word(compare.plans().mode())
              + (compare.plans().source() ? ", and the source's)" : ")"));
    }
    if (compare.save()) {
      parts.add("saved");
    }
    String text = parts.isEmpty() ? "nothing" : String.join(", ", parts);
    return target.role() == Role.CONTROL ? "control: " + text : text;
  }

  static void put(CompareSettings compare, ObjectNode node) {
    node.put("results", compare.results()).put("warnings", compare.warnings());
    node.put("plans", word(compare.plans().mode())).put("data", word(compare.data()));
    node.put("save", compare.save());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
