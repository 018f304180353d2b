package com.example.shop.http;

import com.example.shop.ShopException;
import com.example.shop.http.Response.Html;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the handler of a request and writes its answer; refusals and faults become JSON too. */
public final class Router implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Router.class);
  private static final String COOKIE = "session=";

  private final ObjectMapper json = new ObjectMapper();
  private final List<Route> routes = new ArrayList<>();

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    Response answer(Request request) throws SQLException, ShopException, IOException;
  }

  private record Route(String method, String[] parts, Handler handler) {}

  /** Adds a route such as {@code GET /products/{id}}. */
  public Router on(String method, String path, Handler handler) {
    routes.add(new Route(method, path.split("/"), handler));
    return this;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response response;
      try {
        response = answer(exchange);
      } catch (ShopException e) {
        response = new Response(e.status(), Map.of("error", e.getMessage()), "");
      } catch (JsonProcessingException e) {
        response = new Response(400, Map.of("error", "the body is not JSON"), "");
      } catch (SQLException | RuntimeException e) {
        log.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        response = new Response(500, Map.of("error", String.valueOf(e.getMessage())), "");
      }
      send(exchange, response);
    }
  }

  private Response answer(HttpExchange exchange) throws SQLException, ShopException, IOException {
    String[] parts = exchange.getRequestURI().getPath().split("/");
    for (Route route : routes) {
      Map<String, String> path = match(route, exchange.getRequestMethod(), parts);
      if (path != null) {
        String query = exchange.getRequestURI().getRawQuery();
        return route
            .handler()
            .answer(
                new Request(path, query == null ? "" : query, body(exchange), session(exchange)));
      }
    }
    throw new ShopException(404, "no such page");
  }

  /** The path's variables, or null where the route is another. */
  private static Map<String, String> match(Route route, String method, String[] parts) {
    if (!route.method().equals(method) || route.parts().length != parts.length) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      String expected = route.parts()[i];
      if (expected.startsWith("{")) {
        variables.put(expected.substring(1, expected.length() - 1), parts[i]);
      } else if (!expected.equals(parts[i])) {
        return null;
      }
    }
    return variables;
  }

  private JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    return bytes.length == 0 ? MissingNode.getInstance() : json.readTree(bytes);
  }

  private static String session(HttpExchange exchange) {
    String cookies = exchange.getRequestHeaders().getFirst("Cookie");
    if (cookies != null) {
      for (String cookie : cookies.split("; *")) {
        if (cookie.startsWith(COOKIE)) {
          return cookie.substring(COOKIE.length());
        }
      }
    }
    return "";
  }

  private void send(HttpExchange exchange, Response response) throws IOException {
    boolean page = response.body() instanceof Html;
    byte[] bytes =
        response.body() instanceof Html html
            ? html.text().getBytes(StandardCharsets.UTF_8)
            : json.writeValueAsBytes(response.body());
    exchange
        .getResponseHeaders()
        .set("Content-Type", page ? "text/html; charset=utf-8" : "application/json");
    if (!response.session().isEmpty()) {
      exchange
          .getResponseHeaders()
          .set("Set-Cookie", COOKIE + response.session() + "; Path=/; HttpOnly; SameSite=Lax");
    }
    exchange.sendResponseHeaders(response.status(), bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
