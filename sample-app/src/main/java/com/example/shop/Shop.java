package com.example.shop;

import com.example.shop.http.Request;
import com.example.shop.http.Response;
import com.example.shop.http.Router;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shop's pages: what a request asks of which part. */
final class Shop {
  private final Database database;
  private final Catalogue catalogue;
  private final Customers customers;
  private final Carts carts;
  private final Orders orders;
  private final Stock stock;
  private final Reports reports;
  private final Sessions sessions = new Sessions();

  Shop(Database database) {
    this.database = database;
    catalogue = new Catalogue(database);
    customers = new Customers(database);
    carts = new Carts(database);
    orders = new Orders(database, new PaymentGateway());
    stock = new Stock(database);
    reports = new Reports(database);
  }

  Router routes() {
    Router router = new Router();
    router
        .on("GET", "/", request -> Response.ok(page("/shop/index.html")))
        .on("GET", "/health", request -> health())
        .on("GET", "/categories", request -> Response.ok(catalogue.categories()))
        .on("GET", "/products", this::products)
        .on("GET", "/products/{id}", r -> Response.ok(catalogue.product(r.id("id"))))
        .on("GET", "/search", r -> Response.ok(catalogue.search(r.query("q", ""))));
    router
        .on("POST", "/customers", this::register)
        .on("POST", "/login", this::login)
        .on("GET", "/account", r -> Response.ok(customers.account(who(r))))
        .on("GET", "/cart", r -> Response.ok(carts.show(who(r))))
        .on("POST", "/cart", this::addToCart)
        .on("DELETE", "/cart/{product}", this::removeFromCart)
        .on("POST", "/orders", this::order)
        .on("GET", "/orders", r -> Response.ok(orders.list(who(r))))
        .on("GET", "/orders/{id}", r -> Response.ok(orders.show(who(r), r.id("id"))));
    router
        .on("GET", "/admin/stock/low", r -> Response.ok(stock.low()))
        .on("POST", "/admin/stock/{product}", this::adjustStock)
        .on("POST", "/admin/import", this::importOffers)
        .on("GET", "/admin/reports/sales", r -> Response.ok(reports.sales()))
        .on("GET", "/admin/reports/customers", r -> Response.ok(reports.customers()))
        .on("GET", "/admin/reports/category-sheet", r -> Response.ok(reports.categorySheet()));
    return router;
  }

  private long who(Request request) throws ShopException {
    return sessions.customer(request.session());
  }

  private Response health() throws SQLException, ShopException {
    return database.run(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
            return Response.ok(Map.of("status", "up"));
          }
        });
  }

  private Response products(Request request) throws SQLException, ShopException {
    int page = request.query("page", 0);
    if (page < 0 || page > 10_000) {
      throw new ShopException(400, "page: 0 to 10000");
    }
    return Response.ok(catalogue.list(request.query("category", 1), page));
  }

  private Response register(Request request) throws SQLException, ShopException {
    Customers.Customer customer =
        customers.register(
            request.text("email"),
            request.text("name"),
            request.text("street"),
            request.text("city"));
    return Response.created(customer).withSession(sessions.begin(customer.id()));
  }

  private Response login(Request request) throws SQLException, ShopException {
    Customers.Customer customer = customers.login(request.text("email"));
    return Response.ok(customer).withSession(sessions.begin(customer.id()));
  }

  private Response addToCart(Request request) throws SQLException, ShopException {
    carts.add(who(request), request.number("product"), (int) request.number("quantity"));
    return Response.created(Map.of("added", request.number("product")));
  }

  private Response removeFromCart(Request request) throws SQLException, ShopException {
    carts.remove(who(request), request.id("product"));
    return Response.ok(Map.of("removed", request.id("product")));
  }

  private Response order(Request request) throws SQLException, ShopException {
    String coupon = request.body().path("coupon").asText("");
    return Response.created(orders.place(who(request), request.text("card"), coupon));
  }

  private Response adjustStock(Request request) throws SQLException, ShopException {
    int quantity =
        stock.adjust(
            request.id("product"),
            (int) request.number("delta"),
            request.text("reason"),
            request.text("actor"));
    return Response.ok(Map.of("quantity", quantity));
  }

  private Response importOffers(Request request) throws SQLException, ShopException {
    List<Stock.Offer> offers = new ArrayList<>();
    for (JsonNode entry : request.body()) {
      offers.add(
          new Stock.Offer(
              entry.path("sku").asText(),
              entry.path("category").asInt(),
              entry.path("name").asText(),
              new BigDecimal(entry.path("price").asText("0")),
              entry.path("quantity").asInt()));
    }
    return Response.ok(Map.of("imported", stock.importOffers(offers)));
  }

  private static Response.Html page(String name) throws IOException {
    try (InputStream in = Shop.class.getResourceAsStream(name)) {
      return new Response.Html(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
