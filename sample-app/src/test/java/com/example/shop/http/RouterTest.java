package com.example.shop.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.shop.ShopException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    Router router =
        new Router()
            .on("GET", "/things/{id}", r -> Response.ok(Map.of("id", r.id("id"))))
            .on("GET", "/find", r -> Response.ok(r.query("q", "nothing")))
            .on("POST", "/things", r -> Response.created(r.text("name")).withSession("s1"))
            .on("GET", "/who", r -> Response.ok(r.session()))
            .on(
                "GET",
                "/refused",
                r -> {
                  throw new ShopException(409, "sold");
                })
            .on(
                "GET",
                "/broken",
                r -> {
                  throw new SQLException("gone");
                });
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", router);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsThePathAndTheQuery() throws Exception {
    assertEquals("{\"id\":7}", get("/things/7").body());
    assertEquals("\"a café\"", get("/find?q=a%20caf%C3%A9").body());
    assertEquals("\"nothing\"", get("/find").body());
  }

  @Test
  void readsTheBodyAndKeepsTheSession() throws Exception {
    HttpResponse<String> created = post("/things", "{\"name\": \"lamp\"}");

    assertEquals(201, created.statusCode());
    assertEquals("\"lamp\"", created.body());
    String cookie = created.headers().firstValue("Set-Cookie").orElseThrow();
    assertEquals("session=s1", cookie.split(";")[0]);
    assertEquals("\"s1\"", send(request("/who").header("Cookie", "other=2; session=s1")).body());
  }

  @Test
  void tellsMistakesFromRefusalsAndFaults() throws Exception {
    assertEquals(404, get("/nowhere").statusCode());
    assertEquals(400, get("/things/seven").statusCode());
    assertEquals(400, post("/things", "{}").statusCode());
    assertEquals(400, post("/things", "{broken").statusCode());
    assertEquals("{\"error\":\"sold\"}", get("/refused").body());
    assertEquals(409, get("/refused").statusCode());
    assertEquals(500, get("/broken").statusCode());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
