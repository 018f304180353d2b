package com.example.tomcat;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A page of a web application that brings its driver along. One connection lives as long as the
 * page, another one for a request.
 */
public final class Page extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient Connection kept;

  @Override
  public void init() throws ServletException {
    try {
      Class.forName("com.mysql.cj.jdbc.Driver");
      kept = open();
    } catch (ClassNotFoundException | SQLException e) {
      throw new ServletException(e);
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(
        getInitParameter("url"), getInitParameter("user"), getInitParameter("password"));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (Connection c = open()) {
      response.getWriter().print(read(c) + " " + read(kept));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static String read(Connection c) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement("SELECT CONCAT('item ', ?)")) {
      statement.setInt(1, 7);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  @Override
  public void destroy() {
    try {
      kept.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    AbandonedConnectionCleanupThread.checkedShutdown();
  }
}
