package com.example.shop.load;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Sends users shopping, shows how it goes, and sums it up. Ends with 1 if there were errors. */
public final class LoadDriver {
  private final Options options;
  private final Endpoints endpoints = new Endpoints();
  private final boolean terminal = System.console() != null;

  private LoadDriver(Options options) {
    this.options = options;
  }

  /** See {@link Options#USAGE}. */
  public static void main(String[] args) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
      return;
    }
    System.exit(new LoadDriver(options).run() == 0 ? 0 : 1);
  }

  /** Runs and prints; gives the number of errors. */
  private long run() throws InterruptedException {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(options.seconds());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < options.users(); i++) {
      User user = new User(http, options, endpoints, i);
      Thread thread = new Thread(() -> shop(user, end), "user-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (int second = 1; second <= options.seconds(); second++) {
      long left = start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(left);
      progress(second);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (terminal) {
      System.out.println();
    }
    System.out.print(endpoints.table());
    System.out.printf(
        "requests=%d errors=%d users=%d seconds=%d seed=%d%n",
        endpoints.requests(),
        endpoints.errors(),
        options.users(),
        options.seconds(),
        options.seed());
    return endpoints.errors();
  }

  private static void shop(User user, long end) {
    try {
      user.shopUntil(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One line that is written over on a terminal; elsewhere a new one every five seconds. */
  private void progress(int second) {
    if (terminal || second % 5 == 0 || second == options.seconds()) {
      System.out.printf(
          terminal ? "\r%s  " : "%s%n",
          String.format(
              "%3d of %d s   %,d requests   %d errors",
              second, options.seconds(), endpoints.requests(), endpoints.errors()));
    }
  }
}
