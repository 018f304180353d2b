package io.querymirror.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One scrape of the agent's metrics. */
final class Scrape {
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");

  private final String text;
  private final String type;

  /** By the sample as it is written: {@code name{label="value"}}. */
  private final Map<String, Double> samples = new TreeMap<>();

  private Scrape(String text, String type) {
    this.text = text;
    this.type = type;
    for (String line : text.split("\n")) {
      Matcher sample = SAMPLE.matcher(line);
      if (!line.startsWith("#") && sample.matches()) {
        String value = sample.group(3).replace("+Inf", "Infinity");
        samples.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(value));
      }
    }
  }

  /**
   * @param accept null for none
   */
  static Scrape of(String url, String accept) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/metrics"));
    if (accept != null) {
      request.header("Accept", accept);
    }
    try {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.statusCode() + " " + answer.body());
      }
      return new Scrape(answer.body(), answer.headers().firstValue("Content-Type").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  String type() {
    return type;
  }

  /** One sample: {@code target_executed_total{target="candidate"}}, without the prefix. */
  double value(String sample) {
    Double value = samples.get("querymirror_" + sample);
    if (value == null) {
      throw new AssertionError("no querymirror_" + sample + " in\n" + text);
    }
    return value;
  }

  /** The sum of a metric's samples, whatever their labels. */
  double sum(String metric) {
    return samples.entrySet().stream()
        .filter(s -> s.getKey().split("\\{")[0].equals("querymirror_" + metric))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  Map<String, Double> samples() {
    return samples;
  }

  @Override
  public String toString() {
    return text;
  }
}
