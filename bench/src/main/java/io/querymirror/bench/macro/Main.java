package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Bed;
import io.querymirror.bench.bed.Counters;
import io.querymirror.bench.bed.Samples;
import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Root;
import io.querymirror.bench.child.WarmCores;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an application over a real server notices of the agent: its latencies, its threads' CPU, its
 * JVM's memory; with targets that are well and targets that are not.
 */
public final class Main {
  private static final String[] POINTS = {
    "points-mysql8-direct",
    "points-mysql8-paced",
    "points-mysql8-hikari",
    "points-mariadb-direct",
    "points-mariadb-hikari"
  };
  private static final String SHOP = "shop";
  private static final List<Variant> VARIANTS =
      Arrays.stream(Variant.values()).filter(v -> v != Variant.BESIDE).toList();

  /** As many as there are users. */
  private static final int SESSIONS = 4;

  private final Options options;

  private Main(Options options) {
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    new Main(Options.parse(args)).run();
  }

  private void run() throws Exception {
    Samples samples =
        Samples.in(
            Root.work().resolve("macro-" + Runtime.version().feature() + ".tsv"), options.keep());
    try (WarmCores warm = new WarmCores()) {
      for (String part : POINTS) {
        if (options.wanted().test(part)) {
          points(part, samples);
        }
      }
      if (options.wanted().test(SHOP)) {
        shop(samples);
      }
    }
    report(samples);
  }

  private void points(String part, Samples samples) throws Exception {
    String[] words = part.split("-");
    List<Child> children = new ArrayList<>();
    try (Stage stage = new Stage(ServerKind.valueOf(words[1].toUpperCase(Locale.ROOT)))) {
      try {
        List<Player> players = new ArrayList<>();
        for (Variant variant : options.variants(VARIANTS)) {
          Path directory = Bed.directory(variant.text);
          Jvm jvm =
              Jvm.of(AppLoop.class)
                  .argument(
                      stage.source().url("bench"), "app", EmbeddedServer.PASSWORD, words[2], 1);
          Child child =
              Child.start(variant.text, stage.attach(jvm, variant, false, directory), directory);
          children.add(child);
          players.add(new AppPlayer(part + " " + variant.text, child));
        }
        Rounds rounds = new Rounds(players, options.millis(), System.nanoTime());
        rounds.warmUp(options.quick() ? 2 : 5);
        stage.hung().pause();
        rounds.play(options.rounds(12), samples);
        samples.write();
      } finally {
        stage.hung().resume();
        children.forEach(Child::close);
      }
    }
  }

  private void shop(Samples samples) throws Exception {
    List<Variant> variants =
        options.variants(
            List.of(
                Variant.NONE,
                Variant.BESIDE,
                Variant.OFF,
                Variant.MIRRORED,
                Variant.HUNG,
                Variant.DEAD,
                Variant.OPEN_TELEMETRY));
    List<String> schemas = variants.stream().map(Main::schema).toList();
    List<ShopPlayer> shops = new ArrayList<>();
    Map<Variant, Player> players = new LinkedHashMap<>();
    try (Stage stage =
            new Stage(
                ServerKind.MYSQL8,
                schemas,
                List.of(SHOP, schema(Variant.MIRRORED)),
                List.of(schema(Variant.HUNG)));
        Counters counters = new Counters(stage.target().server());
        Child loop = plainLoop(stage)) {
      try {
        for (Variant variant : variants) {
          Path directory = Bed.directory("shop-" + variant.text);
          Jvm jvm =
              stage.attach(
                  ShopPlayer.jvm(stage.source().url(schema(variant))), variant, true, directory);
          ShopPlayer shop = ShopPlayer.start(SHOP + " " + variant.text, jvm, directory);
          shops.add(shop);
          players.put(variant, shop);
        }
        Beside beside = new Beside(loop, counters);
        players.computeIfPresent(Variant.MIRRORED, (v, shop) -> beside.mirrored(shop));
        players.computeIfPresent(Variant.BESIDE, (v, shop) -> beside.plain(shop));
        Rounds rounds =
            new Rounds(
                List.copyOf(players.values()),
                Math.max(2_000, options.millis()),
                System.nanoTime());
        stage.hung().pause();
        if (options.quick()) {
          rounds.warmUp(2);
        } else {
          rounds.warmUpUntilQuiet();
        }
        rounds.play(options.rounds(12), samples);
        samples.write();
      } finally {
        stage.hung().resume();
        shops.forEach(ShopPlayer::close);
      }
    }
  }

