package com.example.shop.load;

import com.example.shop.Schema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;

/** One visitor of the shop: does one thing after the other, each drawn from the seed. */
final class User {
  private static final List<String> WORDS =
      List.of("lamp", "oak", "red", "café", "folding", "kettle 1", "wool", "Danish", "100%");
  private static final int CUSTOMERS = 1_000;
  private static final int PRODUCTS = 2_000;

  private final HttpClient http;
  private final Options options;
  private final Endpoints endpoints;
  private final ObjectMapper json = new ObjectMapper();
  private final Random random;
  private final int number;
  private final Action[] actions;
  private String session = "";
  private int inCart;
  private int done;

  User(HttpClient http, Options options, Endpoints endpoints, int number) {
    this.http = http;
    this.options = options;
    this.endpoints = endpoints;
    this.number = number;
    this.random = new Random(options.seed() * 1_000_003 + number);
    this.actions =
        options.mix().entrySet().stream()
            .flatMap(e -> Collections.nCopies(e.getValue(), e.getKey()).stream())
            .toArray(Action[]::new);
  }

  /** Logs in and goes on until the time, a value of {@link System#nanoTime}, has come. */
  void shopUntil(long end) throws InterruptedException {
    login();
    while (System.nanoTime() - end < 0) {
      step(actions[random.nextInt(actions.length)]);
      done++;
      if (options.thinkMillis() > 0) {
        Thread.sleep(random.nextInt(options.thinkMillis() + 1));
      }
    }
  }

  private void step(Action action) throws InterruptedException {
    switch (action) {
      case CATEGORIES -> get("/categories", "");
      case BROWSE ->
          get("/products", "?category=" + (1 + random.nextInt(12)) + "&page=" + random.nextInt(4));
      case PRODUCT -> get("/products/{id}", product());
      case SEARCH -> get("/search", "?q=" + encode(WORDS.get(random.nextInt(WORDS.size()))));
      case ADD -> add();
      case REMOVE -> dropFromCart();
      case CART -> get("/cart", "");
      case ORDER -> order();
      case ORDERS -> orders();
      case ACCOUNT -> get("/account", "");
      case LOGIN -> login();
      case REGISTER -> register();
      case HEALTH -> get("/health", "");
      case LOW_STOCK -> get("/admin/stock/low", "");
      case RESTOCK -> restock();
      case SALES -> get("/admin/reports/sales", "");
      case CUSTOMERS -> get("/admin/reports/customers", "");
      case IMPORT -> send("POST", "/admin/import", "", offers());
      case SHEET -> get("/admin/reports/category-sheet", "");
    }
  }

  private void login() throws InterruptedException {
    // Each user has customers of its own, so that two never share a cart.
    int own = Math.max(1, CUSTOMERS / options.users());
    int customer = 1 + (number * own + random.nextInt(own)) % CUSTOMERS;
    send("POST", "/login", "", Map.of("email", Schema.email(customer)));
    inCart = 0;
  }

  private void register() throws InterruptedException {
    String email = "new-" + options.seed() + "-" + number + "-" + done + "@example.com";
    send(
        "POST",
        "/customers",
        "",
        Map.of("email", email, "name", "Ada Ångström", "street", "Main St. 1", "city", "Köln"));
    inCart = 0;
  }

  private void add() throws InterruptedException {
    int quantity = random.nextInt(8) == 0 ? 10 + random.nextInt(5) : 1 + random.nextInt(4);
    send(
        "POST", "/cart", "", Map.of("product", 1 + random.nextInt(PRODUCTS), "quantity", quantity));
    inCart++;
  }

  private void order() throws InterruptedException {
    while (inCart < 2) {
      add();
    }
    String card = random.nextInt(12) == 0 ? "4000-0000-0000-0002" : "4000-0000-0000-0001";
    String coupon = random.nextInt(4) == 0 ? "SPRING" : "";
    JsonNode answer = send("POST", "/orders", "", Map.of("card", card, "coupon", coupon));
    if (answer.has("order")) {
      inCart = 0;
      get("/orders/{id}", answer.get("order").asText());
    } else {
      dropFromCart();
    }
  }

  /** Somebody whose order was refused takes something out before trying again. */
  private void dropFromCart() throws InterruptedException {
    JsonNode cart = get("/cart", "");
    if (cart.has(0)) {
      int line = random.nextInt(cart.size());
      send("DELETE", "/cart/{product}", cart.get(line).get("product").asText(), Map.of());
      inCart = cart.size() - 1;
    }
  }

  private void orders() throws InterruptedException {
    JsonNode orders = get("/orders", "");
    if (orders.has(0)) {
      get("/orders/{id}", orders.get(0).get("id").asText());
    }
  }

  private void restock() throws InterruptedException {
    send(
        "POST",
        "/admin/stock/{product}",
        product(),
        Map.of("delta", 20 + random.nextInt(50), "reason", "delivery", "actor", "store-" + number));
  }

  private ArrayNode offers() {
    ArrayNode offers = json.createArrayNode();
    for (int i = 0; i < 25; i++) {
      boolean known = random.nextInt(4) > 0;
      int id = known ? 1 + random.nextInt(PRODUCTS) : PRODUCTS + 1 + random.nextInt(500);
      offers
          .addObject()
          .put("sku", String.format("SKU-%06d", id))
          .put("category", 1 + id % 12)
          .put("name", "Offer of the week " + id)
          .put("price", BigDecimal.valueOf(99 + random.nextInt(5_000), 2).toString())
          .put("quantity", 30);
    }
    // One order of keys for all imports, or two at once would deadlock.
    return sorted(offers);
  }

  private ArrayNode sorted(ArrayNode offers) {
    ArrayNode sorted = json.createArrayNode();
    StreamSupport.stream(offers.spliterator(), false)
        .sorted(Comparator.comparing(o -> o.get("sku").asText()))
        .forEach(sorted::add);
    return sorted;
  }

  private String product() {
    return Integer.toString(1 + random.nextInt(PRODUCTS));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode get(String endpoint, String argument) throws InterruptedException {
    return send("GET", endpoint, argument, Map.of());
  }

  /** Sends one request, times it and gives the answer; an empty node when there is none. */
  private JsonNode send(String method, String endpoint, String argument, Object body)
      throws InterruptedException {
    int variable = endpoint.indexOf('{');
    String path = (variable < 0 ? endpoint : endpoint.substring(0, variable)) + argument;
    long start = System.nanoTime();
    Endpoints.Result result = Endpoints.Result.ERROR;
    JsonNode answer = MissingNode.getInstance();
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(options.url() + path))
              .timeout(Duration.ofSeconds(30))
              .header("Cookie", "session=" + session)
              .method(
                  method,
                  method.equals("POST")
                      ? BodyPublishers.ofByteArray(json.writeValueAsBytes(body))
                      : BodyPublishers.noBody());
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      response.headers().firstValue("Set-Cookie").ifPresent(this::keep);
      answer = json.readTree(response.body());
      int status = response.statusCode();
      if (status < 400) {
        result = Endpoints.Result.OK;
      } else if (status < 500) {
        result = Endpoints.Result.REFUSED;
      }
    } catch (IOException e) {
      // Counted below: a shop that is gone must not end the run.
    }
    endpoints.add(method + " " + endpoint, System.nanoTime() - start, result);
    return answer;
  }

  private void keep(String cookie) {
    session = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }
}
