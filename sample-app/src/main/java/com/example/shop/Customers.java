package com.example.shop;

import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.sql.Types;

/** Who buys. */
final class Customers {
  private final Database database;

  Customers(Database database) {
    this.database = database;
  }

  record Customer(long id, String email, String name) {}

  record Account(Customer customer, int orders, BigDecimal spent) {}

  /**
   * Enters a customer with a home address.
   *
   * @throws ShopException 409 when the address is taken
   */
  Customer register(String email, String name, String street, String city)
      throws SQLException, ShopException {
    return database.transaction(
        connection -> {
          long id = insert(connection, email, name);
          // The server still knows the key: no need to send it back.
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO addresses (customer_id, kind, street, city, country)"
                      + " VALUES (LAST_INSERT_ID(), 'home', ?, ?, 'DE')")) {
            statement.setString(1, street);
            statement.setString(2, city);
            statement.executeUpdate();
          }
          return new Customer(id, email, name);
        });
  }

  private static long insert(Connection connection, String email, String name)
      throws SQLException, ShopException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO customers (email, name) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      statement.setString(1, email);
      statement.setString(2, name);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    } catch (SQLIntegrityConstraintViolationException e) {
      throw new ShopException(409, "this e-mail address has an account");
    }
  }

  /**
   * Finds the customer and notes the login.
   *
   * @throws ShopException 404 when nobody has this address
   */
  Customer login(String email) throws SQLException, ShopException {
    return database.run(
        connection -> {
          Customer customer;
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, email, name FROM customers WHERE email = ?")) {
            statement.setString(1, email);
            try (ResultSet row = statement.executeQuery()) {
              if (!row.next()) {
                throw ShopException.notFound("customer");
              }
              customer = new Customer(row.getLong(1), row.getString(2), row.getString(3));
            }
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE customers SET logins = logins + 1, last_login = NOW() WHERE id = ?")) {
            statement.setLong(1, customer.id());
            statement.executeUpdate();
          }
          return customer;
        });
  }

  /** What the customer has bought so far, as the database sums it up. */
  Account account(long customer) throws SQLException, ShopException {
    return database.run(
        connection -> {
          Customer who = byId(connection, customer);
          try (CallableStatement call =
              connection.prepareCall("{CALL customer_summary(?, ?, ?)}")) {
            call.setLong(1, customer);
            call.registerOutParameter(2, Types.INTEGER);
            call.registerOutParameter(3, Types.DECIMAL);
            call.execute();
            return new Account(who, call.getInt(2), call.getBigDecimal(3));
          }
        });
  }

  private static Customer byId(Connection connection, long id) throws SQLException, ShopException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id, email, name FROM customers WHERE id = ?")) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw ShopException.notFound("customer");
        }
        return new Customer(row.getLong(1), row.getString(2), row.getString(3));
      }
    }
  }
}