  private static Child plainLoop(Stage stage) throws Exception {
    return Child.start(
        "plain",
        Jvm.of(PlainLoop.class)
            .option("-Xmx128m")
            .argument(stage.target().url(SHOP), "mirror", EmbeddedServer.PASSWORD, SHOP, SESSIONS),
        Bed.directory("plain"));
  }

  private static String schema(Variant variant) {
    return "shop_" + variant.name().toLowerCase(Locale.ROOT);
  }

  private void report(Samples samples) throws Exception {
    Results results =
        new Results("macro", "What an application over a real server notices", options.quick());
    results.version("mysql", "8.0.15").version("mariadb", "10.11.5");
    results.note(
        "All JVMs are up at once and take turns of "
            + options.millis()
            + " ms in shuffled order; what is added is over the turn of the same round without an"
            + " agent. The application is one thread in a closed loop, so that on a machine of two"
            + " cores a mirror and its target compete with the application's own server; paced it pauses half a millisecond after each"
            + " statement. A loop in the kernel's idle class keeps each core"
            + " awake. Slow: every"
            + " answer 20 ms later. Hung: the server's process stopped. CPU of the whole process and"
            + " of the agent's threads is the kernel's, that of the application's thread the JVM's.");
    results.note(
        "The shop: its application's threads are all but the agent's, the compiler's, the collector's"
            + " and the JVM's own. "
            + Rounds.WARM_UP
            + ": in slow code the agent is slow like any other. Beside a plain"
            + " loop: the shop without an agent, while another process makes the shop's own"
            + " statements on the target, as many a second as the target ran in the mirrored shop's"
            + " last turn: what it adds is the price of sharing two cores and their caches, not of"
            + " the agent.");
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("p50", "p50 µs");
    figures.put("p99", "p99 µs");
    figures.put("thread", "application's thread, CPU µs");
    figures.put("cpu", "whole process, CPU µs");
    figures.put("agent", "of it agent's threads");
    figures.put("allocated", "bytes");
    figures.put("rss", "RSS MB");
    figures.put("collecting", "GC ms a turn");
    Arrays.stream(POINTS)
        .forEach(part -> table(results, samples, "Select of one row, " + part, part, figures));
    Map<String, String> requests = new LinkedHashMap<>();
    requests.put("p50", "p50 ms of a request");
    requests.put("p99", "p99 ms");
    requests.put("application", "application's threads, CPU µs");
    requests.put("cpu", "whole process, CPU µs");
    requests.put("agent", "of it agent's threads");
    requests.put("compiler", "of it the compiler's");
    requests.put("rss", "RSS MB");
    table(results, samples, "The shop, for each request", SHOP, requests);
    System.out.println(Files.readString(results.write(Root.results())));
  }

  private static void table(
      Results results, Samples samples, String heading, String part, Map<String, String> figures) {
    String base = part + " " + Variant.NONE.text;
    if (!samples.has(base, "cpu")) {
      return;
    }
    List<String> columns = new ArrayList<>(List.of("with"));
    figures.forEach(
        (figure, text) -> {
          columns.add(text);
          columns.add("added");
        });
    Table table = results.table(heading, columns.toArray(String[]::new));
    for (Variant variant : Variant.values()) {
      String player = part + " " + variant.text;
      if (samples.has(player, "cpu")) {
        List<Object> cells = new ArrayList<>(List.of(variant.text));
        for (String figure : figures.keySet()) {
          cells.add(samples.of(player, figure));
          cells.add(variant == Variant.NONE ? "" : samples.added(player, base, figure));
        }
        table.row(cells.toArray());
      }
    }
  }
}
